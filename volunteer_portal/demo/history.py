"""The figures of the past weeks, as the worker would have recorded them: told by the days people were registered on."""

from collections import Counter
from datetime import date, timedelta

from django.db.models import Count

from campaigns.models import Campaign
from reports.models import DailyFigures
from reports.tallies import QUOTA_PEOPLE
from units.models import UnitYear
from volunteers.models import Volunteer

DAYS = 28
COUNTED_AFTER = 3  # days until a unit had entered its head count
JOINING_TAKES = timedelta(days=2)


def write_history(campaign: Campaign, today: date) -> None:
    """Every unit's figures from four weeks ago until yesterday."""
    people = Volunteer.objects.for_campaign(campaign).filter(QUOTA_PEOPLE, status__in=Volunteer.REGISTERED)
    grouped = people.order_by().values_list("unit_year", "status", "registered_on").annotate(Count("pk"))
    days: dict[tuple[int, str], Counter[date]] = {}
    for unit_year, status, day, count in grouped:
        days.setdefault((unit_year, status), Counter())[day] += count
    DailyFigures.objects.bulk_create(
        DailyFigures(
            unit_year=unit_year,
            day=day,
            total=unit_year.total if number >= COUNTED_AFTER else None,
            registered=sum(until(days.get((unit_year.pk, status)), day) for status in Volunteer.REGISTERED),
            joined=until(days.get((unit_year.pk, Volunteer.Status.JOINED)), day - JOINING_TAKES),
        )
        for unit_year in UnitYear.objects.for_campaign(campaign)
        for number, day in enumerate(today - timedelta(days=back) for back in range(DAYS, 0, -1))
    )


def until(counts: Counter[date] | None, day: date) -> int:
    """How many there were at the end of a day."""
    return sum(count for each, count in (counts or {}).items() if each <= day)
