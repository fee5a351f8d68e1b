"""Whether a unit gets there in time: what every working day has to bring, and what this week brought (DOMAIN 8.1)."""

from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.findings import Finding
from campaigns.working_days import working_days
from sheets.problems import gettext_noop


@dataclass(frozen=True, slots=True)
class Pace:
    """How many are still needed in how many working days, and how many came in how many of this week's."""

    gap: int
    days_left: int
    done: int
    days_done: int

    @property
    def needed_a_day(self) -> int | None:
        """How many people each working day has to bring, rounded up; None when no working day is left."""
        return -(-self.gap // self.days_left) if self.days_left else None

    @property
    def is_enough(self) -> bool:
        """Whether going on as this week reaches the goal, compared in integers."""
        return self.done * self.days_left >= self.gap * max(self.days_done, 1)


def monday_of(today: date) -> date:
    """The first day of the week."""
    return today - timedelta(days=today.weekday())


def pace(gap: int, done: int, today: date, last_day: date) -> Pace:
    """The pace on this day; today counts as a day that is left and as one of this week's."""
    return Pace(gap, working_days(today, last_day), done, working_days(monday_of(today), today))


def pace_findings(found: Pace, today: date, last_day: date) -> list[Finding]:
    """The pace in words; nothing once the goal is reached."""
    if not found.gap:
        return []
    if today > last_day:
        message = gettext_noop("The deadline has passed; %(gap)s people are missing.")
        return [Finding("pace-too-late", message, True, {"gap": found.gap})]
    week = {"done": found.done, "days": found.days_done}
    if found.needed_a_day is None:
        message = gettext_noop("No working day is left until the deadline; %(gap)s people are missing.")
        return [Finding("pace-last-days", message, False, {"gap": found.gap})]
    needed = {"needed": found.needed_a_day, "days_left": found.days_left}
    if found.is_enough:
        message = gettext_noop(
            "Needed: %(needed)s people each working day, %(days_left)s working days are left. "
            "This week brought %(done)s in %(days)s working days: that is enough."
        )
        return [Finding("pace-enough", message, False, {**needed, **week})]
    message = gettext_noop(
        "Needed: %(needed)s people each working day, %(days_left)s working days are left. "
        "This week brought %(done)s in %(days)s working days: that is not enough yet."
    )
    return [Finding("pace-short", message, False, {**needed, **week})]
