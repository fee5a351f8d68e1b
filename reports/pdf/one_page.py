"""A table on one page of A4, upright or lying as it is larger: composed as long as it is, then made smaller."""

from collections.abc import Iterator
from typing import NamedTuple

from reports.pdf import CHUNK, add_page, new_paper
from reports.pdf.faces import Lettering
from reports.pdf.pages import BOTTOM, HEIGHT, WIDTH, Pages
from reports.tables import Table

FOOT = BOTTOM - 12.0  # one page needs no page number


class Placement(NamedTuple):
    """How much smaller the table is drawn, on a page how wide and how high."""

    scale: float
    width: float
    height: float


def stream(table: Table) -> Iterator[bytes]:
    """The PDF in pieces; raises MissingGlyph before the first piece."""
    lettering = Lettering()
    content, depth = composed(Pages(table, lettering))
    found = placement(depth)
    paper, resources = new_paper(table.title, table.particulars[0], table.label, table.date)
    left, bottom = (found.width - WIDTH * found.scale) / 2, found.height - HEIGHT * found.scale
    moved = f"q {found.scale:.4f} 0 0 {found.scale:.4f} {left:.2f} {bottom:.2f} cm\n{content}Q\n"
    page = add_page(paper, resources, moved)
    page.pagewidth, page.pageheight = found.width, found.height
    lettering.embed(paper)
    whole = bytes(paper.GetPDFData(None))
    return (whole[start : start + CHUNK] for start in range(0, len(whole), CHUNK))


def composed(pages: Pages) -> tuple[str, float]:
    """Head, all rows and foot below one another, and how deep they reach from the upper edge of the page."""
    drawing, top = pages.start(first=True)
    lines = list(pages.measured())
    foot = pages.foot(len(lines))
    below = pages.draw_rows(drawing, top, lines)
    pages.draw_foot(drawing, below, foot)
    return drawing.content, HEIGHT - below + foot.height + FOOT


def placement(depth: float) -> Placement:
    """The larger of two ways to put so deep a table on A4; never larger than it was composed."""
    ways = (
        Placement(min(1.0, height / depth, width / WIDTH), width, height)
        for width, height in ((WIDTH, HEIGHT), (HEIGHT, WIDTH))
    )
    return max(ways)
