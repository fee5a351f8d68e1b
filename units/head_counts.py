"""Head counts: set by the unit, confirmed by the office, never summed from rosters (DOMAIN 2, our readings)."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from units.models import UnitYear
from units.overtaking import is_settled

NUMBERS = ("staff", "students", "party_members")
FIELDS = (*NUMBERS, "counted_on", "count_source")
MARKS = ("count_set_by", "count_set_at", "count_confirmed_by", "count_confirmed_at", "count_question")


@transaction.atomic
def set_head_count(
    unit_year: UnitYear,
    *,
    staff: int,
    students: int,
    party_members: int,
    counted_on: date,
    source: str,
    seen: str | None = None,
    by: User | None,
    at: datetime,
) -> UnitYear:
    """Store the unit's numbers of staff, students and party members; an earlier confirmation of the office ends."""
    unit_year.check_open(by=by, at=at)
    numbers: dict[str, Any] = {"staff": staff, "students": students, "party_members": party_members}
    facts = numbers | {"counted_on": counted_on, "count_source": source}
    if is_settled(UnitYear.objects.select_for_update().get(pk=unit_year.pk), facts, seen):
        return unit_year
    for name, fact in facts.items():
        setattr(unit_year, name, fact)
    unit_year.count_set_by, unit_year.count_set_at = by, at
    unit_year.count_confirmed_by = unit_year.count_confirmed_at = None
    unit_year.count_question = ""
    unit_year.full_clean()
    unit_year.save(update_fields=[*FIELDS, *MARKS])
    record("head-count-set", unit_year, unit=unit_year.unit.code, by=by, at=at, **numbers)
    return unit_year


@transaction.atomic
def confirm_head_count(unit_year: UnitYear, *, seen: str, by: User, at: datetime) -> UnitYear:
    """The office has compared the numbers it saw (`UnitYear.numbers`) with its own and agrees."""
    if unit_year.total is None:
        raise ValidationError(_("There is no head count to confirm yet."), code="head-count-missing")
    unchanged = UnitYear.objects.filter(pk=unit_year.pk, **{field: getattr(unit_year, field) for field in NUMBERS})
    marks = {"count_confirmed_by": by, "count_confirmed_at": at, "count_question": ""}
    if unit_year.numbers != seen or not unchanged.update(**marks):
        raise ValidationError(
            _("The unit changed its numbers since you opened the page. Compare them again."), code="head-count-changed"
        )
    record("head-count-confirmed", unit_year, unit=unit_year.unit.code, by=by, at=at)
    unit_year.refresh_from_db(fields=list(marks))
    return unit_year


@transaction.atomic
def ask_about_head_count(unit_year: UnitYear, *, question: str, by: User, at: datetime) -> UnitYear:
    """The office asks back instead of confirming; the contact's next numbers are the answer and clear the question."""
    if unit_year.total is None:
        raise ValidationError(_("There is no head count to ask about yet."), code="head-count-missing")
    unit_year.count_question = question.strip()
    unit_year.count_confirmed_by = unit_year.count_confirmed_at = None
    unit_year.full_clean()
    unit_year.save(update_fields=list(MARKS))
    record("head-count-questioned", unit_year, unit=unit_year.unit.code, reason=unit_year.count_question, by=by, at=at)
    return unit_year
