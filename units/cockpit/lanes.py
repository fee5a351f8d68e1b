"""The lanes of the reviewer's page on deadline day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Lane(StrEnum):
    """Where a team stands for the reviewer; the first two wait for a decision."""

    CLEAN = "clean"
    LOOK = "look"
    RETURNED = "returned"
    NOT_FILED = "not-filed"
    APPROVED = "approved"

    @property
    def waits(self) -> bool:
        """Whether the reviewer has something to do here."""
        return self in (Lane.CLEAN, Lane.LOOK)


def lane_of(state: str, *, has_findings: bool) -> Lane:
    """The lane of a team by its state; a filed one is clean when every machine check passes."""
    if state == "filed":
        return Lane.LOOK if has_findings else Lane.CLEAN
    return {"returned": Lane.RETURNED, "approved": Lane.APPROVED}.get(state, Lane.NOT_FILED)


@dataclass(frozen=True, slots=True)
class ChangedFact:
    """A fact that is no longer what the reviewer saw."""

    field: str
    before: str
    after: str


def changed_facts(before: Mapping[str, str | bool], after: Mapping[str, str | bool]) -> list[ChangedFact]:
    """What a new filing changes of what was seen; nothing when nobody looked before."""
    if not before:
        return []
    pairs = ((field, before.get(field, ""), fact) for field, fact in after.items())
    return [ChangedFact(field, shown(old), shown(new)) for field, old, new in pairs if old != new]


def shown(fact: str | bool) -> str:
    """A fact on the page: a tick as a tick, lines as a chain."""
    return ("✓" if fact else "—") if isinstance(fact, bool) else fact.replace("\n", " → ") or "—"


@dataclass(frozen=True, slots=True)
class Clock:
    """How much time is left; nothing when it is over."""

    days: int
    hours: int
    minutes: int
    is_over: bool = False


def clock(deadline: datetime, at: datetime) -> Clock:
    """The time from now to the deadline, in whole minutes, the running one counted."""
    if at >= deadline:
        return Clock(0, 0, 0, is_over=True)
    minutes = -((at - deadline).total_seconds() // 60)
    return Clock(int(minutes // 1440), int(minutes // 60 % 24), int(minutes % 60))
