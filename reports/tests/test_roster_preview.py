"""The page of a roster in each of its states."""

import re
from typing import Any

import pytest

from accounts.models import User
from units.models import UnitYear
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import (
    checked_roster,
    head_count,
    on_a_roster,
    stored_campaign,
    stored_contact,
    stored_person,
    stored_unit,
)
from volunteers.models import RosterImport, Volunteer

pytestmark = pytest.mark.django_db
KNOWN, NEW = on_a_roster(1), on_a_roster(2, politics="01")


@pytest.fixture
def unit_year() -> UnitYear:
    """A unit of two that knows one of them."""
    made = head_count(stored_unit(stored_campaign()), 0, 2, 1)
    stored_person(made, KNOWN)
    return made


@pytest.fixture
def user(unit_year: UnitYear) -> User:
    return stored_contact(unit_year, "contact")


@pytest.fixture
def contact(user: User) -> Any:
    return visitor(user)


def place(roster: RosterImport, act: str = "") -> str:
    return f"/rosters/{roster.pk}/{act}"


def test_still_being_read(contact: Any, unit_year: UnitYear) -> None:
    roster = checked_roster(unit_year.campaign, unit_year, [NEW])
    RosterImport.objects.update(state="received", report={})
    page = contact.get(place(roster)).content.decode()
    assert ("The file is still being read." in page, "/apply/" in page) == (True, False)


def test_the_effect_is_shown_before(contact: Any, unit_year: UnitYear) -> None:
    roster = checked_roster(unit_year.campaign, unit_year, [KNOWN, NEW])
    answer = contact.get(place(roster))
    effect = [(row["before"].text, row["after"].text, row["after"].gap) for row in answer.context["effect"]]
    assert effect == [("50.0%", "100.0%", 0), ("0.0%", "100.0%", 0)]
    page = answer.content.decode()
    assert (NEW.document_number in page, NEW.phone in page, "/apply/" in page) == (False, False, True)


@pytest.mark.parametrize(
    "parts, expected, ticked",
    [
        (["created", "changed"], ["2", "2"], {"created", "changed"}),
        (["created"], ["1", "1"], {"created"}),
        (["changed"], ["1", "1"], {"changed"}),
        ([], ["0", "0"], set()),
    ],
)
def test_the_effect_follows_the_ticks(
    contact: Any, unit_year: UnitYear, parts: list[str], expected: list[str], ticked: set[str]
) -> None:
    Volunteer.objects.update(status="unregistered", volunteer_number="", politics="01")
    roster = checked_roster(unit_year.campaign, unit_year, [on_a_roster(1, politics="01"), NEW])
    answer = contact.post(place(roster), {"chosen": "1", "part": parts})
    assert [str(row["after"].count) for row in answer.context["effect"]] == expected
    page = answer.content.decode()
    assert set(re.findall(r'value="(\w+)" checked', page)) == ticked
    # Another list of the page, and the same ticks.
    tab = re.findall(r'href="(\?list=changed[^"#]*)', page)[0].replace("&amp;", "&")
    assert [str(row["after"].count) for row in contact.get(place(roster) + tab).context["effect"]] == expected
    assert Volunteer.objects.registered().count() == 0


def test_taken_over(contact: Any, unit_year: UnitYear) -> None:
    roster = checked_roster(unit_year.campaign, unit_year, [KNOWN, NEW])
    answer = contact.post(place(roster, "apply/"), follow=True)
    assert (answer.resolver_match.url_name, Volunteer.objects.count()) == ("my_unit", 2)
    page = contact.get(place(roster)).content.decode()
    assert "/apply/" not in page


def test_set_aside(contact: Any, unit_year: UnitYear) -> None:
    roster = checked_roster(unit_year.campaign, unit_year, [NEW])
    page = contact.post(place(roster, "abandon/"), follow=True).content.decode()
    assert ("The file was set aside. Nothing was changed." in page, Volunteer.objects.count()) == (True, 1)
    again = contact.post(place(roster, "apply/"), follow=True).content.decode()
    assert ("This roster was already taken over or set aside." in again, Volunteer.objects.count()) == (True, 1)


def test_changed_meanwhile(contact: Any, unit_year: UnitYear) -> None:
    roster = checked_roster(unit_year.campaign, unit_year, [NEW])
    stored_person(unit_year, NEW)
    answer = contact.post(place(roster, "apply/"), follow=True)
    assert (answer.resolver_match.url_name, Volunteer.objects.count()) == ("roster_preview", 2)
    assert "Somebody changed the roster since this file was read." in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_same_queries_for_any_number_of_people(
    contact: Any, unit_year: UnitYear, django_assert_num_queries: Any, count: int
) -> None:
    roster = checked_roster(unit_year.campaign, unit_year, [on_a_roster(serial) for serial in range(10, 10 + count)])
    with django_assert_num_queries(6):
        assert contact.get(place(roster)).status_code == 200
