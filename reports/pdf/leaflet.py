"""A leaflet on one page, A4 upright."""

from collections.abc import Iterator

from reports.attachment2 import Leaflet, numbered
from reports.pdf import CHUNK, add_page, new_paper
from reports.pdf.drawing import Drawing
from reports.pdf.faces import Lettering
from reports.pdf.fitting import broken
from reports.pdf.pages import HEIGHT as WIDTH  # upright: the height of the tables' pages is the width of ours
from reports.pdf.pages import WIDTH as HEIGHT

SIDE, TOP, BOTTOM = 62.0, 56.0, 50.0
INNER = WIDTH - 2 * SIDE
MOST_SIZE, LEAST_SIZE = 11.5, 7.0
LEADING, GAP = 1.5, 0.5  # of the size: line to line, and before a heading
LABEL_SIZE, TITLE_SIZE, TITLE_HEIGHT = 12.0, 18.0, 46.0

Line = tuple[float, str, bool]  # how far below the one before, in sizes; the text; whether it is a heading


def stream(page: Leaflet) -> Iterator[bytes]:
    """The PDF in pieces; raises MissingGlyph before the first piece."""
    lettering = Lettering()
    paper, resources = new_paper(page.title, page.author, page.label, page.date)
    sheet = add_page(paper, resources, content(page, lettering))
    sheet.pagewidth, sheet.pageheight = WIDTH, HEIGHT
    lettering.embed(paper)
    whole = bytes(paper.GetPDFData(None))
    return (whole[start : start + CHUNK] for start in range(0, len(whole), CHUNK))


def content(page: Leaflet, lettering: Lettering) -> str:
    """Everything on one page, as large as it may be."""
    size = MOST_SIZE
    while size > LEAST_SIZE and sum(step for step, *_ in lines(page, lettering, size)) * size > room():
        size -= 0.25
    drawing = Drawing(lettering)
    drawing.line(SIDE, HEIGHT - TOP, page.label, LABEL_SIZE)
    title_size = min(TITLE_SIZE, INNER * 1000 / lettering.width(page.title))
    width = lettering.width(page.title) * title_size / 1000
    drawing.line((WIDTH - width) / 2, HEIGHT - TOP - TITLE_HEIGHT * 0.75, page.title, title_size)
    base = HEIGHT - TOP - TITLE_HEIGHT
    for step, text, is_heading in lines(page, lettering, size):
        base -= step * size
        if is_heading:
            drawing.text.append(f"2 Tr {size * 0.03:.2f} w")
        drawing.line(SIDE, base, text, size)
        if is_heading:
            drawing.text.append("0 Tr")
    return drawing.content


def room() -> float:
    """The height below the title."""
    return HEIGHT - TOP - TITLE_HEIGHT - BOTTOM


def lines(page: Leaflet, lettering: Lettering, size: float) -> Iterator[Line]:
    """The lines of the page when they are set in this size."""
    yield from paragraph(page.intro, lettering, size, indent="　　")
    for section in page.sections:
        yield LEADING + GAP, section.heading, True
        for text in numbered(section):
            yield from paragraph(text, lettering, size)
    yield GAP, "", False
    yield from paragraph(page.foot, lettering, size)


def paragraph(text: str, lettering: Lettering, size: float, indent: str = "") -> Iterator[Line]:
    """A text broken for the width of the page."""
    return ((LEADING, line, False) for line in broken(indent + text, lettering, INNER * 1000 / size))
