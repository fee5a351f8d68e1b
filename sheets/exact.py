"""Workbooks by openpyxl's worksheet parser: slower, for what the fast reader would lie about or die of.

Only the rows are read: dimensions, validations and formats of the sheet are passed over, and no grid is ever built, so
a cell far away costs nothing. Whatever openpyxl raises ends the caged process and so the file.
"""

import io
from collections.abc import Iterator
from functools import partial
from xml.etree.ElementTree import Element

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import FORMULA_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.functions import iterparse

from sheets.cells import COLUMNS_READ, Cell, Line, Odd, Tab, number
from sheets.container import FILE_DAMAGED
from sheets.problems import Refused

TRUE = ("1", "true")
ODD_KINDS = {"b": Odd.BOOLEAN, "d": Odd.DATE, "e": Odd.ERROR, "f": Odd.FORMULA}


class RowParser(WorkSheetParser):  # type: ignore[misc]  # openpyxl has no annotations
    """The rows alone, with a mark on formulas whose result was not stored."""

    def parse(self) -> Iterator[tuple[int, list[dict[str, object]]]]:
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield self.parse_row(element)
                element.clear()

    def parse_cell(self, element: Element) -> dict[str, object]:
        cell: dict[str, object] = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            cell["data_type"] = "f"
        return cell


def tabs(content: bytes) -> list[Tab]:
    """The worksheets in their order; rows are parsed as they are asked for."""
    reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    return [_tab(reader, sheet, part.target) for sheet, part in reader.parser.find_sheets() if _is_worksheet(part)]


def _is_worksheet(part: object) -> bool:
    return str(getattr(part, "Type", "")).endswith("/worksheet")


def _tab(reader: ExcelReader, sheet: object, part: str) -> Tab:
    tab = Tab(str(getattr(sheet, "name", "")), getattr(sheet, "state", "visible") == "visible", lambda: iter(()))
    tab.lines = partial(_lines, reader, part, tab.hidden)
    return tab


def _lines(reader: ExcelReader, part: str, hidden: set[int]) -> Iterator[Line]:
    """The rows in their order, gaps skipped; a cell that stands in two places or in another row is damage."""
    book, last = reader.wb, 0
    with reader.archive.open(part) as source:
        parser = RowParser(source, reader.shared_strings, True, book.epoch, book._date_formats, book._timedelta_formats)
        for row, cells in parser.parse():
            columns = [cell["column"] for cell in cells]
            if row <= last or len(set(columns)) < len(columns) or any(cell["row"] != row for cell in cells):
                raise Refused("file-damaged", FILE_DAMAGED)
            last = row
            if parser.row_dimensions.pop(str(row), {}).get("hidden") in TRUE:
                hidden.add(row)
            yield row, _in_places(cells)


def _in_places(cells: list[dict[str, object]]) -> list[Cell]:
    near = {int(str(cell["column"])): _cell(cell) for cell in cells if int(str(cell["column"])) <= COLUMNS_READ}
    return [near.get(column) for column in range(1, max(near, default=0) + 1)]


def _cell(cell: dict[str, object]) -> Cell:
    value, kind = cell["value"], str(cell["data_type"])
    if kind in ODD_KINDS and (value is not None or kind == "f"):
        return ODD_KINDS[kind]
    if isinstance(value, (int, float)):
        return number(value)
    return unescape(value) or None if isinstance(value, str) else None
