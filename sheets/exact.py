"""Workbooks by openpyxl's worksheet parser: slower, for what the fast reader would lie about or die of.

Only rows, strings and date formats are read: openpyxl is strict about fonts, fills and validations that other programs
write carelessly, and none of them matters here. No grid is ever built, so a cell far away costs nothing. Whatever is
raised ends the caged process and so the file.
"""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import IO, Any
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from openpyxl.packaging.relationship import RelationshipList, get_dependents, get_rels_path
from openpyxl.styles.numbers import builtin_format_code, is_date_format, is_timedelta_format
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import FORMULA_TAG, INLINE_STRING, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import REL_NS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring, iterparse

from sheets.cells import COLUMNS_READ, Cell, Line, Odd, Span, Tab, day, number
from sheets.gate import FILE_DAMAGED
from sheets.parts import CHUNK
from sheets.problems import Refused

TRUE = ("1", "true")
MERGED = "mergeCell"
ODD_KINDS = {"b": Odd.BOOLEAN, "e": Odd.ERROR, "f": Odd.FORMULA}
CHINESE_DATES = {str(number) for number in (*range(27, 37), *range(50, 59))}
MAIN = {"": SHEET_MAIN_NS}
PLACE = re.compile("[0-9]+")
NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?")


class RowParser(WorkSheetParser):
    """The rows alone, with a mark on formulas whose result was not stored."""

    def __init__(self, source: Any, strings: list[str], formats: dict[int, str], epoch: datetime) -> None:
        dates = {style for style, code in formats.items() if code in CHINESE_DATES or is_date_format(code)}
        durations = {style for style in dates if is_timedelta_format(formats[style])}
        super().__init__(source, strings, data_only=True, epoch=epoch, date_formats=dates, timedelta_formats=durations)

    def parse(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """Row after row, each forgotten when the next is read."""
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield self.parse_row(element)
                element.clear()

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """The cell with its plain text; data type `f` for a formula without a result."""
        inline = element.find(INLINE_STRING)
        if inline is not None:
            element.remove(inline)
        _check_value(element)
        cell: dict[str, Any] = super().parse_cell(element)
        if inline is not None and cell["data_type"] == "inlineStr":
            return cell | {"value": _text(inline), "data_type": "s"}
        is_stored = cell["data_type"] == "str" and element.find(VALUE_TAG) is not None  # =IF(…,"") gives no text at all
        if cell["value"] is None and element.find(FORMULA_TAG) is not None and not is_stored:
            return cell | {"data_type": "f"}
        return cell


def _check_value(element: Element) -> None:
    """A number that is none is an error of its cell; a string's number that is none, or counts from the end, damage."""
    kind, value = element.get("t", "n"), (element.findtext(VALUE_TAG) or "").strip()
    if kind == "s" and value and not PLACE.fullmatch(value):
        raise Refused("file-damaged", FILE_DAMAGED)
    if kind == "n" and value and not NUMBER.fullmatch(value):
        element.set("t", "e")


def tabs(content: bytes) -> list[Tab]:
    """The worksheets in their order; rows are parsed as they are asked for."""
    archive = ZipFile(io.BytesIO(content))
    book = _targets(get_dependents(archive, "_rels/.rels"), "/officeDocument")[0]
    relations = get_dependents(archive, get_rels_path(book))
    strings = [text for part in _targets(relations, "/sharedStrings") for text in _strings(archive, part)]
    formats = dict(style for part in _targets(relations, "/styles") for style in _formats(archive, part))
    workbook = fromstring(archive.read(book))
    particulars = workbook.find("workbookPr", MAIN)
    epoch = MAC_EPOCH if particulars is not None and particulars.get("date1904") in TRUE else WINDOWS_EPOCH
    return [
        _tab(sheet, partial(archive.open, relation.target), strings, formats, epoch)
        for sheet in workbook.iterfind("sheets/sheet", MAIN)
        if (relation := relations.get(sheet.get(f"{{{REL_NS}}}id"))).Type.endswith("/worksheet")
    ]


def _targets(relations: RelationshipList, kind: str) -> list[str]:
    return [relation.target for relation in relations if relation.Type.endswith(kind)]


def _text(element: Element) -> str:
    """The text of a string, its runs joined; a reading written above the characters is not part of it."""
    return "".join(text.text or "" for path in ("t", "r/t") for text in element.iterfind(path, MAIN))


def _strings(archive: ZipFile, part: str) -> Iterator[str]:
    with archive.open(part) as source:
        for _, element in iterparse(source):
            if element.tag == f"{{{SHEET_MAIN_NS}}}si":
                yield _text(element)
                element.clear()


def _formats(archive: ZipFile, part: str) -> Iterator[tuple[int, str]]:
    """Every cell format with the code by which it shows numbers; of the dates of Chinese Excel only the number."""
    styles = fromstring(archive.read(part))
    formats = {own.get("numFmtId"): own.get("formatCode") for own in styles.iterfind("numFmts/numFmt", MAIN)}
    for style, cell in enumerate(styles.iterfind("cellXfs/xf", MAIN)):
        name = cell.get("numFmtId", "0")
        yield style, formats.get(name) or (name if name in CHINESE_DATES else builtin_format_code(int(name)) or "")


def _tab(
    sheet: Element, opened: Callable[[], IO[bytes]], strings: list[str], formats: dict[int, str], epoch: datetime
) -> Tab:
    hidden: set[int] = set()
    visible = sheet.get("state", "visible") == "visible"
    lines = partial(_lines, opened, strings, formats, epoch, hidden)
    return Tab(sheet.get("name", ""), visible, lines, partial(_height, opened), hidden, partial(_merged, opened))


def _height(opened: Callable[[], IO[bytes]]) -> int:
    with opened() as source:
        return sum(chunk.count(b"<row") for chunk in iter(partial(source.read, CHUNK), b""))


def _merged(opened: Callable[[], IO[bytes]]) -> list[Span]:
    """They stand behind the rows; a range that is none is nothing."""
    with opened() as source:
        if not any(MERGED.encode() in chunk for chunk in iter(partial(source.read, CHUNK), b"")):
            return []
    spans = []
    with opened() as source:
        for _, element in iterparse(source):
            if element.tag == f"{{{SHEET_MAIN_NS}}}{MERGED}":
                with suppress(ValueError, TypeError):
                    column, first, last_column, last = range_boundaries(element.get("ref"))
                    spans += [Span(column - 1, first, last)] if column == last_column and first < last else []
            elif element.tag == ROW_TAG:
                element.clear()
    return spans


def _lines(
    opened: Callable[[], IO[bytes]], strings: list[str], formats: dict[int, str], epoch: datetime, hidden: set[int]
) -> Iterator[Line]:
    """The rows in their order, gaps skipped; a cell that stands in two places or in another row is damage."""
    last = 0
    with opened() as source:
        parser = RowParser(source, strings, formats, epoch)
        for row, cells in parser.parse():
            columns = [cell["column"] for cell in cells]
            if row <= last or len(set(columns)) < len(columns) or any(cell["row"] != row for cell in cells):
                raise Refused("file-damaged", FILE_DAMAGED)
            last = row
            if parser.row_dimensions.pop(str(row), {}).get("hidden") in TRUE:
                hidden.add(row)
            yield row, _in_places(cells)


def _in_places(cells: list[dict[str, Any]]) -> list[Cell]:
    near = {cell["column"]: _cell(cell["value"], cell["data_type"]) for cell in cells if cell["column"] <= COLUMNS_READ}
    return [near.get(column) for column in range(1, max(near, default=0) + 1)]


def _cell(value: object, kind: str) -> Cell:
    if kind in ODD_KINDS and (value is not None or kind == "f"):
        return ODD_KINDS[kind]
    if isinstance(value, (int, float)):
        return number(value)
    if kind == "d" and value is not None:
        return day(value)
    return unescape(value) or None if isinstance(value, str) else None
