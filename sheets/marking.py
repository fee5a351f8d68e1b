"""The sender's own workbook back: faulty cells coloured and with the sentence as a comment (DOMAIN 8.2).

Runs in the cage only: openpyxl opens what a stranger sent. Formats, widths, other sheets and other columns stay;
macros never, pictures and charts not either. From text, .xls and what openpyxl cannot open comes a new workbook with
the same cells in the same places.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.reader import excel as reader
from openpyxl.styles import PatternFill
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from sheets import choosing, delimited
from sheets.cells import CELL_CHARACTERS, Mark, Odd, Tab
from sheets.gate import Kind
from sheets.headers import Choice, Column, Header, letter

AUTHOR = "问题提示"
FAULTY = PatternFill("solid", fgColor="FFFFC7CE")
MENDED = PatternFill("solid", fgColor="FFC6EFCE")
TEXT_FORMAT = "@"
WIDTH_IN_NEW_WORKBOOKS = 18
COMMENT_WIDTH, COMMENT_HEIGHT = 260, 110
# What openpyxl raises for workbooks that Excel and our readers open all the same.
STUMBLES = (ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, MemoryError)


class Writer(ExcelWriter):
    """Writes worksheets into memory; openpyxl would make a temporary file of each."""

    def write_worksheet(self, ws: Worksheet) -> None:
        """Add one worksheet to the archive."""
        ws._drawing = SpreadsheetDrawing()
        writer = WorksheetWriter(ws, out=io.BytesIO())
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], writer.out.getvalue())
        self.manifest.append(ws)


def marked(content: bytes, kind: Kind, columns: Sequence[Column], choice: Choice, marks: Iterable[Mark]) -> bytes:
    """The file as .xlsx with these marks; a mark without a known column stands in the first one that is read."""
    if kind is Kind.TEXT:
        header, delimiter, text = delimited.located(content, columns, choice)
        return _drawn(rebuilt([("", True, _records(delimited.Records(text, delimiter)))]), 0, header, columns, marks)
    # Imported here because text needs neither engine; see `sheets.cage`.
    from sheets import cage, quick

    tabs, plain = cage.tabs_of(content, kind)
    tab, header, _ = choosing.choose(tabs, columns, choice)
    place = tabs.index(tab)
    if kind is Kind.OLD_WORKBOOK:
        return _drawn(rebuilt(quick.raw(content)), place, header, columns, marks)
    marks = list(marks)
    try:
        return _drawn(own_workbook(plain, place, tab), place, header, columns, marks)
    except STUMBLES:
        return _drawn(rebuilt(map(_of_tab, tabs)), place, header, columns, marks)


def own_workbook(content: bytes, place: int, tab: Tab) -> Workbook:
    """The sender's workbook; `ValueError` when openpyxl takes another sheet for the one that was read."""
    # Drawings lead to pictures, which never come into the cage.
    reader.find_images = lambda archive, path: ([], [])
    book = load_workbook(io.BytesIO(content))
    if book.worksheets[place].title != tab.title:
        raise ValueError(place)
    return book


Lines = Iterable[tuple[int, Sequence[Any]]]


def rebuilt(tabs: Iterable[tuple[str, bool, Lines]]) -> Workbook:
    """A new workbook with the same cells: titles, whether visible, and rows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, visible, lines in tabs:
        sheet = book.create_sheet(title or "Sheet1")
        sheet.sheet_state = "visible" if visible else "hidden"
        for row, cells in lines:
            for index, value in enumerate(cells, start=1):
                if value is not None and value != "":
                    _write(sheet.cell(row, index), value)
        for index in range(sheet.max_column):
            sheet.column_dimensions[letter(index)].width = WIDTH_IN_NEW_WORKBOOKS
    return book


def _records(records: delimited.Records) -> Iterator[tuple[int, Sequence[str]]]:
    for row, fields in records:
        yield row, fields or [records.line]


def _of_tab(tab: Tab) -> tuple[str, bool, Lines]:
    shown = ((row, [None if isinstance(cell, Odd) else cell for cell in cells]) for row, cells in tab.lines())
    return tab.title, tab.visible, shown


def _write(cell: Cell, value: Any) -> None:
    """Text stays text, also where it looks like a formula or a number."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:CELL_CHARACTERS]
        cell.data_type = "s"
        cell.number_format = TEXT_FORMAT
    else:
        cell.value = value


def _drawn(book: Workbook, place: int, header: Header, columns: Sequence[Column], marks: Iterable[Mark]) -> bytes:
    sheet = book.worksheets[place]
    places = {key: index for key, index, _ in header.places}
    indexes = {column.title: places[column.key] for column in columns if column.key in places}
    indexes |= {title: index for _, index, title in header.places}
    first = min(places.values())
    _clear(sheet)
    for mark in marks:
        writes = mark.column in indexes  # a column the file does not have is only spoken of, at the first cell
        _mark(_anchor(sheet, mark.row, indexes.get(mark.column, first) + 1), mark, writes=writes)
    book.active = place
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    out = io.BytesIO()
    Writer(book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)).save()
    return out.getvalue()


def _clear(sheet: Worksheet) -> None:
    """Take away what we said last time: the file may come for the second time."""
    for cell in sheet._cells.values():
        if cell.comment and cell.comment.author == AUTHOR:
            cell.comment = None
            cell.fill = PatternFill()


def _anchor(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell, or of merged cells the one that shows."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        around = next(span for span in sheet.merged_cells.ranges if cell.coordinate in span)
        cell = sheet.cell(around.min_row, around.min_col)
    return cell


def _mark(cell: Cell, mark: Mark, *, writes: bool) -> None:
    if writes and mark.value is not None:
        _write(cell, mark.value)
    cell.fill = FAULTY if mark.value is None else MENDED
    cell.number_format = TEXT_FORMAT
    said = cell.comment.text + "\n" if cell.comment else ""
    cell.comment = Comment(said + mark.sentence, AUTHOR, COMMENT_HEIGHT, COMMENT_WIDTH)
