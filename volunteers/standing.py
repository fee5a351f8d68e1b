"""Many people at once: who is being verified, has joined or declined, and which class or department they belong to."""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from accounts.audit import record
from accounts.models import User
from units.models import UnitYear
from volunteers.among import Among
from volunteers.editing import day_in_future
from volunteers.edits import kept_edit, locked
from volunteers.models import Edit, Volunteer

STATUS = Volunteer.Status
SETTABLE = (STATUS.PENDING, STATUS.JOINED, STATUS.DECLINED, STATUS.UNREGISTERED)


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
    facts = {
        "status": status,
        "pending_since": (day or today) if status == STATUS.PENDING else None,
        "joined_on": day if status == STATUS.JOINED else None,
    }
    told_apart_by = [*facts] if day else ["status"]  # without a day nobody's known one is taken away
    return change_all(
        unit_year,
        people,
        facts=facts,
        told_apart_by=told_apart_by,
        suits=lambda person: fits(status, person.volunteer_number),
        by=by,
        at=at,
    )


def set_department(
    unit_year: UnitYear, people: Collection[uuid.UUID], *, department: str, by: User | None, at: datetime
) -> Outcome:
    """Set the class or department of these people; nothing takes it away."""
    facts = {"department": department}
    return change_all(unit_year, people, facts=facts, told_apart_by=facts, suits=lambda person: True, by=by, at=at)


@transaction.atomic
def change_all(
    unit_year: UnitYear,
    people: Collection[uuid.UUID],
    *,
    facts: Mapping[str, Any],
    told_apart_by: Collection[str],
    suits: Callable[[Volunteer], bool],
    by: User | None,
    at: datetime,
) -> Outcome:
    """Give these facts to everybody they suit who is not so already, all at once, with the way back kept.

    Somebody is so already whose facts named in `told_apart_by` are these.
    """
    unit_year.check_open(by=by, at=at)
    told = locked(people, unit_year)
    fit = [person for person in told if suits(person)]
    touched = [person for person in fit if any(getattr(person, name) != facts[name] for name in told_apart_by)]
    counts = (len(touched), len(fit) - len(touched), len(told) - len(fit))
    if not touched:
        return Outcome(None, *counts)
    edit = kept_edit(Edit.Act.CHANGED, touched, fields=[*facts], by=by, at=at)
    Volunteer.objects.filter(Among(F("pk"), [person.pk for person in touched])).update(**facts)
    record("volunteers-changed", edit, unit=unit_year.unit.code, by=by, at=at, count=len(touched), fields=[*facts])
    return Outcome(edit, *counts)
