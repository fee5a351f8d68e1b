"""How far each of the five things is."""

from dataclasses import replace
from typing import Any

import pytest

from campaigns.terms import Terms
from reports.lights import Filing
from reports.rings import rings
from reports.tests.test_lights import HANDED_IN, NOBODY, READY

FULL = [("2/2", 100), ("2/2", 100), ("60.0%", 100), ("4/4", 100), ("2/2", 100)]


@pytest.mark.parametrize(
    ("changes", "confirmed", "filing", "expected"),
    [
        ({}, True, HANDED_IN, FULL),
        ({}, False, HANDED_IN, [("1/2", 50), *FULL[1:]]),
        (NOBODY, True, HANDED_IN, [("0/2", 0), FULL[1], ("—", 0), *FULL[3:]]),
        ({"team_state": "draft"}, True, HANDED_IN, [FULL[0], ("0/2", 0), *FULL[2:]]),
        ({"team_state": "returned"}, True, HANDED_IN, [FULL[0], ("0/2", 0), *FULL[2:]]),
        ({"team_state": "filed"}, True, HANDED_IN, [FULL[0], ("1/2", 50), *FULL[2:]]),
        ({"registered": 30}, True, HANDED_IN, [*FULL[:2], ("30.0%", 50), *FULL[3:]]),
        ({"registered": 90}, True, HANDED_IN, [*FULL[:2], ("90.0%", 100), *FULL[3:]]),
        ({"party_registered": 3}, True, HANDED_IN, [*FULL[:2], ("60.0%", 30), *FULL[3:]]),
        ({"party_members": 0, "party_registered": 0}, True, HANDED_IN, FULL),
        ({"projects": 1}, True, HANDED_IN, [*FULL[:3], ("1/4", 25), FULL[4]]),
        ({"projects": 9}, True, HANDED_IN, [*FULL[:3], ("9/4", 100), FULL[4]]),
        ({"projects": 0, "has_students": False}, True, HANDED_IN, [*FULL[:3], ("0", 100), FULL[4]]),
        ({}, True, Filing(), [*FULL[:4], ("0/1", 0)]),
        ({}, True, Filing("2018-0007"), [*FULL[:4], ("1/1", 100)]),
        ({}, True, Filing("2018-0007", is_changed=True), [*FULL[:4], ("0/1", 0)]),
        ({}, True, Filing("2018-0007", paper=False), [*FULL[:4], ("1/2", 50)]),
    ],
)
def test_rings(changes: dict[str, Any], confirmed: bool, filing: Filing, expected: list[tuple[str, int]]) -> None:
    assert rings(replace(READY, **changes), Terms(), filing, confirmed=confirmed) == expected


def test_a_ring_is_not_full_while_somebody_is_missing() -> None:
    """59.96 % is not 60 %, nor does it look like it."""
    figures = replace(READY, staff=500, students=2000, registered=1499)
    assert rings(figures, Terms(), HANDED_IN, confirmed=True)[2] == ("59.9%", 99)
