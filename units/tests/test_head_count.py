"""The page of the head count."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.models import Campaign
from units.models import UnitYear
from volunteer_portal.tests.acts import said_at, visitor
from volunteer_portal.tests.school import head_count, stored_account, stored_campaign, stored_contact, stored_unit

PAGE = "/units/cs/head-count/"
FILLED: dict[str, Any] = {
    "staff": "20", "students": "80", "party_members": "10", "counted_on": "2018-11-01",
    "count_source": "人事处、学生处",
}  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture
def unit_year() -> UnitYear:
    return stored_unit(stored_campaign())


@pytest.fixture
def contact(unit_year: UnitYear) -> Any:
    return visitor(stored_contact(unit_year, "contact"))


def test_at_first_today_is_offered(contact: Any) -> None:
    page = contact.get(PAGE).content.decode()
    assert (f'value="{timezone.localdate().isoformat()}"' in page, "Confirmed by" in page) == (True, False)


def test_stored(contact: Any) -> None:
    answer = contact.post(PAGE, FILLED)
    assert (answer.status_code, answer.url) == (302, "/units/cs/")
    assert UnitYear.objects.values_list("staff", "students", "party_members").get() == (20, 80, 10)
    page = contact.get("/units/cs/").content.decode()
    assert ("The head count is stored." in page, "100 people, 10 party members." in page) == (True, True)


TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()
REFUSED: dict[str, tuple[dict[str, Any], dict[str, list[str]]]] = {
    "nothing filled in": (dict.fromkeys(FILLED, ""), {field: ["required"] for field in FILLED}),
    "no number": ({"staff": "二十"}, {"staff": ["invalid"]}),
    "less than nothing": ({"students": "-1"}, {"students": ["min_value"]}),
    "tomorrow": ({"counted_on": TOMORROW}, {"counted_on": ["counted-in-future"]}),
    "no such day": ({"counted_on": "2018-02-30"}, {"counted_on": ["invalid"]}),
    "a source too long": ({"count_source": "长" * 61}, {"count_source": ["max_length"]}),
}


@pytest.mark.parametrize(("changes", "expected"), REFUSED.values(), ids=REFUSED)
def test_errors_stand_at_their_fields(contact: Any, changes: dict[str, Any], expected: dict[str, list[str]]) -> None:
    answer = contact.post(PAGE, FILLED | changes)
    assert (answer.status_code, said_at(answer)) == (200, expected)
    assert answer.content.decode().count("invalid-feedback") >= len(expected)
    assert UnitYear.objects.get().staff is None


def test_more_party_members_than_people(contact: Any) -> None:
    page = contact.post(PAGE, FILLED | {"party_members": "101"}).content.decode()
    assert "There are more party members than staff and students together." in page


def test_students_of_a_unit_without_students(contact: Any) -> None:
    UnitYear.objects.update(has_students=False)
    page = contact.post(PAGE, FILLED).content.decode()
    assert ("This unit is listed as one without students." in page, UnitYear.objects.get().staff) == (True, None)


def test_late(contact: Any) -> None:
    Campaign.objects.update(electronic_due_on=timezone.localdate() - timedelta(days=1))
    answer = contact.post(PAGE, FILLED)
    assert (answer.status_code, said_at(answer)) == (200, {"__all__": ["deadline-passed"]})
    assert "The deadline has passed. Nothing was changed." in answer.content.decode()


def test_who_confirmed(contact: Any, unit_year: UnitYear) -> None:
    head_count(unit_year)
    UnitYear.objects.update(count_confirmed_at=timezone.now(), count_confirmed_by=stored_account("chief", "reviewer"))
    assert "Confirmed by 用户chief" in contact.get(PAGE).content.decode()
