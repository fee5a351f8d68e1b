"""The workbook of a table: openpyxl designs everything around the rows, the rows are streamed into its sheet as XML.

The same table gives the same bytes: every date in the file is the table's own.
"""

import io
import math
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import BinaryIO, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from reports.sheet_rows import LAST_LINE, ROW_HEIGHT, RowWriter, escaped, halves, lines_needed
from reports.tables import Column, Table, header_cells, header_rows, spans
from reports.zipping import Sink, add, archive

Notes = Sequence[tuple[str, str]]

DEFLATE_LEVEL = 1  # twice as fast as 6, a sixth larger
SHEET_PART = "xl/worksheets/sheet{}.xml"
FIRST_PARTS = ("[Content_Types].xml", "_rels/.rels")  # gateways tell a workbook by its first entries
FIRST_HEADER_LINE = 4
HEADER_HEIGHTS = (30, 24)  # of a header of one row, and of each of two
SIGNATURE_HEIGHT = 36
SPREAD = 0.85  # of the width the particulars may take: the reader's fonts may be wider than ours

NOTES_NAME = "使用说明"
NOTES_WIDTHS = (16, 90)

THIN = Side(style="thin")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
NO_GRID = Border()


class Manner(NamedTuple):
    """How a cell outside the rows is set."""

    font: Font
    align: str
    border: Border = NO_GRID


LABEL = Manner(Font(name="黑体", size=16), "left")
TITLE = Manner(Font(name="宋体", size=22, bold=True), "center")
PARTICULARS = Manner(Font(name="仿宋", size=14), "left")
NOTE = Manner(Font(name="仿宋", size=12), "left")
HEADER = Manner(Font(name="宋体", size=10.5, bold=True), "center", GRID)
SIGNATURE = Manner(Font(name="仿宋", size=14), "right")
BODY_FONT = Font(name="宋体", size=10.5)  # half a character is as wide as the unit of Excel's column widths


def write(table: Table, out: BinaryIO) -> None:
    """Write the table as a workbook."""
    for chunk in stream(table):
        out.write(chunk)


def stream(*tables: Table, names: Sequence[str] = (), notes: Notes = ()) -> Iterator[bytes]:
    """The workbook piece by piece, never whole in memory; raises Undrawable for what no workbook can hold.

    Several tables of one kind get a sheet each, under these names; notes get a sheet of their own, the last.
    """
    sink = Sink()
    with archive(sink, DEFLATE_LEVEL) as into:
        parts, styles = shell(tables, names=names, notes=notes)
        for name in FIRST_PARTS:
            add(into, name, parts.pop(name))
        for number, table in enumerate(tables, 1):
            head = parts.pop(SHEET_PART.format(number))
            with into.open(SHEET_PART.format(number), "w") as sheet:
                for piece in sheet_xml(table, head, styles):
                    sheet.write(piece)
                    yield sink.take()
        for name, content in sorted(parts.items()):
            add(into, name, content)
    yield sink.take()


def sheet_xml(table: Table, empty: bytes, styles: list[int]) -> Iterator[bytes]:
    """The sheet: head and foot as openpyxl draws them, the rows in between."""
    first = first_line(table)
    yield split(empty, first)[0]
    count = 0
    for rows, xml in RowWriter(table.columns, styles).pieces(table.rows, first):
        yield xml
        count += rows
    yield split(shell((table,), count)[0][SHEET_PART.format(1)], first + count)[1]


def split(sheet: bytes, line: int) -> tuple[bytes, bytes]:
    """The sheet before and from this line on.

    Left out: its dimension, unknown when the head is sent, and Excel's warnings about digits kept as text.
    """
    place = sheet.index(b'<row r="%d"' % line)
    head = re.sub(rb"<dimension [^>]*>", b"", sheet[:place])
    ignored = b'<ignoredErrors><ignoredError sqref="A1:XFD%d" numberStoredAsText="1"/></ignoredErrors>' % LAST_LINE
    return head, sheet[place:].replace(b"</worksheet>", ignored + b"</worksheet>")


class Drawer(ExcelWriter):
    """openpyxl's own writer, which puts each sheet into a temporary file: names and telephone numbers on the disk."""

    def write_worksheet(self, sheet: Worksheet) -> None:
        """Draw a sheet in memory."""
        drawn, sheet._drawing = io.BytesIO(), SpreadsheetDrawing()
        writer = WorksheetWriter(sheet, drawn)
        writer.write()
        sheet._rels = writer._rels
        self._archive.writestr(sheet.path[1:], drawn.getvalue())
        self.manifest.append(sheet)


def shell(
    tables: Sequence[Table], count: int = 0, *, names: Sequence[str] = (), notes: Notes = ()
) -> tuple[dict[str, bytes], list[int]]:
    """The parts of the workbook without its rows, the foot set below so many of them, and the style of each column.

    Tables of one kind have the same styles under the same numbers, however many of them there are.
    """
    book, first = Workbook(), tables[0]
    book.properties.creator = escaped(first.particulars[0])
    book.properties.title = escaped(first.title)
    book.properties.created = book.properties.modified = datetime.combine(first.date, time())
    book.remove(book.worksheets[0])
    styles: list[int] = []
    for table, name in zip(tables, names or [first.label], strict=True):
        sheet = book.create_sheet(name)
        styles = [body_cell(sheet, column).style_id for column in table.columns]
        draw_head(sheet, table)
        draw_foot(sheet, table, first_line(table) + count, count)
        set_up_page(sheet, table)
    if notes:
        draw_notes(book.create_sheet(NOTES_NAME), notes)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        Drawer(book, packed).write_data()
        return {name: packed.read(name) for name in packed.namelist()}, styles


def first_line(table: Table) -> int:
    """The line of the sheet on which the rows begin."""
    return FIRST_HEADER_LINE + header_rows(table.columns)


def set_up_page(sheet: Worksheet, table: Table) -> None:
    """A4 landscape, one page wide, the header on every page and fixed on the screen, 第 x 页 共 y 页 below."""
    for place, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.freeze_panes = f"A{first_line(table)}"
    sheet.print_title_rows = f"{FIRST_HEADER_LINE}:{first_line(table) - 1}"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = int(sheet.PAPERSIZE_A4)
    sheet.page_setup.fitToHeight = int(table.is_one_page)  # 0: as many pages as the rows take
    sheet.print_options.horizontalCentered = True
    sheet.page_margins = PageMargins(left=0.47, right=0.47, top=0.55, bottom=0.6, header=0.3, footer=0.3)
    sheet.oddFooter.center.text = "第 &P 页  共 &N 页"
    if table.mark:
        sheet.oddFooter.left.text = f"第 {table.mark.version} 版" if table.mark.code else "草稿，尚未报送"
        sheet.oddFooter.right.text = "签字盖章请打印带校验码的PDF"


def body_cell(sheet: Worksheet, column: Column) -> SheetCell:
    """A cell that stands nowhere, styled like the rows' cells in this column."""
    cell = SheetCell(sheet, row=1, column=1)
    cell.font, cell.border = BODY_FONT, GRID
    cell.alignment = Alignment(column.align, "center", wrap_text=column.wraps, shrink_to_fit=not column.wraps)
    cell.number_format = "0" if column.kind == "quantity" else "@"
    return cell


def draw_head(sheet: Worksheet, table: Table) -> None:
    """Label, title, particulars and header."""
    draw_line(sheet, table, 1, table.label, LABEL)
    draw_line(sheet, table, 2, table.title, TITLE)
    draw_line(sheet, table, 3, spread(table), PARTICULARS)
    for cell in header_cells(table.columns):
        box = Box(FIRST_HEADER_LINE + cell.row, cell.column + 1, cell.rows, cell.columns)
        draw_box(sheet, box, cell.title, HEADER)
    for line in range(FIRST_HEADER_LINE, first_line(table)):
        sheet.row_dimensions[line].height = HEADER_HEIGHTS[header_rows(table.columns) - 1]


def spread(table: Table) -> str:
    """The particulars in one line, with even gaps over the width of the table."""
    room = SPREAD * sum(column.width for column in table.columns) * BODY_FONT.size / PARTICULARS.font.size
    gap = (room - sum(map(halves, table.particulars))) // 2 // max(len(table.particulars) - 1, 1)
    return ("　" * max(int(gap), 2)).join(table.particulars)


def draw_foot(sheet: Worksheet, table: Table, line: int, count: int) -> None:
    """The 合计 row, the signature and the notes, from this line on."""
    totals = table.total_row(count)
    if totals:
        for start, columns, content in spans(totals):
            draw_box(sheet, Box(line, start + 1, 1, columns), content, HEADER)
        sheet.row_dimensions[line].height = ROW_HEIGHT
        line += 1
    draw_line(sheet, table, line, table.signature, SIGNATURE)
    sheet.row_dimensions[line].height = SIGNATURE_HEIGHT
    for place, note in enumerate(table.notes, 1):
        draw_line(sheet, table, line + place, note, NOTE)


def draw_notes(sheet: Worksheet, notes: Notes) -> None:
    """What whoever holds the file has to know, line by line."""
    for line, pair in enumerate(notes, 1):
        for column, text in enumerate(pair, 1):
            draw_box(sheet, Box(line, column, 1, 1), text, NOTE)
        sheet.row_dimensions[line].height = max(1, lines_needed(pair[1], NOTES_WIDTHS[1])) * NOTE.font.size * 1.6
    for column, width in enumerate(NOTES_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def draw_line(sheet: Worksheet, table: Table, line: int, text: str, manner: Manner) -> None:
    """One line across the whole table, as high as its text needs."""
    draw_box(sheet, Box(line, 1, 1, len(table.columns)), text, manner)
    size = manner.font.size
    widths = sum(column.width for column in table.columns)
    sheet.row_dimensions[line].height = max(1, math.ceil(halves(text) * size / BODY_FONT.size / widths)) * size * 1.6


class Box(NamedTuple):
    """Where a cell begins and how many lines and columns it covers."""

    line: int
    column: int
    lines: int
    columns: int


def draw_box(sheet: Worksheet, box: Box, content: str | int, manner: Manner) -> None:
    """A cell, merged when it covers more than one; text is never taken for a formula or a number."""
    cell = sheet.cell(box.line, box.column)
    cell.font, cell.border = manner.font, manner.border
    cell.alignment = Alignment(manner.align, "center", wrap_text=True)
    if isinstance(content, str):
        escaped(content)
        cell.value = content
        cell.data_type, cell.number_format = "s", "@"
    else:
        cell.value, cell.number_format = content, "0"
    if box.lines * box.columns > 1:
        end = box.line + box.lines - 1, box.column + box.columns - 1
        sheet.merge_cells(None, box.line, box.column, *end)
