"""Attachment 4 as a PDF, as others would draw it; each returns how many bytes it drew."""

import html
import io
import json
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import LongTable, SimpleDocTemplate, TableStyle

from benchmarks.exports_material import attachment
from reports import pdf
from reports.attachment4 import COLUMNS, Person
from reports.pdf.faces import FILES, FOLDER, Lettering
from reports.pdf.pages import HEIGHT, INNER, SIDE, WIDTH
from reports.tables import Numbered, Row

People = Sequence[Person]
FACE = FOLDER / FILES[0]
ROWS, ROW_HEIGHT, TOP, SIZE = 24, 19.0, 520.0, 7.78
TITLES = tuple(column.title for column in COLUMNS)
WIDTHS = [column.width * INNER / sum(column.width for column in COLUMNS) for column in COLUMNS]
EDGES = list(accumulate(WIDTHS, initial=SIDE))


def ours(people: People) -> int:
    """As the portal does it."""
    return sum(map(len, pdf.stream(attachment(people))))


def pages_of(people: People) -> Iterator[list[Row]]:
    """The rows of each page, the header first."""
    rows = iter(Numbered(people))
    while some := list(islice(rows, ROWS)):
        yield [TITLES, *some]


def floor(people: People) -> int:
    """The least that makes a readable file: text at fixed places, one grid for all pages, faces embedded as ours are.

    Nothing is measured, centred, shortened, broken or missed.
    """
    paper, resources = pdf.new_paper("附件4", "", "", attachment([]).date)
    lettering = Lettering()
    lettering.width("".join(set("".join(map("".join, people)) + "".join(TITLES))))
    across = "\n".join(f"34 {TOP - ROW_HEIGHT * line:.1f} m 808 {TOP - ROW_HEIGHT * line:.1f} l" for line in range(26))
    down = "\n".join(f"{edge:.1f} {TOP} m {edge:.1f} {TOP - ROW_HEIGHT * 25} l" for edge in EDGES)
    places = [f"1 0 0 1 {edge + 2:.1f} " for edge in EDGES[:-1]]
    for rows in pages_of(people):
        lines = []
        for line, row in enumerate(rows):
            base, codes = f"{TOP - 13 - ROW_HEIGHT * line:.1f} Tm<", [text.encode("utf-16-be").hex() for text in row]
            lines.append("".join([f"{place}{base}{code}>Tj\n" for place, code in zip(places, codes, strict=True)]))
        content = f"0.5 w\n{across}\n{down}\nS\nBT /F1 {SIZE} Tf\n{''.join(lines)}ET"
        page = pdfdoc.PDFPage()
        page.pagewidth, page.pageheight, page.Resources = WIDTH, HEIGHT, resources
        packed = pdfdoc.PDFDictionary({"Filter": pdfdoc.PDFName("FlateDecode")})
        page.Contents = pdfdoc.PDFStream(packed, zlib.compress(content.encode("ascii"), pdf.DEFLATE_LEVEL))
        paper.addPage(page)
    lettering.embed(paper)
    return len(paper.GetPDFData(None))


def long_table(people: People) -> int:
    """reportlab's own table for many pages."""
    if "Song" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Song", str(FACE)))
    out = io.BytesIO()
    look = [
        ("FONT", (0, 0), (-1, -1), "Song", SIZE), ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("ALIGN", (0, 0), (-1, -1), "CENTER"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]  # fmt: skip
    table = LongTable([TITLES, *Numbered(people)], WIDTHS, repeatRows=1, style=TableStyle(look))

    def numbered(canvas, document) -> None:
        canvas.setFont("Song", 9)
        canvas.drawCentredString(WIDTH / 2, 24, f"第 {document.page} 页")

    SimpleDocTemplate(out, pagesize=landscape(A4), leftMargin=SIDE, rightMargin=SIDE).build(
        [table], onFirstPage=numbered, onLaterPages=numbered
    )
    return out.tell()


def fpdf2(people: People) -> int:
    """fpdf2, cell by cell, which is faster than its tables."""
    from fpdf import FPDF  # a peer: only where it is measured

    paper = FPDF("landscape", "pt", "A4")
    paper.add_font("Song", "", FACE)
    paper.set_margins(SIDE, 40)
    paper.set_auto_page_break(False)
    for number, rows in enumerate(pages_of(people), 1):
        paper.add_page()
        paper.set_font("Song", size=SIZE)
        for row in rows:
            for text, width in zip(row, WIDTHS, strict=True):
                paper.cell(width, ROW_HEIGHT, text, border=1, align="C")
            paper.ln()
        paper.set_xy(SIDE, 560)
        paper.cell(INNER, 12, f"第 {number} 页  共 {{nb}} 页", align="C")
    return len(paper.output())


def typst(people: People) -> int:
    """typst, the rows from a file beside the page's description."""
    import typst as compiler  # a peer: only where it is measured

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "rows.json").write_text(json.dumps([list(row) for row in Numbered(people)], ensure_ascii=False))
        widths = ", ".join(f"{width:.1f}pt" for width in WIDTHS)
        head = ", ".join(f"[{title}]" for title in TITLES)
        Path(folder, "page.typ").write_text(
            f'#set page("a4", flipped: true, margin: {SIDE}pt, numbering: "第 1 页 共 1 页")\n'
            f'#set text(font: "Noto Serif SC", size: {SIZE}pt)\n#let rows = json("rows.json")\n'
            f"#table(columns: ({widths}), align: center + horizon, stroke: 0.5pt,"
            f" table.header({head}), ..rows.flatten())\n"
        )
        return len(compiler.compile(str(Path(folder, "page.typ")), font_paths=[str(FOLDER)], ignore_system_fonts=True))


def weasyprint(people: People) -> int:
    """WeasyPrint, a page of HTML."""
    from weasyprint import CSS, HTML  # a peer: only where it is measured
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    style = CSS(
        string=f"@font-face {{ font-family: Song; src: url({FACE.as_uri()}) }}"
        f"@page {{ size: A4 landscape; margin: {SIDE}pt; @bottom-center {{ content: '第 ' counter(page) ' 页' }} }}"
        f"table {{ border-collapse: collapse; font: {SIZE}pt Song; table-layout: fixed; width: 100% }}"
        "td, th { border: 0.5pt solid; text-align: center; height: 17pt }",
        font_config=fonts,
    )
    rows = ("".join(f"<td>{html.escape(text)}</td>" for text in row) for row in Numbered(people))
    head = "".join(f"<th>{title}</th>" for title in TITLES)
    page = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"
    return len(HTML(string=page).write_pdf(stylesheets=[style], font_config=fonts))


def rupdf(people: People) -> int:
    """A renderer in Rust that is told the place of every text and rule."""
    import rupdf as renderer  # a peer: only where it is measured

    pages = []
    for number, rows in enumerate(pages_of(people), 1):
        below = 75 + ROW_HEIGHT * len(rows)
        across = [(SIDE, 75 + ROW_HEIGHT * line, WIDTH - SIDE, 75 + ROW_HEIGHT * line) for line in range(len(rows) + 1)]
        rules = [*across, *((x, 75, x, below) for x in EDGES)]
        texts = [(WIDTH / 2, 570, f"第 {number} 页")]
        for line, row in enumerate(rows):
            middles = (left + width / 2 for left, width in zip(EDGES, WIDTHS, strict=False))
            texts += [(x, 88 + ROW_HEIGHT * line, text) for x, text in zip(middles, row, strict=True) if text]
        elements = [{"type": "line", "x1": x1, "y1": y1, "x2": x2, "y2": y2, "stroke": 0.5} for x1, y1, x2, y2 in rules]
        look = {"type": "text", "font": "song", "size": SIZE, "align": "center"}
        elements += [{**look, "x": x, "y": y, "text": text} for x, y, text in texts]
        pages.append({"size": (WIDTH, HEIGHT), "elements": elements})
    document = {"pages": pages, "resources": {"fonts": {"song": {"path": str(FACE)}}}}
    return len(renderer.render_pdf(document, compress=True))
