"""Working days around weekends, and the rule that counts forward agrees with the one that counts back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.working_days import working_days, working_days_before

NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONDAY = date(2018, 11, 12)
DAYS = {name: MONDAY + timedelta(days=number) for number, name in enumerate(NAMES)}
DAYS |= {f"next {name}": day + timedelta(days=7) for name, day in DAYS.items()}


@pytest.mark.parametrize(
    "first, last, count",
    [
        ("Mon", "Mon", 1),
        ("Mon", "Fri", 5),
        ("Mon", "Sun", 5),
        ("Fri", "next Mon", 2),
        ("Sat", "Sun", 0),
        ("Sat", "next Mon", 1),
        ("Tue", "Mon", 0),
        ("next Mon", "Mon", 0),
        ("Wed", "next Tue", 5),
    ],
)
def test_working_days(first: str, last: str, count: int) -> None:
    assert working_days(DAYS[first], DAYS[last]) == count


@pytest.mark.parametrize(
    "day, count, expected",
    [
        ("Thu", 3, "Mon"),
        ("Fri", 3, "Tue"),
        ("next Mon", 3, "Wed"),
        ("next Wed", 3, "Sun"),
        ("Sat", 1, "Thu"),
        ("Sun", 0, "Sun"),
    ],
)
def test_working_days_before(day: str, count: int, expected: str) -> None:
    assert working_days_before(DAYS[day], count) == DAYS[expected]


@given(st.dates(date(2018, 1, 1), date(2030, 1, 1)), st.integers(1, 30))
def test_the_latest_day_with_so_many_working_days_since(day: date, count: int) -> None:
    found = working_days_before(day, count)
    assert working_days(found + timedelta(days=1), day) == count
    assert working_days(found + timedelta(days=2), day) == count - 1
