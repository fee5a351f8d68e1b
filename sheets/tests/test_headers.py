from collections.abc import Sequence

import pytest

from sheets.headers import Column, find_header, is_blank, normalised
from sheets.problems import Refused
from sheets.tests.building import COLUMNS, HEADER, PERSON

CONTACTS = (
    Column("unit", "所属党组织", required=True),
    Column("name", "教工联系人姓名", ("联系人姓名",), required=True),
    Column("phone", "教工联系人手机", ("手机",)),
)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("姓名", "姓名"),
        (" 姓\u3000名\u200b\n", "姓名"),
        ("*姓名＊", "姓名"),
        ("姓名：", "姓名"),
        ("证件号码（18位，必填）", "证件号码"),
        ("证件号码(必填)【文本】", "证件号码"),
        ("（姓名）", "姓名"),
        ("ID No.", "idno."),
        (12, ""),
        (None, ""),
    ],
)
def test_normalised(cell: object, expected: str) -> None:
    assert normalised(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(None, True), ("", True), (" \u3000\u200b\ufeff", True), (0, False), (0.0, False), ("0", False), (" a", False)],
)
def test_is_blank(cell: object, expected: bool) -> None:
    assert is_blank(cell) is expected


def found(
    *lines: Sequence[object], columns: Sequence[Column] = COLUMNS
) -> tuple[int, dict[str, int], list[str]] | None:
    """Row, place of each column and unknown headers, as `find_header` sees these lines (None = a blank row)."""
    header = find_header([(row, cells) for row, cells in enumerate(lines, start=1) if cells], columns)
    return (
        None if header is None else (header.row, {key: place for key, place, _ in header.places}, list(header.unknown))
    )


PLACES = {column.key: place for place, column in enumerate(COLUMNS)}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([HEADER], (1, PLACES, [])),
        ([["文学院志愿者名单"], [], ["填报单位：文学院", None, "填报人：李四"], HEADER], (4, PLACES, [])),
        ([HEADER, PERSON, HEADER], (1, PLACES, [])),
        ([HEADER, HEADER], (1, PLACES, [])),
        ([["序号", *HEADER, None, "备注"]], (1, {k: p + 1 for k, p in PLACES.items()}, ["序号", "备注"])),
        ([["x"], ["x"], ["x"], ["x"], ["x"], ["x"], ["x"], ["x"], ["x"], HEADER], (10, PLACES, [])),
        ([["x"], ["x"], ["x"], ["x"], ["x"], ["x"], ["x"], ["x"], ["x"], ["x"], HEADER], None),
        ([PERSON], None),
        ([], None),
    ],
)
def test_the_header_row_is_found(lines: list[Sequence[object]], expected: object) -> None:
    assert found(*lines) == expected


def test_a_merged_header_of_two_rows_is_read_as_one() -> None:
    upper = ["序号", "所属党组织", "教工联系人", None, None, "备注"]
    lower = [None, None, "姓名", "手机", "邮箱", None]
    places = {"unit": 1, "name": 2, "phone": 3}
    assert found(["附件3"], upper, lower, [1, "文学院", "张三"], columns=CONTACTS) == (
        3,
        places,
        ["序号", "教工联系人邮箱", "备注"],
    )


def test_a_name_under_a_group_gives_way_to_the_column_of_that_name() -> None:
    upper = ["姓名", "证件号码", "人员类别", "所在单位", "教工联系人", None]
    lower = [None, None, None, None, "姓名", "手机"]
    places = {"name": 0, "document_number": 1, "category": 2, "unit": 3, "phone": 5}
    assert found(upper, lower) == (2, places, ["教工联系人姓名"])


def test_a_merged_header_may_repeat_its_words_in_both_rows() -> None:
    upper = ["姓名", "证件号码", "人员类别", "所在单位", "联系方式", "联系方式"]
    lower = ["姓名", "证件号码", "人员类别", "所在单位", "手机", "邮箱"]
    places = {"name": 0, "document_number": 1, "category": 2, "unit": 3, "phone": 4}
    assert found(upper, lower) == (2, places, ["邮箱"])


def test_a_person_is_never_the_lower_half_of_a_header() -> None:
    upper = ["姓名", "身份证号", "类别", "学院", "联系"]
    assert found(upper, ["张三", "110101196201010008", "本科生", "文学院", "手机"]) == (
        1,
        {"name": 0, "document_number": 1, "category": 2, "unit": 3},
        ["联系"],
    )


@pytest.mark.parametrize(
    ("header", "code", "params"),
    [
        (["姓名", "人员类别", "手机"], "columns-missing", {"row": 1, "columns": "证件号码、所在单位"}),
        ([*HEADER, "身份证号"], "columns-doubled", {"row": 1, "columns": "证件号码"}),
        ([*HEADER, "联系电话"], "columns-doubled", {"row": 1, "columns": "手机号"}),
    ],
)
def test_missing_and_doubled_columns_are_named(header: list[str], code: str, params: object) -> None:
    result = find_header([(1, header)], COLUMNS)
    assert result is not None
    with pytest.raises(Refused) as refused:
        result.checked()
    assert (refused.value.code, refused.value.params) == (code, params)


def test_unknown_columns_are_noticed_and_long_numbers_in_them_masked() -> None:
    header = find_header([(2, [*HEADER, "", "110101196201010008", None, "备注"])], COLUMNS)
    assert header is not None
    assert [(notice.code, notice.row, notice.column) for notice in header.notices()] == [
        ("column-unknown", 2, "110101*0008"),
        ("column-unknown", 2, "备注"),
    ]
    assert header.titles["phone"] == "手机号"
