"""Attachment 3's counts are the rows of Attachment 4, whoever is in the school (DOMAIN 3)."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from campaigns.models import Campaign
from reports.attachment4 import Person
from reports.listings import person_lines, team_line
from reports.tallies import standing, standings
from units.models import UnitYear
from volunteer_portal.tests.school import on_a_roster, stored_campaign, stored_person, stored_unit
from volunteers.models import Volunteer
from volunteers.roster.words import CATEGORIES, POLITICS, STATUSES

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
UNITS = {"cs": "计算机学院", "law": "法学院", "lib": "图书馆"}
QUOTA = [CATEGORIES.label(category) for category in ("staff", "student")]
PARTY = [POLITICS.label(politics) for politics in ("01", "02")]
Facts = tuple[str, str, str, str]

people = st.lists(
    st.tuples(
        st.sampled_from(list(UNITS)),
        st.sampled_from(["staff", "student", "other"]),
        st.sampled_from(["", "01", "02", "03", "13", "20"]),
        st.sampled_from(["unregistered", "pending", "registered", "joined", "declined"]),
    ),
    max_size=25,
)
EVERYONE: list[Facts] = [
    ("cs", category, politics, status)
    for category in ("staff", "student", "other")
    for politics in ("", "01", "02", "03")
    for status in ("unregistered", "pending", "registered", "joined", "declined")
]


@pytest.fixture
def campaign(db: None) -> Campaign:
    made = stored_campaign()
    for position, (code, name) in enumerate(UNITS.items(), 1):
        stored_unit(made, code, name, position=position)
    return made


def rows(unit_year: UnitYear | None, campaign: Campaign) -> Iterator[Person]:
    """Attachment 4 of a unit, or of the school."""
    everyone = Volunteer.objects.for_campaign(campaign)
    return person_lines(everyone.filter(unit_year=unit_year) if unit_year else everyone, clear=False)


def counted(found: list[Person]) -> dict[str, int]:
    """Attachment 3's four counts of people, read off the rows of Attachment 4."""
    in_quota = [person for person in found if person.category in QUOTA]
    return {
        "registered": len(in_quota),
        "joined": sum(person.status == STATUSES.label("joined") for person in in_quota),
        "party_registered": sum(person.politics in PARTY for person in in_quota),
    }


@example(EVERYONE)
@given(people)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counts_of_attachment_3_are_rows_of_attachment_4(campaign: Campaign, everyone: list[Facts]) -> None:
    Volunteer.objects.all().delete()
    units = {unit_year.unit.code: unit_year for unit_year in campaign.units.select_related("unit")}
    for serial, (code, category, politics, status) in enumerate(everyone, 1):
        number = {} if status in Volunteer.REGISTERED else {"volunteer_number": ""}
        stored_person(units[code], on_a_roster(serial, category=category, politics=politics, status=status, **number))

    keys = ("registered", "joined", "party_registered")
    lines = {found.unit_year.pk: team_line(found)._asdict() for found in standings(campaign, UnitYear.objects.all())}
    for unit_year in units.values():
        expected = counted(list(rows(unit_year, campaign)))
        assert {key: lines[unit_year.pk][key] for key in keys} == expected
        alone = team_line(standing(unit_year))._asdict()
        assert {key: alone[key] for key in keys} == expected
    sums = {key: sum(line[key] for line in lines.values()) for key in keys}
    assert sums == counted(list(rows(None, campaign)))
