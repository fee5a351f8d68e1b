"""People move between units: the office moves them at once.

Contacts settle it among themselves as a double claim (DOMAIN 8.8): the new unit names the person, the old one releases.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from units.models import UnitYear
from volunteers.editing import changed_meanwhile
from volunteers.edits import kept_edit, locked, refuse_claimed
from volunteers.models import Edit, Volunteer


@transaction.atomic
def transfer(person: Volunteer, unit_year: UnitYear, *, reason: str, by: User | None, at: datetime) -> Edit:
    """Move a person to another unit of the year; membership of the old team and the class there end with it."""
    old = person.unit_year
    for each in (old, unit_year):
        each.check_open(by=by, at=at)
    if unit_year.pk == old.pk or unit_year.campaign_id != old.campaign_id:
        raise ValidationError({"unit": ValidationError(_("Choose another unit of this year."), code="same-unit")})
    now = next(iter(locked([person.pk], old)), None)
    if now is None or now.version != person.version:
        raise changed_meanwhile()
    refuse_claimed([now])
    status = Volunteer.Status.REGISTERED.value if now.volunteer_number else now.status
    facts = {"unit_year": unit_year, "status": status, "joined_on": None, "department": ""}
    edit = kept_edit(Edit.Act.MOVED, [now], fields=facts, by=by, at=at)
    now.change(**facts)
    detail = {"to": unit_year.unit.code}
    record("volunteer-moved", now, unit=old.unit.code, reason=reason, by=by, at=at, **detail)
    return edit
