"""A unit that may hand in, for the tests of versions and paper."""

from datetime import UTC, date, datetime, timedelta

from units.models import UnitYear
from volunteer_portal.tests.school import (
    head_count,
    on_a_roster,
    stored_campaign,
    stored_person,
    stored_project,
    stored_team,
    stored_unit,
)

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)
LATE = datetime(2018, 11, 14, 16, tzinfo=UTC)
PAPER_LATE = datetime(2018, 11, 20, 16, tzinfo=UTC)


def ready_unit(code: str = "cs", name: str = "计算机学院", first: int = 1) -> UnitYear:
    """A unit of five with three registered, one of them in the party: exactly 60 %, and nothing missing."""
    days = {"electronic_due_on": date(2018, 11, 14), "paper_due_on": date(2018, 11, 20)}
    campaign = UnitYear.objects.all()[0].campaign if UnitYear.objects.exists() else stored_campaign(year=2018, **days)
    unit_year = head_count(stored_unit(campaign, code, name))
    stored_person(unit_year, on_a_roster(first, category="staff", politics="01"))
    stored_person(unit_year, on_a_roster(first + 1, status="joined", joined_on=date(2018, 10, 1)))
    stored_person(unit_year, on_a_roster(first + 2))
    stored_person(unit_year, on_a_roster(first + 3, volunteer_number="", status="declined"))
    stored_team(unit_year)
    for word in "晨暖银护":
        stored_project(unit_year, f"{word}计划")
    stored_project(unit_year, "作废计划", state="void")
    return unit_year


def many_people(unit_year: UnitYear, count: int) -> None:
    """So many more registered students, so that Attachment 4 has several pages."""
    for serial in range(100, 100 + count):
        stored_person(unit_year, on_a_roster(serial))
