"""Every unit's figures of every day, recorded by the worker and read as a curve."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localdate

from campaigns.deadlines import is_open
from campaigns.models import Campaign
from reports.burnup import BurnUp, DayFigures, burn_up, together
from reports.models import DailyFigures
from reports.tallies import UnitStanding, standings
from units.models import UnitYear

FACTS = ("day", "total", "registered", "joined")
Days = dict[int, list[DayFigures]]


def now_of(found: UnitStanding, at: datetime) -> DayFigures | None:
    """A unit's figures of this moment; None once the paper is due: then the curve is finished."""
    if not is_open(found.unit_year.campaign.paper_deadline, at):
        return None
    return DayFigures(localdate(at), found.figures.total, found.figures.registered, found.figures.joined)


def record_day(at: datetime) -> int:
    """Record today's figures of the current campaign, until the paper is due.

    The worker asks for it every hour: a unit has one line a day, and the day's last hour stays.
    """
    campaign = Campaign.objects.filter(is_current=True).first()
    found = standings(campaign, UnitYear.objects.all()) if campaign else []
    lines = [
        DailyFigures(unit_year=each.unit_year, **figures._asdict()) for each in found if (figures := now_of(each, at))
    ]
    DailyFigures.objects.bulk_create(
        lines, update_conflicts=True, unique_fields=["unit_year", "day"], update_fields=FACTS[1:]
    )
    return len(lines)


def days_of(campaign: Campaign) -> Days:
    """The recorded days of every unit of the campaign, by the unit's line: one query."""
    days: Days = {}
    recorded = DailyFigures.objects.filter(unit_year__campaign=campaign, unit_year__closed_on=None)
    for unit_year, *facts in recorded.order_by("day").values_list("unit_year", *FACTS):
        days.setdefault(unit_year, []).append(DayFigures(*facts))
    return days


def curve_of(found: UnitStanding, at: datetime) -> BurnUp | None:
    """One unit's curve until its own deadline."""
    unit_year = found.unit_year
    days = [DayFigures(*facts) for facts in unit_year.daily_figures.values_list(*FACTS)]
    return burn_up(days, now_of(found, at), unit_year.campaign.quota_percent, unit_year.last_day)


def curves_of(
    lines: Sequence[UnitStanding], campaign: Campaign, at: datetime
) -> tuple[BurnUp | None, list[BurnUp | None]]:
    """The curve of these units together, and that of each."""
    recorded, percent = days_of(campaign), campaign.quota_percent
    days = [(each, recorded.get(each.unit_year.pk, []), now_of(each, at)) for each in lines]
    whole = together([[*found, now] if now else found for _each, found, now in days])
    curves = [burn_up(found, now, percent, each.unit_year.last_day) for each, found, now in days]
    return burn_up(whole, None, percent, campaign.electronic_due_on), curves
