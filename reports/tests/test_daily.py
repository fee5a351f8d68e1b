"""Every day's figures: recorded by the worker, once a unit and day, and read as curves."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from campaigns.models import Campaign
from jobs.worker import Worker
from reports.burnup import DayFigures
from reports.daily import curve_of, curves_of, days_of, record_day
from reports.models import DailyFigures
from reports.tallies import standing, standings
from units.models import UnitYear
from volunteer_portal.tests.acts import together
from volunteer_portal.tests.school import head_count, on_a_roster, stored_campaign, stored_person, stored_unit

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
DUE = {"electronic_due_on": date(2018, 11, 14), "paper_due_on": date(2018, 11, 20)}
LAST_MOMENT = datetime(2018, 11, 20, 15, 59, 59, tzinfo=UTC)


@pytest.fixture
def campaign(db: None) -> Campaign:
    """Two units: one of five people with one registered and one in the team, one that has done nothing."""
    made = stored_campaign(year=2018, **DUE)
    counted = head_count(stored_unit(made))
    stored_person(counted, on_a_roster(1))
    stored_person(counted, on_a_roster(2, status="joined"))
    stored_person(counted, on_a_roster(3, category="other"))
    stored_person(counted, on_a_roster(4, status="pending", volunteer_number=""))
    stored_unit(made, "lib", "图书馆", position=2)
    return made


def recorded() -> list[Any]:
    """What is stored."""
    facts = ("unit_year__unit__code", "day", "total", "registered", "joined")
    return list(DailyFigures.objects.order_by("day", "unit_year__position").values_list(*facts))


def test_a_unit_has_one_line_a_day_and_its_last_hour_stays(campaign: Campaign) -> None:
    nine, ten = date(2018, 11, 9), date(2018, 11, 10)
    assert record_day(AT) == 2
    assert recorded() == [("cs", nine, 5, 2, 1), ("lib", nine, None, 0, 0)]
    stored_person(campaign.units.get(unit__code="cs"), on_a_roster(5))
    assert record_day(AT + timedelta(hours=1)) == 2
    record_day(datetime(2018, 11, 9, 16, tzinfo=UTC))  # the next day in Shanghai
    assert recorded() == [
        *[("cs", nine, 5, 3, 1), ("lib", nine, None, 0, 0)],
        *[("cs", ten, 5, 3, 1), ("lib", ten, None, 0, 0)],
    ]


def test_nothing_is_recorded_once_the_paper_is_due(campaign: Campaign) -> None:
    assert (record_day(LAST_MOMENT), record_day(LAST_MOMENT + timedelta(seconds=1))) == (2, 0)


def test_neither_another_years_units_nor_closed_ones_are_recorded(campaign: Campaign) -> None:
    UnitYear.objects.filter(unit__code="lib").update(closed_on=AT.date())
    stored_unit(stored_campaign(year=2017, is_current=False, **DUE), "old", "旧学院")
    assert [line[0] for line in recorded() if record_day(AT)] == []
    record_day(AT)
    assert [line[0] for line in recorded()] == ["cs"]


def test_without_a_campaign_nothing_happens(db: None) -> None:
    assert record_day(AT) == 0


def test_the_worker_records_them(campaign: Campaign) -> None:
    assert import_string("reports.daily.record_day") is record_day
    assert "reports.daily.record_day" in settings.SWEEPS
    Worker().sweep(AT)
    assert len(recorded()) == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_record_one_line() -> None:
    campaign = stored_campaign(year=2018, **DUE)
    head_count(stored_unit(campaign))
    assert together(lambda: record_day(AT), lambda: record_day(AT)) == [1, 1]
    assert recorded() == [("cs", AT.date(), 5, 0, 0)]


def test_the_curve_ends_with_this_moment(campaign: Campaign) -> None:
    record_day(AT)
    unit_year = campaign.units.get(unit__code="cs")
    stored_person(unit_year, on_a_roster(6, category="staff"))
    later = AT + timedelta(days=1)
    found = curve_of(standing(unit_year), later)
    assert found
    assert found.days == (DayFigures(AT.date(), 5, 2, 1), DayFigures(later.date(), 5, 3, 1))
    assert (found.last_day, found.quota.gap) == (date(2018, 11, 14), 0)
    over = curve_of(standing(unit_year), LAST_MOMENT + timedelta(days=3))
    assert over
    assert over.days == (DayFigures(AT.date(), 5, 2, 1),)


def test_a_unit_with_more_time_has_a_longer_curve(campaign: Campaign) -> None:
    UnitYear.objects.filter(unit__code="cs").update(extended_until=date(2018, 11, 17), extension_reason="外出实习")
    found = curve_of(standing(campaign.units.get(unit__code="cs")), AT)
    assert found
    assert found.last_day == date(2018, 11, 17)


def test_the_school_and_each_unit(campaign: Campaign) -> None:
    record_day(AT)
    units = standings(campaign, UnitYear.objects.all())
    whole, curves = curves_of(units, campaign, AT + timedelta(days=1))
    days = [DayFigures(date(2018, 11, day), 5, 2, 1) for day in (9, 10)]
    assert whole
    assert list(whole.days) == days
    assert [list(curve.days) if curve else None for curve in curves] == [
        days,
        [DayFigures(date(2018, 11, day), None, 0, 0) for day in (9, 10)],
    ]
    assert days_of(campaign) == {
        units[0].unit_year.pk: days[:1],
        units[1].unit_year.pk: [DayFigures(date(2018, 11, 9), None, 0, 0)],
    }
