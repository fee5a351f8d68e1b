"""Cells that people merged downwards, as Excel shows them: the fact stands beside every row it spans."""

from collections.abc import Sequence

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from sheets.cells import Cell, Line, Span
from sheets.choosing import spread
from sheets.reading import read
from sheets.tests.building import COLUMNS, HEADER, PERSON, roster, row_of, saved, workbook

CATEGORY, UNIT = HEADER.index("人员类别") + 1, HEADER.index("所在单位") + 1
BLANK = [""] * len(HEADER)
NOTICE = [("cells-merged", "What stands in merged cells was taken for each of their rows.")]


def people(name: str, category: str | None = None, unit: str | None = None) -> list[str | None]:
    """A row with these facts, and what else a person has."""
    row: list[str | None] = [name, *PERSON[1:]]
    row[CATEGORY - 1], row[UNIT - 1] = category, unit
    return row


@pytest.mark.parametrize("hidden", [False, True])  # the fast reader knows no hidden rows, so the exact one reads them
def test_a_merged_cell_stands_in_each_of_its_rows(hidden: bool) -> None:
    book = workbook(名单=[["名单"], HEADER, people("甲", "本科生", "文学院"), people("乙"), people("丙", None, "团委")])
    sheet: Worksheet = book["名单"]
    sheet.merge_cells("A1:H1")
    sheet.merge_cells(start_row=3, end_row=9, start_column=CATEGORY, end_column=CATEGORY)
    sheet.merge_cells(start_row=3, end_row=4, start_column=UNIT, end_column=UNIT)
    sheet.row_dimensions[4].hidden = hidden
    found = read(saved(book), "名单.xlsx", COLUMNS)
    facts = [(row, cells["name"], cells["category"], cells["unit"]) for row, cells in found.rows]
    assert facts == [(3, "甲", "本科生", "文学院"), (4, "乙", "本科生", "文学院"), (5, "丙", "本科生", "团委")]
    assert [(each.code, str(each)) for each in found.notices][:1] == NOTICE


def test_one_more_telephone_is_no_more_people() -> None:
    """Who has two rows, merged but for the telephone, is not there twice."""
    more: list[str | None] = [None] * len(HEADER)
    more[HEADER.index("手机号")] = "19900000001"
    book = workbook(名单=[HEADER, people("甲", "本科生", "文学院"), more, people("乙", "研究生")])
    sheet: Worksheet = book["名单"]
    for column in (1, 2, 3, CATEGORY):
        sheet.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)
    sheet.merge_cells(start_row=2, end_row=4, start_column=UNIT, end_column=UNIT)
    found = read(saved(book), "名单.xlsx", COLUMNS)
    assert [(row, cells["name"], cells["unit"]) for row, cells in found.rows] == [
        (2, "甲", "文学院"),
        (3, None, None),
        (4, "乙", "文学院"),
    ]


def test_a_header_of_two_rows_and_cells_merged_sideways_are_left_alone() -> None:
    book = workbook(名单=[HEADER, BLANK, people("甲", "本科生", "文学院"), people("乙")])
    sheet: Worksheet = book["名单"]
    for column in range(1, len(HEADER) + 1):
        sheet.merge_cells(start_row=1, end_row=2, start_column=column, end_column=column)
    sheet.merge_cells(start_row=3, end_row=4, start_column=CATEGORY, end_column=CATEGORY + 1)
    found = read(saved(book), "名单.xlsx", COLUMNS)
    assert [(row, cells["name"], cells["category"]) for row, cells in found.rows] == [
        (3, "甲", "本科生"),
        (4, "乙", None),
    ]
    assert found.notices == []


@pytest.mark.parametrize("ref", ['ref="rubbish"', 'ref="D:D"', 'ref=""', ""])
@pytest.mark.parametrize("hidden", ["", ' hidden="1"'])
def test_a_range_that_is_none_is_nothing(ref: str, hidden: str) -> None:
    rows = row_of(2, PERSON).replace("<row ", f"<row{hidden} "), row_of(3, ["乙", *PERSON[1:3]])
    found = read(roster(*rows, after=f"<mergeCells><mergeCell {ref}/></mergeCells>"), "名单.xlsx", COLUMNS)
    assert [(row, cells["name"], cells["category"]) for row, cells in found.rows] == [
        (2, "张三", "本科生"),
        (3, "乙", None),
    ]


@pytest.mark.parametrize(
    ("spans", "found"),
    [
        ([], [["a", None], ["b", None], ["c", None]]),
        ([Span(1, 1, 3)], [["a", None], ["b", None], ["c", None]]),
        ([Span(0, 1, 3)], [["a", None], ["b", None], ["c", None]]),
        ([Span(5, 2, 3)], [["a", None], ["b", None, None, None, None, None], ["c", None, None, None, None, None]]),
    ],
)
def test_nothing_is_made_up(spans: list[Span], found: list[Sequence[Cell]]) -> None:
    lines: list[Line] = [(1, ["a", None]), (2, ["b", None]), (3, ["c", None])]
    assert [cells for _row, cells in spread(iter(lines), spans, [0])] == found


def test_spans_follow_one_another_and_overlap_rows_that_are_not_there() -> None:
    lines: list[Line] = [(2, ["a", "x"]), (4, ["b", None]), (6, ["c", "y"]), (7, ["d", None]), (8, [""]), (9, ["e"])]
    spans = [Span(1, 6, 8), Span(1, 2, 5), Span(0, 3, 3)]
    assert [cells[1] for _row, cells in spread(iter(lines), spans, [0]) if len(cells) > 1] == ["x", "x", "y", "y"]
