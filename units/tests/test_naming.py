"""Standard names of teams, and names that only look like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.naming import Difference, check_standard_name, comparable, compare_names, differences, same_name

STANDARD = "计算机学院志愿服务队"


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        (STANDARD, []),
        ("机关第一党支部（后勤）志愿服务队", []),
        ("", ["standard-name-missing"]),
        (" \u200b", ["standard-name-missing"]),
        ("计算机学院志愿者服务队", ["standard-name-slip"]),
        ("计算机学院", ["standard-name-ending"]),
        ("计算机学院志愿服务队伍", ["standard-name-ending"]),
        ("志愿服务队", ["standard-name-bare"]),
        ("Team A", ["standard-name-not-chinese", "standard-name-ending", "standard-name-space"]),
        ("计算机学院 志愿服务队", ["standard-name-space"]),
        ("计算机学院志愿服务队\u3000", ["standard-name-space"]),
        ("计算机学院\u200b志愿服务队", ["standard-name-invisible"]),
        ("计算机学院\u202e志愿服务队", ["standard-name-invisible"]),
        ("第１党支部志愿服务队", ["standard-name-full-width"]),
        ("计" * 45 + "志愿服务队", []),
        ("计" * 46 + "志愿服务队", ["standard-name-too-long"]),
    ],
)
def test_standard_names(name: str, codes: list[str]) -> None:
    assert [problem.code for problem in check_standard_name(name)] == codes


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (STANDARD, "standard-name-taken"),
        ("第1党支部志愿服务队", "standard-name-look-alike"),
        ("文学院志愿服务队", None),
    ],
)
def test_standard_names_beside_others(name: str, code: str | None) -> None:
    problems = check_standard_name(name, [STANDARD, "第１党支部志愿者服务队"])
    assert [problem.code for problem in problems] == ([code] if code else [])


@pytest.mark.parametrize(
    ("registered", "code", "parts"),
    [
        ("计算机学院志愿者服务队", "registered-name-look-alike", "8: ∅ → 者"),
        ("计算机学院 志愿服务队", "registered-name-look-alike", "6: ∅ → ␣"),
        ("计算机学院\u200b志愿服务队", "registered-name-look-alike", "6: ∅ → ‹U+200B›"),
        ("计算机系志愿服务队", "registered-name-differs", "4: 学院 → 系"),
        ("", "registered-name-differs", f"1: {STANDARD} → ∅"),
    ],
)
def test_a_registered_name_beside_the_standard_one(registered: str, code: str, parts: str) -> None:
    problem = compare_names(STANDARD, registered)
    assert problem is not None
    assert (problem.code, problem.params) == (code, {"standard": STANDARD, "differences": parts})


def test_the_same_name() -> None:
    assert compare_names(STANDARD, STANDARD) is None
    assert same_name(STANDARD, STANDARD)
    assert not same_name(STANDARD, STANDARD + " ")


def test_differences_show_what_cannot_be_seen() -> None:
    assert differences("文学院志愿服务队", "文 学院志愿者服务队\ufeff") == [
        Difference(2, "", "␣"),
        Difference(6, "", "者"),
        Difference(9, "", "‹U+FEFF›"),
    ]


@given(st.text(), st.text())
def test_there_are_differences_exactly_when_names_are_not_the_same(one: str, other: str) -> None:
    assert (differences(one, other) == []) == same_name(one, other)


@given(st.text(st.sampled_from("计算机 学院\u3000（(１1Ａaa\u200b")))
def test_comparable_names_stay_as_they_are(name: str) -> None:
    assert comparable(comparable(name)) == comparable(name)
