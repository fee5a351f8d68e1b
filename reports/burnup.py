"""A unit's way to the goal, day by day until the deadline: as places in a picture and as rows of figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from reports.quota import Quota

WIDTH, HEIGHT = 360, 160  # of the box, in its own units
LEFT, RIGHT, TOP, BOTTOM = 36, 352, 10, 138


class DayFigures(NamedTuple):
    """What was known at the end of a day: counts only; no total while there was no head count."""

    day: date
    total: int | None
    registered: int
    joined: int


@dataclass(frozen=True, slots=True)
class BurnUp:
    """The figures of some days, the goal in percent of the newest head count, and the deadline."""

    days: tuple[DayFigures, ...]
    percent: int
    last_day: date

    @property
    def newest(self) -> DayFigures:
        """The last recorded day."""
        return self.days[-1]

    @property
    def quota(self) -> Quota:
        """The newest figure against the head count."""
        return Quota(self.newest.registered, self.newest.total, self.percent)

    @property
    def rows(self) -> list[tuple[DayFigures, Quota]]:
        """Each day with its rate and gap, the newest first."""
        return [(each, Quota(each.registered, each.total, self.percent)) for each in reversed(self.days)]

    @property
    def first(self) -> date:
        """Where the picture begins."""
        return self.days[0].day

    @property
    def last(self) -> date:
        """Where the picture ends: at the deadline, or later when there are figures of later days."""
        return max(self.last_day, self.newest.day, self.first + timedelta(days=1))

    @property
    def top(self) -> int:
        """The largest number in the picture."""
        return max(self.quota.needed or 0, *(each.registered for each in self.days), 1)

    def x(self, day: date) -> int:
        """Where a day stands."""
        return LEFT + (day - self.first).days * (RIGHT - LEFT) // (self.last - self.first).days

    def y(self, count: int) -> int:
        """Where a number stands."""
        return BOTTOM - count * (BOTTOM - TOP) // self.top

    @property
    def registered_line(self) -> str:
        """The points of the curve of the registered."""
        return points((self.x(each.day), self.y(each.registered)) for each in self.days)

    @property
    def joined_line(self) -> str:
        """The points of the curve of those in the team."""
        return points((self.x(each.day), self.y(each.joined)) for each in self.days)

    @property
    def area(self) -> str:
        """What lies below the curve of the registered."""
        ground = f"{self.x(self.newest.day)},{BOTTOM} {LEFT},{BOTTOM}"
        return f"{self.registered_line} {ground}"

    @property
    def way(self) -> str:
        """The straight way that is left: from the newest figure to the goal at the deadline; empty when it is over."""
        if self.quota.gap and self.newest.day < self.last_day:
            return points([self.newest_point, (self.x(self.last_day), self.y(self.quota.needed or 0))])
        return ""

    @property
    def newest_point(self) -> tuple[int, int]:
        """Where the newest figure stands."""
        return self.x(self.newest.day), self.y(self.newest.registered)

    @property
    def goal_at(self) -> int | None:
        """The height of the goal; None without a head count."""
        return None if self.quota.needed is None else self.y(self.quota.needed)

    @property
    def deadline_at(self) -> int:
        """Where the last day stands; at the edge when it was over before the first figure."""
        return max(self.x(self.last_day), LEFT)

    @property
    def ticks(self) -> list[tuple[int, date]]:
        """The days named below the picture: the first, the last, and two between."""
        span = (self.last - self.first).days
        days = sorted({self.first + timedelta(days=span * part // 3) for part in range(4)})
        return [(self.x(day), day) for day in days]

    @property
    def marks(self) -> list[tuple[int, int]]:
        """The numbers beside the picture: nought, and the goal or the largest."""
        return [(self.y(count), count) for count in sorted({0, self.quota.needed or self.top})]


def points(places: Iterable[tuple[int, int]]) -> str:
    """Points as a picture wants them."""
    return " ".join(f"{left},{height}" for left, height in places)


def burn_up(days: Iterable[DayFigures], now: DayFigures | None, percent: int, last_day: date) -> BurnUp | None:
    """The curve of the recorded days, ending with the figures of this moment; None without any."""
    known = {each.day: each for each in (*days, *([now] if now else []))}
    return BurnUp(tuple(sorted(known.values())), percent, last_day) if known else None


def together(units: Sequence[Sequence[DayFigures]]) -> list[DayFigures]:
    """Several units day by day, each with its last figures until that day; without those lacking a head count."""
    days = sorted({each.day for unit in units for each in unit})
    found = []
    for day in days:
        newest = [until[-1] for unit in units if (until := [each for each in unit if each.day <= day])]
        counted = [each for each in newest if each.total]
        total = sum(each.total or 0 for each in counted) or None
        registered, joined = sum(each.registered for each in counted), sum(each.joined for each in counted)
        found.append(DayFigures(day, total, registered, joined))
    return found
