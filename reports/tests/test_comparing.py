"""Units beside one another: places and sums."""

from dataclasses import replace

import pytest

from campaigns.terms import Terms
from reports.comparing import ranks, sums
from reports.lights import Filing, lights
from reports.quota import Quota
from reports.tests.test_lights import READY


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ([], []),
        ([(1, None)], [None]),
        ([(3, 5)], [1]),
        ([(3, 5), (4, 5), (6, 10), (0, 5)], [2, 1, 2, 4]),
        ([(1499, 2500), (60, 100), (0, 0), (5996, 10000)], [2, 1, None, 2]),
        ([(59_999, 100_000), (6, 10)], [2, 1]),
    ],
)
def test_ranks(rates: list[tuple[int, int | None]], expected: list[int | None]) -> None:
    assert ranks(Quota(count, total, 60) for count, total in rates) == expected


def test_sums_leave_units_without_a_head_count_out_of_the_rates() -> None:
    unknown = replace(READY, staff=None, students=None, party_members=None, registered=7, joined=5, party_registered=2)
    units = [READY, replace(READY, registered=20, joined=10, party_registered=3, projects=1), unknown]
    found = sums(units, [lights(unit, Terms(), Filing()) for unit in units], Terms())
    assert (found.units, found.without_count, found.is_partial) == (3, 1, True)
    assert found.registered == Quota(80, 200, 60)
    assert found.party == Quota(13, 20, 100)
    assert found.joined == Quota(65, 200, 0)
    assert found.projects == 9
    assert found.done == {"registered": 1, "party": 1, "joined": 0, "projects": 2, "team": 3, "submission": 0}


def test_sums_of_nobody() -> None:
    found = sums([], [], Terms())
    assert (found.units, found.registered.text, found.is_partial, found.done) == (0, "—", False, {})
