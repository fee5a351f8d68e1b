"""When backups are due and which are kept: a table of cases."""

from datetime import datetime, timedelta

import pytest

from campaigns.deadlines import OFFICE_TIME
from volunteer_portal.backups.rota import is_due, to_keep


def here(day: int, hour: int = 12, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=OFFICE_TIME)


@pytest.mark.parametrize(
    "last, at, is_deadline_day, expected",
    [
        (None, here(3), False, True),
        (here(3, 2, 0), here(3, 23, 59), False, False),
        (here(3, 2, 0), here(4, 1, 59), False, False),
        (here(3, 2, 0), here(4, 2, 0), False, True),
        (here(3, 1, 59), here(3, 2, 1), False, True),
        (here(3, 23, 0), here(4, 2, 0), False, True),
        (here(1, 2, 0), here(4, 1, 0), False, True),
        (here(3, 12, 0), here(3, 12, 14), True, False),
        (here(3, 12, 0), here(3, 12, 15), True, True),
        (here(3, 12, 0), here(3, 12, 15), False, False),
    ],
)
def test_due(last: datetime | None, at: datetime, is_deadline_day: bool, expected: bool) -> None:
    assert is_due(last, at, is_deadline_day=is_deadline_day) is expected


def test_fourteen_days_and_three_months_are_kept() -> None:
    nightly = [here(1, 2, month=7) + timedelta(days=days) for days in range(137)]
    at = nightly[-1] + timedelta(hours=10)
    last_of_months = {here(30, 2, month=9), here(31, 2, month=10), nightly[-1]}
    assert to_keep(nightly, at) == {*nightly[-14:]} | last_of_months


def test_of_a_deadline_day_two_days_later_the_last_one_is_kept() -> None:
    quarters = [here(14, 0) + timedelta(minutes=15 * count) for count in range(96)]
    assert to_keep(quarters, quarters[-1]) == set(quarters)
    assert to_keep(quarters, quarters[-1] + timedelta(days=2)) == {quarters[-1]}
    assert to_keep([], here(14)) == set()
