"""What is left of a password without what everybody here would try."""

import pytest

from accounts.password_words import classes, is_guessed, remainder

SCHOOL = ["试验大学", "计算机学院", "cs", "law"]


@pytest.mark.parametrize(
    ("password", "left"),
    [
        ("zhiyuan2026!!", ""),
        ("Volunteer-20181114", ""),
        ("计算机学院党委2018", ""),
        ("13812345678zhiyuan", ""),
        ("admin@cs-2019", ""),
        ("kunlun-mountain-2018", "kunlunmountain"),
        ("四月的雨 2026", "四月的雨"),
        ("Tr0ub4dor&3 lamp", "tr0ub4dor3lamp"),
        ("", ""),
    ],
)
def test_remainder(password: str, left: str) -> None:
    assert remainder(password, ("zhiyuan", "volunteer", "党委", "admin", *SCHOOL)) == left


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("zhiyuan-volunteer-2026", True),
        ("计算机学院志愿服务队", True),
        ("Password20262027", True),
        ("aaaaaaaaaaaaaaaa", True),
        ("volunteer abcde", True),
        ("volunteer abcdef", False),
        ("志愿 喝三杯茶", False),
        ("kunlun-mountain-2018", False),
    ],
)
def test_is_guessed(password: str, expected: bool) -> None:
    assert is_guessed(password, SCHOOL) is expected


@pytest.mark.parametrize(
    ("password", "expected"),
    [("", 0), ("abc", 1), ("abcD", 2), ("abcD1", 3), ("abcD1 ", 4), ("山川abc", 2), ("山川", 1)],
)
def test_classes(password: str, expected: int) -> None:
    assert classes(password) == expected
