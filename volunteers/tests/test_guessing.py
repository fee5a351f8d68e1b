"""The guess on the page of columns: by headers, by values, never one column twice."""

from datetime import date

import pytest

from sheets.cells import Cell
from sheets.outline import Outline
from volunteer_portal.demo.people import document_number
from volunteers.roster.columns import columns
from volunteers.roster.guessing import guess, samples_shown, to_be_named

TODAY = date(2026, 11, 23)
NUMBERS = [document_number(serial) for serial in range(1, 4)]
PHONES: list[Cell] = ["13800000001", 13800000002, "+86 138-0000-0003"]
NAMES = ["张三", "李四", "慕容雪"]


def outline(*filled: tuple[str, list[Cell]], headless: bool = False, known: dict[str, str] | None = None) -> Outline:
    labels = tuple(label for label, _ in filled)
    return Outline(1, headless, labels, known or {}, tuple(zip(*(values for _, values in filled), strict=True)))


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (outline(("XM", [*NAMES]), ("SFZ", [*NUMBERS])), {"XM": "name", "SFZ": "document_number"}),
        (outline(("编号", [*NUMBERS]), ("序", [1, 2, 3])), {"编号": "document_number"}),
        (outline(("证件", [4.10105e17, 4.2e17, None])), {"证件": "document_number"}),
        (outline(("本人联系", PHONES), ("人", [*NAMES])), {"本人联系": "phone", "人": "name"}),
        (outline(("类", ["本科生", "本科生", "教工"]), ("学部", ["文学院"] * 3)), {"类": "category"}),
        (outline(("面", ["群众", "中共党员", "x"]), ("性", ["男", "女", "女"])), {"面": "politics", "性": "sex"}),
        (outline(("时", [date(2020, 1, 2), None, date(2021, 1, 2)])), {"时": "joined_on"}),
        (outline(("志愿者的编号", ["x", "y", "z"])), {"志愿者的编号": "volunteer_number"}),
        (outline(("姓名", [*NAMES]), ("曾用名", [*NAMES]), known={"姓名": "name"}), {"姓名": "name"}),
        (outline(("证件号码", ["坏", "坏", "坏"]), ("另", [*NUMBERS])), {"另": "document_number"}),
        (
            outline(("A列", [*NAMES]), ("B列", [*NUMBERS]), ("C列", ["学生"] * 3), headless=True),
            {"A列": "name", "B列": "document_number", "C列": "category"},
        ),
        (outline(("甲", [None, None, None])), {}),
    ],
)
def test_guess(seen: Outline, expected: dict[str, str]) -> None:
    assert guess(seen, columns(unit_given=True), TODAY) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([NUMBERS[0], NUMBERS[0], "G12345678"], ["419900********0014", "G1*****78"]),
        ([13800000001, 4.10105e17, None], ["138****0001", "4.1****+17"]),
        (["本科生", "本科生", "教工"], ["本科生", "教工"]),
        ([date(2020, 1, 2), None, True], ["20*****02", "True"]),
    ],
)
def test_samples_are_masked(values: list[Cell], expected: list[str]) -> None:
    shown = samples_shown(outline(("甲", values)), 0)
    assert len(shown) == len(expected)
    assert not [text for text in shown if sum(sign.isdigit() for sign in text) > 10]
    assert [text for text in shown if text in ("本科生", "教工")] == [
        text for text in expected if "生" in text or "工" in text
    ]


def test_blank_columns_are_not_asked_about() -> None:
    asked = to_be_named(outline(("甲", [*NAMES]), ("B列", [None] * 3)), columns(unit_given=True), TODAY)
    assert asked == {
        "header_row": 1,
        "headless": False,
        "columns": [{"label": "甲", "samples": NAMES, "guess": "name"}],
    }
