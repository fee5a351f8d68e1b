"""Many people at once: who is being verified, has joined or declined, and which class or department they belong to."""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from accounts.audit import record
from accounts.models import User
from units.models import UnitYear
from volunteers.editing import day_in_future
from volunteers.edits import AT_ONCE, kept_edit, locked
from volunteers.models import Edit, Volunteer

STATUS = Volunteer.Status
SETTABLE = (STATUS.PENDING, STATUS.JOINED, STATUS.DECLINED, STATUS.UNREGISTERED)

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many people were changed, how many already were so, and whom the status does not fit."""

    edit: Edit | None
    changed: int
    same: int
    unfit: int


def fits(status: str, volunteer_number: str) -> bool:
    """Whoever has joined has a volunteer number; whoever is being verified, declined or unregistered has none."""
    return bool(volunteer_number) == (status == STATUS.JOINED)


def set_status(
    unit_year: UnitYear,
    people: Collection[uuid.UUID],
    *,
    status: str,
    day: date | None,
    by: User | None,
    at: datetime,
) -> Outcome:
    """Set the status of these people; `day` is when they sent the registration in or joined the team."""
    today = localdate(at)
    if day and day > today:
        raise ValidationError({"day": day_in_future()})

    def new_facts(person: Volunteer) -> Facts | None:
        if not fits(status, person.volunteer_number):
            return None
        if status == person.status and not day:
            return {}
        pending_since = (day or today) if status == STATUS.PENDING else None
        joined_on = day if status == STATUS.JOINED else None
        return {"status": status, "pending_since": pending_since, "joined_on": joined_on}

    return change_all(unit_year, people, new_facts, by=by, at=at)


def set_department(
    unit_year: UnitYear, people: Collection[uuid.UUID], *, department: str, by: User | None, at: datetime
) -> Outcome:
    """Set the class or department of these people; nothing takes it away."""
    return change_all(unit_year, people, lambda person: {"department": department}, by=by, at=at)


@transaction.atomic
def change_all(
    unit_year: UnitYear,
    people: Collection[uuid.UUID],
    new_facts: Callable[[Volunteer], Facts | None],
    *,
    by: User | None,
    at: datetime,
) -> Outcome:
    """Change whom it fits (not None) and who is not so already, all at once, with the way back kept."""
    unit_year.check_open(by=by, at=at)
    told = [(person, new_facts(person)) for person in locked(people, unit_year)]
    fit = [(person, facts) for person, facts in told if facts is not None]
    changing = [(person, facts) for person, facts in fit if any(getattr(person, name) != facts[name] for name in facts)]
    counts = (len(changing), len(fit) - len(changing), len(told) - len(fit))
    if not changing:
        return Outcome(None, *counts)
    touched, fields = [person for person, _facts in changing], [*changing[0][1]]
    edit = kept_edit(Edit.Act.CHANGED, touched, fields=fields, by=by, at=at)
    for person, facts in changing:
        for name, value in facts.items():
            setattr(person, name, value)
    Volunteer.objects.bulk_update(touched, fields, batch_size=AT_ONCE)
    record("volunteers-changed", edit, unit=unit_year.unit.code, by=by, at=at, count=len(touched), fields=fields)
    return Outcome(edit, *counts)
