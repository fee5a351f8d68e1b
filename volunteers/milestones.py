"""Since when somebody is being verified, and since when the portal knows their volunteer number (DOMAIN 2.2)."""

from collections.abc import Mapping
from datetime import date

from campaigns.working_days import working_days_before

VERIFICATION_DAYS = 2
REGISTERED = ("registered", "joined")
Facts = Mapping[str, str]


def with_milestones(before: Facts, after: Facts, day: date) -> dict[str, str]:
    """The facts with the days that follow from a change made on `day`: a status that begins begins then.

    Of somebody who was already registered when the portal began to ask, the day stays unknown.
    """
    facts = dict(after)
    if _begins(before, after, ("pending",)):
        facts["pending_since"] = after.get("pending_since") or day.isoformat()
    if _begins(before, after, REGISTERED):
        facts["registered_on"] = day.isoformat()
    return facts


def pending_since(facts: Facts) -> date | None:
    """The day somebody sent the registration in; it is over with the verification."""
    return day_of(facts, "pending_since") if facts.get("status") == "pending" else None


def registered_on(facts: Facts) -> date | None:
    """The day the volunteer number became known; nothing for whoever has none."""
    return day_of(facts, "registered_on") if facts.get("status") in REGISTERED else None


def overdue_until(today: date) -> date:
    """Whoever sent the registration in on this day or before should have been verified by now (1–2 working days)."""
    return working_days_before(today, VERIFICATION_DAYS + 1)


def day_of(facts: Facts, name: str) -> date | None:
    """A day among the facts."""
    text = facts.get(name)
    return date.fromisoformat(text) if text else None


def _begins(before: Facts, after: Facts, statuses: tuple[str, ...]) -> bool:
    return after.get("status") in statuses and before.get("status") not in statuses
