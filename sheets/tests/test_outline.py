"""Tables whose columns nobody recognises: what is shown of them, and how they are read once somebody has said it."""

import datetime
from collections.abc import Sequence
from typing import Any

import pytest

from sheets.cells import Line, Odd
from sheets.headers import AS_USUAL, Choice, find_header, labelled, letter
from sheets.outline import HeaderUnclear, Outline, likely_header
from sheets.problems import Refused
from sheets.reading import read
from sheets.tests.building import COLUMNS, PERSON, csv_of, saved, workbook

DAY = datetime.date(2026, 1, 2)
CRYPTIC = ["XM", "ZJLX", "编号", "类型", "面貌", "联系", "志愿号", "学院"]
WORDS = {"XM": "name", "编号": "document_number", "类型": "category"}
LETTERS = {"A列": "name", "C列": "document_number", "D列": "category", "H列": "unit"}


def unclear(content: bytes, choice: Choice = AS_USUAL, name: str = "名单.xlsx") -> tuple[str, Outline]:
    with pytest.raises(HeaderUnclear) as refused:
        read(content, name, COLUMNS, choice)
    return refused.value.code, refused.value.outline


def book(*rows: Sequence[Any], **others: Sequence[Sequence[Any]]) -> bytes:
    return saved(workbook(名单=rows, **others))


@pytest.mark.parametrize(("index", "expected"), [(0, "A"), (25, "Z"), (26, "AA"), (63, "BL")])
def test_letters_of_columns(index: int, expected: str) -> None:
    assert letter(index) == expected


def test_no_two_labels_are_alike() -> None:
    names = ["姓名", "", "姓 名", "姓名（必填）", "B列", "41010519990101001X", ""]
    assert labelled(names) == ("姓名", "B列", "姓 名 2", "姓名（必填） 3", "B列 2", "410105*001X", "G列")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], (0, True)),
        ([(1, CRYPTIC), (2, PERSON)], (1, False)),
        ([(1, ["文学院名单"]), (3, ["填报人", "张三"]), (4, CRYPTIC), (5, PERSON)], (4, False)),
        ([(1, PERSON)], (0, True)),
        ([(1, ["文学院名单"]), (4, PERSON), (5, PERSON)], (3, True)),
        ([(2, ["甲", "乙", datetime.date(2026, 1, 2)])], (1, True)),
    ],
)
def test_the_likely_header(lines: list[Line], expected: tuple[int, bool]) -> None:
    assert likely_header(lines) == expected


def test_a_header_without_required_columns_is_shown_with_what_is_known() -> None:
    header = ["姓名", "编号", "类型", "单位", None]
    rows: list[list[Any]] = [
        ["名单"],
        header,
        ["张三", 410105199901010017, True],
        [],
        ["李四", None, datetime.date(2026, 1, 2), "长" * 200],
    ]
    samples = (
        ("张三", 4.1010519990101e17, Odd.BOOLEAN, None),
        ("李四", None, DAY, "长" * 100),
    )
    known = {"姓名": "name", "单位": "unit"}
    expected = Outline(2, False, ("姓名", "编号", "类型", "单位"), known, samples)
    assert unclear(book(*rows)) == ("columns-missing", expected)


def test_doubled_columns_can_be_told_apart() -> None:
    content = book([*(column.title for column in COLUMNS), "身份证号"], [*PERSON, "11010119640201001X"])
    code, outline = unclear(content)
    assert (code, outline.known["证件号码"], outline.known["身份证号"]) == ("columns-doubled", *["document_number"] * 2)
    sheet = read(content, "x.xlsx", COLUMNS, Choice({"身份证号": "document_number"}))
    assert (sheet.rows[0][1]["document_number"], sheet.unknown) == ("11010119640201001X", ["证件号码"])


@pytest.mark.parametrize(
    ("content", "name", "code", "headless", "labels"),
    [
        (book(CRYPTIC[:7], PERSON[:7]), "a.xlsx", "header-missing", False, tuple(CRYPTIC[:7])),
        (book(PERSON), "a.xlsx", "header-missing", True, tuple(f"{sign}列" for sign in "ABCDEFGH")),
        (
            csv_of(PERSON, delimiter="\t").encode(),
            "a.txt",
            "text-header-missing",
            True,
            tuple(f"{x}列" for x in "ABCDEFGH"),
        ),
        (csv_of(CRYPTIC[:7], PERSON[:7]).encode("gb18030"), "a.csv", "text-header-missing", False, tuple(CRYPTIC[:7])),
    ],
)
def test_a_table_without_a_known_header(
    content: bytes, name: str, code: str, headless: bool, labels: tuple[str, ...]
) -> None:
    found, outline = unclear(content, name=name)
    assert (found, outline.headless, outline.labels) == (code, headless, labels)
    assert outline.samples == (tuple(PERSON[: len(labels)]),)


@pytest.mark.parametrize("content", [book(["说明"], ["请填写"]), book(), "随便写的一句话\n".encode()])
def test_too_few_columns_cannot_be_a_roster(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read(content, "名单.csv", COLUMNS)
    assert not isinstance(refused.value, HeaderUnclear)


@pytest.mark.parametrize(
    ("content", "choice"),
    [
        (book(["文学院"], CRYPTIC, PERSON), Choice(WORDS | {"学院": "unit"})),
        (csv_of(CRYPTIC, PERSON).encode(), Choice(WORDS)),
        (csv_of(PERSON, delimiter="\t").encode(), Choice(LETTERS, headless=True)),
        (book(["文学院名单"], PERSON, 封面=[["封面"]]), Choice(LETTERS, headless=True)),
    ],
)
def test_once_said_it_is_read(content: bytes, choice: Choice) -> None:
    cells = read(content, "名单.csv", COLUMNS, choice).rows[0][1]
    wanted = ("name", "document_number", "category", "unit")
    assert [cells[key] for key in wanted] == [PERSON[place] for place in (0, 2, 3, 7)]


@pytest.mark.parametrize(
    ("header", "words", "expected"),
    [
        (["姓名", "曾用名"], {"曾用名": "name"}, {"name": "曾用名"}),
        (["姓名", "证件号码"], {"姓名": ""}, {"document_number": "证件号码"}),
        (["姓名", "证件号码"], {"别处的": "name"}, {"name": "姓名", "document_number": "证件号码"}),
        (["姓名", "", "类别"], {"B列": "phone"}, {"name": "姓名", "phone": "B列", "category": "类别"}),
        (
            ["姓名", "证 件 编 码*"],
            {"证件编码": "document_number"},
            {"name": "姓名", "document_number": "证 件 编 码*"},
        ),
    ],
)
def test_what_was_said_goes_before_what_is_generally_known(
    header: list[str], words: dict[str, str], expected: dict[str, str]
) -> None:
    found = find_header([(1, [*header, "政治面貌"])], COLUMNS, Choice(words))
    assert found is not None
    assert found.titles == expected | {"politics": "政治面貌"}
