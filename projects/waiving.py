"""The office waives the minimum of projects for a unit (DOMAIN 2.3)."""

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from units.models import UnitYear


@transaction.atomic
def waive_projects(unit_year: UnitYear, *, reason: str, by: User, at: datetime) -> UnitYear:
    """Ask no minimum of projects of a unit this year, with a reason; without one the minimum counts again."""
    unit_year.waiver_reason = reason.strip()
    unit_year.full_clean()
    unit_year.save(update_fields=["waiver_reason"])
    act = "projects-waived" if unit_year.waiver_reason else "projects-asked-again"
    record(act, unit_year, unit=unit_year.unit.code, reason=unit_year.waiver_reason, by=by, at=at)
    return unit_year
