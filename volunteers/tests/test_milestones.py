"""When a status begins and ends, and when a verification is overdue."""

from datetime import date

import pytest

from volunteers.milestones import overdue_until, pending_since, registered_on, with_milestones

DAY, EARLIER, SAID = date(2018, 11, 14), date(2018, 11, 1), date(2018, 11, 12)


@pytest.mark.parametrize(
    "before, after, expected",
    [
        ({}, {"status": "unregistered"}, (None, None)),
        ({}, {"status": "pending"}, (DAY, None)),
        ({}, {"status": "pending", "pending_since": "2018-11-12"}, (SAID, None)),
        ({}, {"status": "registered"}, (None, DAY)),
        ({}, {"status": "joined"}, (None, DAY)),
        ({"status": "pending"}, {"status": "pending", "pending_since": "2018-11-01"}, (EARLIER, None)),
        ({"status": "pending"}, {"status": "joined", "pending_since": "2018-11-01"}, (None, DAY)),
        ({"status": "pending"}, {"status": "declined", "pending_since": "2018-11-01"}, (None, None)),
        ({"status": "registered"}, {"status": "joined", "registered_on": "2018-11-01"}, (None, EARLIER)),
        ({"status": "registered"}, {"status": "joined"}, (None, None)),
        ({"status": "joined"}, {"status": "unregistered", "registered_on": "2018-11-01"}, (None, None)),
    ],
)
def test_milestones(before: dict[str, str], after: dict[str, str], expected: tuple[date | None, date | None]) -> None:
    facts = with_milestones(before, after, DAY)
    assert (pending_since(facts), registered_on(facts)) == expected


@pytest.mark.parametrize(
    "today, expected",
    [
        (date(2018, 11, 14), date(2018, 11, 11)),  # Wednesday: sent in on Sunday, two working days have gone by
        (date(2018, 11, 15), date(2018, 11, 12)),
        (date(2018, 11, 16), date(2018, 11, 13)),
        (date(2018, 11, 18), date(2018, 11, 13)),
        (date(2018, 11, 19), date(2018, 11, 14)),
    ],
)
def test_overdue_until(today: date, expected: date) -> None:
    assert overdue_until(today) == expected
