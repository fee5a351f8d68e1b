"""Lanes, changed facts and the clock of the reviewer's page."""

from datetime import UTC, datetime, timedelta

import pytest

from units.cockpit.lanes import ChangedFact, Clock, Lane, changed_facts, clock, lane_of
from units.models import Team
from units.return_reasons import LENGTH, REASONS, reason_of

DEADLINE = datetime(2018, 11, 14, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "has_findings", "lane"),
    [
        ("filed", False, Lane.CLEAN),
        ("filed", True, Lane.LOOK),
        ("returned", True, Lane.RETURNED),
        ("approved", True, Lane.APPROVED),
        ("draft", False, Lane.NOT_FILED),
        ("", False, Lane.NOT_FILED),
    ],
)
def test_lane_of(state: str, has_findings: bool, lane: Lane) -> None:
    assert lane_of(state, has_findings=has_findings) is lane


def test_only_two_lanes_wait() -> None:
    assert [lane for lane in Lane if lane.waits] == [Lane.CLEAN, Lane.LOOK]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({}, {"liaison_code": "1"}, []),
        ({"liaison_code": "1"}, {"liaison_code": "1"}, []),
        ({"liaison_code": "1"}, {"liaison_code": ""}, [ChangedFact("liaison_code", "1", "—")]),
        ({"liaison_chain": "a\nb"}, {"liaison_chain": "a"}, [ChangedFact("liaison_chain", "a → b", "a")]),
        ({"contact_is_staff": False}, {"contact_is_staff": True}, [ChangedFact("contact_is_staff", "—", "✓")]),
        ({"a": "1"}, {"a": "1", "renamed_on": "2018-11-01"}, [ChangedFact("renamed_on", "—", "2018-11-01")]),
    ],
)  # fmt: skip
def test_changed_facts(before: dict[str, str | bool], after: dict[str, str | bool], found: list[ChangedFact]) -> None:
    assert changed_facts(before, after) == found


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (timedelta(days=2, hours=3, minutes=4), Clock(2, 3, 4)),
        (timedelta(hours=23, minutes=59, seconds=59), Clock(1, 0, 0)),
        (timedelta(minutes=59, seconds=1), Clock(0, 1, 0)),
        (timedelta(microseconds=1), Clock(0, 0, 1)),
        (timedelta(0), Clock(0, 0, 0, is_over=True)),
        (-timedelta(days=3), Clock(0, 0, 0, is_over=True)),
    ],
)
def test_clock(left: timedelta, expected: Clock) -> None:
    assert clock(DEADLINE, DEADLINE - left) == expected


def test_usual_reasons_fit_the_national_system_and_the_team() -> None:
    assert [reason for reason in REASONS if not 1 <= len(reason.text) <= LENGTH] == []
    assert {field for reason in REASONS for field in reason.fields} == set(Team.FACTS)
    assert [reason_of(reason.key) for reason in REASONS] == list(REASONS)
    assert reason_of("") is None
