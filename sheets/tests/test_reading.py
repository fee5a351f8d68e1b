import datetime
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook

from sheets.cells import Odd, Sheet
from sheets.headers import COLUMN_UNKNOWN
from sheets.problems import Problem, Refused
from sheets.reading import read
from sheets.tests.building import (
    COLUMNS,
    HEADER,
    MAIN,
    PERSON,
    csv_of,
    inline,
    packed,
    parts,
    roster,
    row_of,
    saved,
    workbook,
    worksheet,
)


def sheet_of(content: bytes) -> Sheet:
    return read(content, "名单.xlsx", COLUMNS)


def refusal(content: bytes) -> tuple[str, dict[str, str | int]]:
    with pytest.raises(Refused) as refused:
        sheet_of(content)
    return refused.value.code, dict(refused.value.params)


def names(sheet: Sheet) -> list[tuple[int, object]]:
    return [(row, cells["name"]) for row, cells in sheet.rows]


def codes(sheet: Sheet) -> list[tuple[str, dict[str, str | int]]]:
    return [(notice.code, dict(notice.params)) for notice in sheet.notices]


def person(name: Any = "张三", **others: Any) -> list[Any]:
    given = {"name": name, **others}
    return [given.get(column.key, standard) for column, standard in zip(COLUMNS, PERSON, strict=True)]


def book(*rows: Sequence[Any]) -> Workbook:
    return workbook(名单=[HEADER, *rows])


def test_a_whole_sheet_comes_out_as_it_stands() -> None:
    header = ["序号", "姓 名*", "身份证号（18位）", "类别", "手机", "学院", "备注"]
    rows: list[list[Any]] = [
        ["文学院志愿者名单"],
        header,
        [1, " 张三", "'110101196201010008", "本科生", 19900000000, "文学院", "无"],
        [2],
        [],
        ["", "李四"],
    ]
    assert sheet_of(saved(workbook(名单=rows))) == Sheet(
        title="名单",
        header_row=2,
        columns={
            "name": "姓 名*",
            "document_number": "身份证号（18位）",
            "category": "类别",
            "phone": "手机",
            "unit": "学院",
        },
        unknown=["序号", "备注"],
        rows=[
            (
                3,
                {
                    "name": " 张三",
                    "document_number": "'110101196201010008",
                    "category": "本科生",
                    "phone": 19900000000,
                    "unit": "文学院",
                },
            ),
            (4, dict.fromkeys(("name", "document_number", "category", "phone", "unit"))),
            (6, {"name": "李四", "document_number": None, "category": None, "phone": None, "unit": None}),
        ],
        notices=[Problem("column-unknown", COLUMN_UNKNOWN, {"column": name}, 2, name) for name in ("序号", "备注")],
    )


def test_a_merged_header_of_two_rows() -> None:
    rows: list[list[Any]] = [
        ["附件4"],
        ["姓名", "证件号码", "人员类别", "所在单位", "教工联系人", None, "备注"],
        [None, None, None, None, "姓名", "手机", None],
        ["张三", "110101196201010008", "本科生", "文学院", "李四", "19900000000"],
    ]
    book = workbook(名单=rows)
    for cells in ("A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2", "G2:G3"):
        book["名单"].merge_cells(cells)
    sheet = sheet_of(saved(book))
    assert (sheet.header_row, sheet.columns["phone"], names(sheet)) == (3, "教工联系人手机", [(4, "张三")])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("110101196201010008", "110101196201010008"),
        (110101196201010008, 1.1010119620101e17),
        (999999999999999, 999999999999999),
        (10**15, 1e15),
        (12.5, 12.5),
        (12.0, 12),
        (True, Odd.BOOLEAN),
        (datetime.date(2026, 11, 14), datetime.date(2026, 11, 14)),
        (datetime.datetime(2026, 11, 14, 8, 30), datetime.date(2026, 11, 14)),
        (datetime.time(8, 30), Odd.DATE),
        (datetime.timedelta(hours=30), Odd.DATE),
        ("#N/A", Odd.ERROR),
        ("=A1&B1", Odd.FORMULA),
        (" \u3000\u200b", None),
    ],
)
@pytest.mark.parametrize("hide_a_row", [False, True], ids=["quick", "exact"])
def test_cells_are_never_guessed(value: Any, expected: object, hide_a_row: bool) -> None:
    made = book(person(document_number=value), person("李四"))
    made["名单"].row_dimensions[3].hidden = hide_a_row
    cell = sheet_of(saved(made)).rows[0][1]["document_number"]
    assert (cell, type(cell)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A2"><f>1+1</f></c>', Odd.FORMULA),
        ('<c r="A2"><f>1+1</f><v/></c>', Odd.FORMULA),
        ('<c r="A2"><f>1+1</f><v>2</v></c>', 2),
        ('<c r="A2" t="str"><f>A1</f><v>张三</v></c>', "张三"),
        ('<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', Odd.ERROR),
        ('<c r="A2" t="b"><v>1</v></c>', Odd.BOOLEAN),
        ('<c r="A2" s="1"><v>45000</v></c>', datetime.date(2023, 3, 15)),
        ('<c r="A2" s="1"><f>TODAY()</f><v>45000</v></c>', datetime.date(2023, 3, 15)),
        ('<c r="A2" t="d"><v>2026-11-14</v></c>', datetime.date(2026, 11, 14)),
        ('<c r="A2"><v>1.0E+3</v></c>', 1000),
        ("<c r='A2' t='inlineStr'><is><t>张三</t></is></c>", "张三"),
        (
            '<c r="A2" t="inlineStr"><is><r><t>张</t></r><r><t>三</t></r><rPh sb="0" eb="1"><t>zs</t></rPh></is></c>',
            "张三",
        ),
        ('<c t="inlineStr"><is><t>张三</t></is></c>', "张三"),
        (inline("A2", "张_x0041_三"), "张A三"),
        (inline("A2", "张_xD83D_三").replace('r="A2"', 's="0" r="A2"'), "张?三"),
    ],
)
def test_cells_as_other_programs_write_them(cell: str, expected: object) -> None:
    sheet = sheet_of(roster(f'<row r="2">{cell}{inline("D2", "本科生")}</row>'))
    assert [(row, cells["name"], cells["category"]) for row, cells in sheet.rows] == [(2, expected, "本科生")]


@pytest.mark.parametrize(
    "rows",
    [
        [row_of(2, PERSON), f'<row r="1048576">{inline("XFD1048576", "x")}</row>'],
        [
            row_of(2, PERSON).replace("</row>", inline("XFD2", "x") + "</row>"),
            '<row r="9"><c r="BM9"><v>1</v></c></row>',
        ],
    ],
    ids=["corner", "side"],
)
def test_a_stray_cell_far_away_costs_nothing(rows: list[str]) -> None:
    assert names(sheet_of(roster(*rows))) == [(2, "张三")]


def test_a_stray_cell_far_below_is_a_row_of_its_own() -> None:
    sheet = sheet_of(roster(row_of(2, PERSON), f'<row r="1048576">{inline("A1048576", "李四")}</row>'))
    assert names(sheet) == [(2, "张三"), (1048576, "李四")]


@pytest.mark.parametrize("dimension", ["A1:A1", "A0:H0", "A1:XFD1048576", "x"])
def test_declared_dimensions_are_ignored(dimension: str) -> None:
    content = roster(row_of(2, PERSON), row_of(7000, PERSON), before=f'<dimension ref="{dimension}"/>')
    assert names(sheet_of(content)) == [(2, "张三"), (7000, "张三")]


def test_absurd_counts_are_ignored() -> None:
    merged = '<mergeCells count="4294967295"><mergeCell ref="J1:K1"/></mergeCells>'
    assert names(sheet_of(roster(row_of(2, PERSON), after=merged))) == [(2, "张三")]


def test_a_table_may_begin_anywhere_in_the_first_columns() -> None:
    rows = [[], [], [None, None, *HEADER], [], [None, None, *person()]]
    assert names(sheet_of(saved(workbook(名单=rows)))) == [(5, "张三")]


def test_hidden_rows_are_read_and_counted() -> None:
    made = book(person("张三"), person("李四"), [], person("王五"))
    for row in (1, 3, 4, 5):
        made["名单"].row_dimensions[row].hidden = True
    sheet = sheet_of(saved(made))
    assert (names(sheet), sheet.hidden_rows) == ([(2, "张三"), (3, "李四"), (5, "王五")], 2)
    assert codes(sheet) == [("rows-hidden", {"count": 2})]


def test_one_visible_sheet_is_read_and_the_others_are_named() -> None:
    made = workbook(
        说明=[["填表说明"]], 旧名单=[HEADER, person("旧人")], 名单=[HEADER, person()], 空=[], 统计=[["合计", 1]]
    )
    made["旧名单"].sheet_state = "veryHidden"
    sheet = sheet_of(saved(made))
    assert (sheet.title, names(sheet)) == ("名单", [(2, "张三")])
    assert codes(sheet) == [("sheets-not-read", {"sheet": "名单", "sheets": "“说明”、“统计”"})]


REQUIRED = "姓名、证件号码、人员类别、所在单位"


@pytest.mark.parametrize(
    ("sheets", "hidden", "code", "params"),
    [
        ({"甲": [HEADER, PERSON], "乙": [HEADER, PERSON]}, [], "sheets-several", {"sheets": "“甲”、“乙”"}),
        ({"甲": [PERSON], "乙": []}, [], "header-missing", {"sheets": "“甲”、“乙”", "columns": REQUIRED}),
        ({"封面": [["封面"]], "名单": [HEADER, PERSON]}, ["名单"], "header-hidden", {"sheets": "“名单”"}),
        ({"名单": [HEADER]}, [], "rows-none", {"row": 1}),
        ({"名单": [HEADER, [None, " "]]}, [], "rows-none", {"row": 1}),
        ({"名单": [HEADER[:3], PERSON[:3]]}, [], "columns-missing", {"row": 1, "columns": "人员类别、所在单位"}),
        ({"名单": [[*HEADER, "姓名"], PERSON]}, [], "columns-doubled", {"row": 1, "columns": "姓名"}),
        ({f"表{number}": [["x"]] for number in range(51)}, [], "sheets-too-many", {"limit": 50}),
    ],
)
def test_which_sheet_is_meant_must_be_plain(
    sheets: dict[str, list[list[str]]], hidden: list[str], code: str, params: object
) -> None:
    made = workbook(**sheets)
    for title in hidden:
        made[title].sheet_state = "hidden"
    assert refusal(saved(made)) == (code, params)


def test_more_than_fifty_thousand_rows_are_refused() -> None:
    content = csv_of(HEADER, *[PERSON] * 50_001).encode()
    assert refusal(content) == ("rows-too-many", {"limit": 50_000})
    assert len(sheet_of(csv_of(HEADER, *[PERSON] * 50_000).encode()).rows) == 50_000


def test_a_cell_that_excel_could_not_hold_costs_its_row() -> None:
    sheet = sheet_of(roster(row_of(2, person("长" * 32_768)), row_of(3, person("长" * 32_767))))
    assert [(row, len(str(cells["name"]))) for row, cells in sheet.rows] == [(3, 32_767)]
    assert [(problem.row, problem.code, problem.column) for problem in sheet.problems] == [(2, "cell-too-long", "姓名")]


@pytest.mark.parametrize(
    "rows",
    [
        [row_of(2, PERSON), row_of(2, PERSON)],
        [row_of(3, PERSON), row_of(2, PERSON)],
        [row_of(2, PERSON), row_of(2, PERSON).replace('<row r="2">', '<row r="3">')],
        [f'<row r="2">{inline("A2", "张三")}{inline("A2", "李四")}</row>'],
    ],
    ids=["same-row-twice", "backwards", "cells-of-another-row", "same-cell-twice"],
)
def test_rows_that_could_hide_one_another_are_damage(rows: list[str]) -> None:
    assert refusal(roster(*rows)) == ("file-damaged", {})


def bent(**changes: tuple[str, str]) -> bytes:
    members = parts(worksheet(row_of(1, HEADER), row_of(2, PERSON)))
    for name, (old, new) in changes.items():
        assert old in str(members[name])
        members[name] = str(members[name]).replace(old, new)
    return packed(members)


@pytest.mark.parametrize(
    "content",
    [
        bent(**{"xl/_rels/workbook.xml.rels": ("worksheets/sheet1.xml", "../../etc/passwd")}),
        bent(**{"xl/_rels/workbook.xml.rels": ("worksheets/sheet1.xml", "worksheets/sheet2.xml")}),
        roster('<row r="2"><c r="A2" t="s"><v>99</v></c></row>'),
        roster('<row r="2"><c r="A2" t="s"><f>1</f><v>99</v></c></row>'),
    ],
    ids=["traversal", "missing-part", "string-out-of-range", "the-same-for-the-exact-reader"],
)
def test_what_the_readers_cannot_follow_is_unreadable(content: bytes) -> None:
    assert refusal(content) == ("file-unreadable", {})


def test_prefixed_names_are_read_too() -> None:
    sheet = worksheet(row_of(1, HEADER), row_of(2, PERSON)).replace("<", "<x:").replace("<x:/", "</x:")
    sheet = sheet.replace("<x:?", "<?").replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    assert names(sheet_of(packed(parts(sheet)))) == [(2, "张三")]
