"""The curve to the deadline: places in its picture, rows, and what several units make together."""

from datetime import date
from typing import Any

import pytest

from reports.burnup import BOTTOM, LEFT, RIGHT, TOP, BurnUp, DayFigures, burn_up, together
from reports.quota import Quota

LAST = date(2018, 11, 14)


def on(day: int, registered: int, total: int | None = 100, joined: int = 0) -> DayFigures:
    """Figures of a day of November."""
    return DayFigures(date(2018, 11, day), total, registered, joined)


def curve(*days: DayFigures, **changes: Any) -> BurnUp:
    """The curve of these days."""
    found = burn_up(days, changes.pop("now", None), changes.pop("percent", 60), changes.pop("last_day", LAST))
    assert found
    return found


def test_nothing_is_no_curve() -> None:
    assert burn_up([], None, 60, LAST) is None


def test_the_picture_reaches_from_the_first_day_to_the_deadline_and_from_nought_to_the_goal() -> None:
    found = curve(on(4, 0), on(9, 30, joined=15))
    middle = (BOTTOM + TOP) // 2
    assert found.registered_line == f"{LEFT},{BOTTOM} {(LEFT + RIGHT) // 2},{middle}"
    assert found.joined_line == f"{LEFT},{BOTTOM} {(LEFT + RIGHT) // 2},{BOTTOM - (BOTTOM - TOP) // 4}"
    assert found.area == f"{found.registered_line} {(LEFT + RIGHT) // 2},{BOTTOM} {LEFT},{BOTTOM}"
    assert (found.goal_at, found.deadline_at) == (TOP, RIGHT)
    assert found.way == f"{(LEFT + RIGHT) // 2},{middle} {RIGHT},{TOP}"
    assert found.marks == [(BOTTOM, 0), (TOP, 60)]
    assert [day.day for _place, day in found.ticks] == [4, 7, 10, 14]


def test_this_moment_replaces_what_was_recorded_today() -> None:
    found = curve(on(8, 10), on(9, 20), now=on(9, 25))
    assert [each.registered for each in found.days] == [10, 25]
    assert found.quota == Quota(25, 100, 60)
    assert found.rows == [(on(9, 25), Quota(25, 100, 60)), (on(8, 10), Quota(10, 100, 60))]


@pytest.mark.parametrize(
    ("days", "way"),
    [
        ([on(9, 60)], False),
        ([on(9, 59)], True),
        ([on(9, 59, total=None)], False),
        ([on(13, 10), on(14, 20)], False),
        ([on(14, 10), on(16, 20)], False),
    ],
)
def test_a_way_is_left_while_something_is_missing_and_there_is_time(days: list[DayFigures], way: bool) -> None:
    assert bool(curve(*days).way) is way


@pytest.mark.parametrize(
    "days",
    [
        [on(9, 0)],
        [on(9, 0, total=None)],
        [on(14, 7)],
        [on(14, 3, total=0)],
        [on(1, 500, joined=500), on(14, 90, joined=80)],
        [on(20, 5), on(29, 600)],
    ],
    ids=str,
)
def test_everything_stays_inside_the_picture(days: list[DayFigures]) -> None:
    found = curve(*days)
    lines = " ".join([found.registered_line, found.joined_line, found.area, found.way])
    places = [tuple(map(int, point.split(","))) for point in lines.split()]
    places += [(found.deadline_at, TOP), *((place, BOTTOM) for place, _day in found.ticks)]
    places += [(LEFT, height) for height, _count in found.marks]
    assert [place for place in places if not (LEFT <= place[0] <= RIGHT and TOP <= place[1] <= BOTTOM)] == []


def test_units_together() -> None:
    first = [on(7, 10), on(9, 20, joined=5)]
    second = [on(8, 5, total=None), on(9, 6, total=50, joined=1), on(9, 8, total=50, joined=2)]
    assert together([first, second, []]) == [on(7, 10), on(8, 10), on(9, 28, total=150, joined=7)]
    assert together([[on(8, 5, total=None)]]) == [on(8, 0, total=None)]
    assert together([]) == []
