"""The sender says which column is which."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from jobs.models import Job
from units.models import UnitYear
from volunteers.models import RosterImport
from volunteers.roster.mending import in_hand, read_again


@transaction.atomic
def choose_columns(received: RosterImport, words: Mapping[str, str], *, by: User, at: datetime) -> Job:
    """Have the file read with these columns: the sender's label → the key of ours, empty for one not to be read."""
    waiting = in_hand(received, by=by, at=at)
    asked = waiting.kept("mending").get("to_name")
    if not asked:
        raise ValidationError(_("The columns of this file are known already."), code="columns-known")
    waiting.columns_said = {"words": dict(words), "headless": asked["headless"]}
    waiting.mending_sealed = b""
    keys = sorted(key for key in words.values() if key)
    record("roster-columns-named", waiting, unit=waiting.unit_code, by=by, at=at, columns=keys)
    return read_again(waiting, by=by, at=at)


@transaction.atomic
def forget_columns(unit_year: UnitYear, *, by: User, at: datetime) -> None:
    """Read the unit's next files by the usual headers alone."""
    said = RosterImport.objects.filter(unit_year__unit=unit_year.unit_id).exclude(columns_said={})
    if count := said.update(columns_said={}):
        record("roster-columns-forgotten", unit_year, unit=unit_year.unit.code, by=by, at=at, imports=count)
