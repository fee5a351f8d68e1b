"""The office changes a unit's line of the year: its facts in Attachment 1, its time."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from units.models import UnitYear
from units.overtaking import is_settled


@transaction.atomic
def change_line(
    unit_year: UnitYear, *, facts: Mapping[str, Any], seen: str | None = None, by: User | None, at: datetime
) -> UnitYear:
    """Mend what Attachment 1 says of a unit this year; past years keep their names."""
    stored = UnitYear.objects.select_for_update().get(pk=unit_year.pk)
    if is_settled(stored, facts, seen):
        return stored
    changed = sorted(field for field, fact in facts.items() if getattr(stored, field) != fact)
    for field in changed:
        setattr(stored, field, facts[field])
    stored.full_clean()
    stored.save(update_fields=changed)
    record("unit-changed", stored, unit=stored.unit.code, by=by, at=at, fields=changed)
    return stored


@transaction.atomic
def extend_deadline(unit_year: UnitYear, *, until: date, reason: str, by: User | None, at: datetime) -> UnitYear:
    """Let the unit work until the end of a later day, Beijing time (SECURITY C26); the last extension given counts."""
    if until <= unit_year.campaign.electronic_due_on:
        sentence = _("The day has to be later than %(day)s, when everybody's time ends.")
        params = {"day": unit_year.campaign.electronic_due_on.isoformat()}
        raise ValidationError({"until": ValidationError(sentence, code="extension-not-later", params=params)})
    unit_year.extended_until, unit_year.extension_reason = until, reason.strip()
    unit_year.full_clean()
    unit_year.save(update_fields=["extended_until", "extension_reason"])
    record(
        "deadline-extended", unit_year, unit=unit_year.unit.code, reason=unit_year.extension_reason, by=by, at=at,
        until=until.isoformat(),
    )  # fmt: skip
    return unit_year
