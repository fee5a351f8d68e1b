"""Workbooks by python-calamine: fast, and the only way into .xls; for plain parts alone (`sheets.parts.is_plain`)."""

import datetime
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from sheets.cells import Cell, Line, Odd, Span, Tab, day, number
from sheets.gate import FILE_MACROS
from sheets.old import Passed
from sheets.problems import Refused

Raw = int | float | str | bool | datetime.date | datetime.time | datetime.timedelta


def tabs(content: bytes, tell: Callable[[bytes], Sequence[Passed]] = lambda content: ()) -> list[Tab]:
    """The worksheets in their order; the visible ones are loaded at once, so that what calamine cannot read shows now.

    `tell` says of each sheet what calamine passes over. Raises `CalamineError`, or `PasswordError` for an .xls with a
    password.
    """
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    titles = {sheet.name for sheet in workbook.sheets_metadata}
    if not titles or len(titles) < len(workbook.sheets_metadata):
        raise CalamineError("No sheet is found, or the wrong one: calamine looks them up by title.")
    passed = tell(content)
    found = [
        _tab(workbook, place, sheet, passed[place] if passed else Passed())
        for place, sheet in enumerate(workbook.sheets_metadata)
        if _is_worksheet(sheet)
    ]
    for tab in found:
        if tab.visible:
            next(tab.lines(), None)
    return found


def _is_worksheet(sheet: SheetMetadata) -> bool:
    if sheet.typ in (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba):
        raise Refused("file-macros", FILE_MACROS)
    return sheet.typ == SheetTypeEnum.WorkSheet


def _tab(workbook: CalamineWorkbook, place: int, sheet: SheetMetadata, passed: Passed) -> Tab:
    @cache
    def loaded() -> CalamineSheet:
        return workbook.get_sheet_by_index(place)

    def lines() -> Iterator[Line]:
        return _with_odd(_lines(loaded()), passed.odd)

    visible = sheet.visible == SheetVisibleEnum.Visible
    height, merged = (lambda: loaded().total_height + 1), (lambda: _merged(loaded()))
    return Tab(sheet.name, visible, lines, height, passed.hidden, merged)


def _merged(sheet: CalamineSheet) -> list[Span]:
    return [
        Span(column, first + 1, last + 1)
        for (first, column), (last, last_column) in sheet.merged_cell_ranges or ()
        if column == last_column and first < last
    ]


def raw(content: bytes) -> Iterator[tuple[str, bool, Iterator[tuple[int, list[Raw]]]]]:
    """Title, whether visible, and rows of every worksheet, with the values as they are."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for place, sheet in enumerate(workbook.sheets_metadata):
        if _is_worksheet(sheet):
            visible = sheet.visible == SheetVisibleEnum.Visible
            yield sheet.name, visible, _raw_lines(workbook.get_sheet_by_index(place))


def _raw_lines(sheet: CalamineSheet) -> Iterator[tuple[int, list[Raw]]]:
    """`iter_rows` begins at the first row of the sheet but at its first filled column."""
    left: list[Raw] = [""] * (sheet.start[1] if sheet.start else 0)
    for row, cells in enumerate(sheet.iter_rows(), start=1):
        yield row, left + cells


def _lines(sheet: CalamineSheet) -> Iterator[Line]:
    for row, cells in _raw_lines(sheet):
        yield row, [value or None if value.__class__ is str else _odd_or_number(value) for value in cells]


def _with_odd(lines: Iterator[Line], odd: Mapping[int, Mapping[int, Odd]]) -> Iterator[Line]:
    """The rows with the odd cells where the fast reader sees blank ones."""
    if not odd:
        return lines
    return ((row, _put(list(cells), odd[row]) if row in odd else cells) for row, cells in lines)


def _put(cells: list[Cell], odd: Mapping[int, Odd]) -> list[Cell]:
    cells += [None] * (max(odd) + 1 - len(cells))
    for column, kind in odd.items():
        cells[column] = kind if cells[column] is None else cells[column]
    return cells


def _odd_or_number(value: Raw) -> Cell:
    if isinstance(value, bool):
        return Odd.BOOLEAN
    return number(value) if isinstance(value, (int, float)) else day(value)
