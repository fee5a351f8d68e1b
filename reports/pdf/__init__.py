"""The PDF of a table, A4 landscape, from reportlab's document and fonts and our own pages.

The same table gives the same bytes. Only this package knows reportlab, and it leans on its inside: keep to 5.1.
"""

import zlib
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase import pdfdoc

from reports.pdf import marks
from reports.pdf.drawing import Drawing
from reports.pdf.faces import Lettering, MissingGlyph
from reports.pdf.fitting import on_one_line
from reports.pdf.pages import BOTTOM, HEIGHT, INNER, SIDE, WIDTH, Pages
from reports.tables import Table

__all__ = ["MissingGlyph", "page_ends", "stream", "write"]

DEFLATE_LEVEL = 1
FOOTER_BASE, FOOTER_SIZE, STAMP_SIZE = 24.0, 9.0, 7.5
CHUNK = 1 << 16


def write(table: Table, out: BinaryIO, *, stamp: str = "") -> None:
    """Write the table as a PDF."""
    for chunk in stream(table, stamp=stamp):
        out.write(chunk)


def stream(table: Table, *, stamp: str = "") -> Iterator[bytes]:
    """The PDF in pieces, each page with the stamp at its foot; raises MissingGlyph before the first piece."""
    content = document(table, stamp)
    for start in range(0, len(content), CHUNK):
        yield content[start : start + CHUNK]


def document(table: Table, stamp: str) -> bytes:
    """The whole PDF."""
    paper, resources = new_paper(table.title, table.particulars[0], table.label, table.date)
    lettering = Lettering()
    composed = composer(table, lettering)
    pages = [add_page(paper, resources, content) for content in composed.contents()]
    beneath, above = shared_marks(paper, table, lettering)
    for number, page in enumerate(pages, 1):
        base = marks.ABOVE if table.mark else FOOTER_BASE
        content = footer_content(lettering, number, len(pages), stamp, base)
        content += page_mark(table, lettering, composed, number)
        page.Contents = pdfdoc.PDFArray([*beneath, page.Contents, pdfdoc.PDFStream(content=content), *above])
    lettering.embed(paper)
    return bytes(paper.GetPDFData(None))


def composer(table: Table, lettering: Lettering) -> Pages:
    """What lays out the pages; a marked table leaves room for its marks."""
    return Pages(table, lettering, bottom=marks.ROOM if table.mark else BOTTOM)


def page_ends(table: Table) -> tuple[int, ...]:
    """The number of the last row on each page."""
    composed = composer(table, Lettering())
    for _content in composed.contents():
        continue
    return tuple(composed.ends)


def shared_marks(
    paper: pdfdoc.PDFDocument, table: Table, lettering: Lettering
) -> tuple[list[pdfdoc.PDFObjectReference], list[pdfdoc.PDFObjectReference]]:
    """What lies beneath and above every page alike, kept once in the document."""
    if not table.mark:
        return [], []
    if not table.mark.code:
        return [paper.Reference(packed(marks.watermark(lettering, WIDTH, HEIGHT)))], []
    return [], [paper.Reference(packed(marks.square(table.mark.address, WIDTH - SIDE)))]


def page_mark(table: Table, lettering: Lettering, composed: Pages, number: int) -> str:
    """What only this page says of itself."""
    if not table.mark:
        return ""
    first, last = (0, *composed.ends)[number - 1] + 1, composed.ends[number - 1]
    return marks.foot(table.mark, lettering, SIDE, INNER * 0.42, first, last)


def new_paper(title: str, author: str, subject: str, day: date) -> tuple[pdfdoc.PDFDocument, pdfdoc.PDFObjectReference]:
    """An empty document of this day, and the fonts its pages share."""
    paper = pdfdoc.PDFDocument(compression=1, invariant=1, pdfVersion=(1, 5), lang="zh-CN")
    paper._timeStamp = at_midnight(day)
    paper.setTitle(title)
    paper.setAuthor(author)
    paper.setSubject(subject)
    paper.setCreator(None)
    fonts = pdfdoc.PDFResourceDictionary()
    fonts.basicFonts()
    return paper, paper.Reference(fonts)


def add_page(paper: pdfdoc.PDFDocument, resources: pdfdoc.PDFObjectReference, content: str) -> pdfdoc.PDFPage:
    """A page of the document with this content, deflated at once so that many pages take little memory."""
    page = pdfdoc.PDFPage()
    page.pagewidth, page.pageheight = WIDTH, HEIGHT
    page.Resources = resources
    page.Contents = packed(content)
    paper.updateSignature(page.Contents.content)
    paper.addPage(page)
    return page


def packed(content: str) -> pdfdoc.PDFStream:
    """Page content, already deflated."""
    dictionary = pdfdoc.PDFDictionary({"Filter": pdfdoc.PDFName("FlateDecode")})
    return pdfdoc.PDFStream(dictionary, zlib.compress(content.encode("ascii"), DEFLATE_LEVEL))


def footer_content(lettering: Lettering, number: int, count: int, stamp: str, base: float = FOOTER_BASE) -> str:
    """第 x 页 共 y 页, and the stamp on the left."""
    drawing = Drawing(lettering)
    text = f"第 {number} 页  共 {count} 页"
    width = lettering.width(text) * FOOTER_SIZE / 1000
    drawing.line(SIDE + (INNER - width) / 2, FOOTER_BASE, text, FOOTER_SIZE)
    if stamp:
        drawing.line(SIDE, base, on_one_line(stamp), STAMP_SIZE)
    return drawing.content


def at_midnight(day: date) -> TimeStamp:
    """The beginning of this day, as reportlab dates a document."""
    stamp = TimeStamp(invariant=1)
    stamp.YMDhms = (day.year, day.month, day.day, 0, 0, 0)
    return stamp
