"""Opening another year's campaign."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from campaigns.models import Campaign
from campaigns.opening import make_current, store
from units.models import Team, UnitYear

COPIED = (
    "unit",
    "position",
    "name",
    "short_names",
    "kind",
    "is_college",
    "has_students",
    "standard_name",
    "former_name",
    "remark",
)


@transaction.atomic
def open_year(
    campaign: Campaign, *, year: int, electronic_due_on: date, paper_due_on: date, by: User | None, at: datetime
) -> Campaign:
    """Open a later year: texts, units and their teams' facts come along; head counts, approvals and people do not.

    Contacts belong to units and simply go on. Teams start as drafts, waivers and extensions are not carried over.
    """
    if year <= campaign.year:
        raise ValidationError(
            _("The new year has to be later than %(year)s."), code="year-not-later", params={"year": campaign.year}
        )
    old_units = list(campaign.units.filter(closed_on=None).select_related("team"))
    following = Campaign.objects.get(pk=campaign.pk)
    following.pk, following.year, following.is_current = None, year, False
    following._state.adding = True
    following.electronic_due_on, following.paper_due_on = electronic_due_on, paper_due_on
    store(following)
    for old in old_units:
        new = UnitYear.objects.create(campaign=following, **{field: getattr(old, field) for field in COPIED})
        if team := getattr(old, "team", None):
            facts = {field: getattr(team, field) for field in Team.FACTS} | {
                "renamed_on": None,
                "contact_is_staff": False,
            }
            Team.objects.create(unit_year=new, **facts)
    record("year-opened", following, by=by, at=at, units=len(old_units))
    return make_current(following, by=by, at=at)
