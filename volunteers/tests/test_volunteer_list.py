"""The list: filters in the address, numbers never there; searching by POST; people ticked and changed together."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from units.models import UnitYear
from volunteer_portal.tests.acts import said_at, visitor
from volunteer_portal.tests.school import (
    checked_roster,
    on_a_roster,
    stored_account,
    stored_campaign,
    stored_contact,
    stored_person,
    stored_unit,
)
from volunteers.models import Volunteer

LIST, SEARCH, BULK, UPLOAD = (f"/units/cs/volunteers/{page}" for page in ("", "search/", "bulk/", "upload/"))
NOBODY_YET: dict[str, Any] = {"status": "unregistered", "volunteer_number": ""}


@pytest.fixture
def unit_year(db: None) -> UnitYear:
    unit_year = stored_unit(stored_campaign())
    stored_person(unit_year, on_a_roster(1, name="张𬭎", politics="01", department="一班"))
    stored_person(unit_year, on_a_roster(2, name="古丽·买买提", category="staff", department="二班", **NOBODY_YET))
    stored_person(unit_year, on_a_roster(3, name="赵𬱖", **{**NOBODY_YET, "status": "pending"}))
    stored_person(unit_year, on_a_roster(4, name="周𬍛", **{**NOBODY_YET, "status": "pending"}))
    today = timezone.localdate()
    unit_year.volunteers.filter(name="赵𬱖").update(pending_since=today)
    unit_year.volunteers.filter(name="周𬍛").update(pending_since=today - timedelta(days=7))
    stored_person(stored_unit(unit_year.campaign, "law", "法学院"), on_a_roster(9, name="王㛃"))
    return unit_year


@pytest.fixture
def contact(unit_year: UnitYear) -> Any:
    return visitor(stored_contact(unit_year, "contact"))


def listed(answer: Any) -> list[str]:
    return [row.record.name for row in answer.context["table"].paginated_rows]


@pytest.mark.parametrize(
    "asked, expected",
    [
        ({}, ["古丽·买买提", "张𬭎", "赵𬱖", "周𬍛"]),
        ({"status": "pending"}, ["赵𬱖", "周𬍛"]),
        ({"status": "overdue"}, ["周𬍛"]),
        ({"category": "staff"}, ["古丽·买买提"]),
        ({"party": "members"}, ["张𬭎"]),
        ({"party": "others"}, ["古丽·买买提", "赵𬱖", "周𬍛"]),
        ({"department": "一班"}, ["张𬭎"]),
        ({"sort": "-school_number"}, ["周𬍛", "赵𬱖", "古丽·买买提", "张𬭎"]),
    ],
)
def test_filters_and_order(contact: Client, asked: dict[str, str], expected: list[str]) -> None:
    answer = contact.get(LIST, asked)
    assert listed(answer) == expected
    page = answer.content.decode()
    assert [part for person in map(on_a_roster, range(1, 5)) for part in (person.document_number, person.phone)
            if part in page] == []  # fmt: skip


def classes_offered(client: Client, where: str) -> list[str]:
    """What the filter of a list offers."""
    page = client.get(where).content.decode()
    return re.findall(r'<option value="(.+班)"', page)


def test_the_filter_offers_the_classes_of_the_unit_as_they_are(contact: Client, unit_year: UnitYear) -> None:
    office = visitor(stored_account("reviewer", User.Role.REVIEWER))
    assert (classes_offered(contact, LIST), classes_offered(contact, LIST)) == (["一班", "二班"], ["一班", "二班"])
    assert classes_offered(office, "/units/law/volunteers/") == []
    unit_year.volunteers.filter(department="二班").update(department="三班")
    assert (classes_offered(contact, LIST), classes_offered(office, LIST)) == (["一班", "三班"], ["一班", "三班"])


def test_what_was_asked_for_stays_chosen(contact: Client) -> None:
    of_the_filter = re.compile(r'<option value="(members|others)" selected')
    pages = [contact.get(LIST, asked).content.decode() for asked in ({}, {"party": "members"}, {"page": "x"}, {})]
    assert [of_the_filter.findall(page) for page in pages] == [[], ["members"], [], []]


def test_only_the_office_is_asked_whether_to_search_everywhere(contact: Client) -> None:
    office = visitor(stored_account("reviewer", User.Role.REVIEWER))
    asked = [b'name="everywhere"' in client.get(LIST).content for client in (office, contact, office)]
    assert asked == [True, False, True]


@pytest.mark.parametrize(
    "words", ["张𬭎", "𬭎", on_a_roster(1).document_number, on_a_roster(1).volunteer_number, "XH00000001"]
)
def test_search(contact: Client, words: str, caplog: Any) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = contact.post(SEARCH, {"words": words})
    page = answer.content.decode()
    assert listed(answer) == ["张𬭎"]
    assert (on_a_roster(1).document_number in page, on_a_roster(1).phone in page) == (False, False)
    requests = [record.getMessage() for record in caplog.records if record.name.startswith("django.request")]
    assert (words in answer.request["PATH_INFO"], answer.request["QUERY_STRING"], requests) == (False, "", [])


def test_search_by_address_is_no_search(contact: Client) -> None:
    assert contact.get(SEARCH, {"words": "张𬭎"}).status_code == 405


def test_nobody_found_and_nothing_typed(contact: Client) -> None:
    page = contact.post(SEARCH, {"words": "王㛃"}).content.decode()
    assert ("Nobody was found" in page, "王㛃" in page) == (True, False)
    assert said_at(contact.post(SEARCH, {"words": ""}), "search") == {"words": ["required"]}


def test_only_the_office_searches_everywhere(contact: Client) -> None:
    asked = {"words": "王㛃", "everywhere": "on"}
    office = visitor(stored_account("reviewer", User.Role.REVIEWER))
    assert listed(contact.post(SEARCH, asked)) == []
    assert (listed(office.post(SEARCH, asked)), listed(office.post(SEARCH, {"words": "王㛃"}))) == (["王㛃"], [])


def keys(*names: str) -> list[str]:
    return [str(key) for key in Volunteer.objects.filter(name__in=names).values_list("pk", flat=True)]


def standings(unit_year: UnitYear) -> dict[str, str]:
    return dict(unit_year.volunteers.values_list("name", "status"))


def test_ticked_and_taken_back(contact: Client, unit_year: UnitYear) -> None:
    before = standings(unit_year)
    day = timezone.localdate().isoformat()
    ticked = {"people": keys("张𬭎", "古丽·买买提", "王㛃"), "action": "pending", "day": day}
    page = contact.post(BULK, ticked, follow=True).content.decode()
    assert standings(unit_year) == before | {"古丽·买买提": "pending"}
    for words in ("1 person was changed.", "1 were left as they are", "1 person changed by hand", "Take it back"):
        assert words in page
    edit = unit_year.edits.get()
    page = contact.post(f"/edits/{edit.pk}/undo/", follow=True).content.decode()
    assert (standings(unit_year), "Taken back" in page, "Take it back" in page) == (before, True, False)
    assert Volunteer.objects.get(name="王㛃").status == "registered"


def test_all_the_filter_shows(contact: Client, unit_year: UnitYear) -> None:
    answer = contact.post(f"{BULK}?status=pending", {"everyone": "on", "action": "department", "department": "三班"})
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}?status=pending")
    assert dict(unit_year.volunteers.values_list("name", "department")) == {
        "张𬭎": "一班", "古丽·买买提": "二班", "赵𬱖": "三班", "周𬍛": "三班",
    }  # fmt: skip


@pytest.mark.parametrize(
    "form, expected",
    [
        ({"action": "declined"}, {"__all__": ["nobody-ticked"]}),
        (
            {"action": "declined", "people": ["410105199901010017"]},
            {"people": ["key-unreadable"], "__all__": ["nobody-ticked"]},
        ),
        ({"action": "department", "everyone": "on"}, {"department": ["department-missing"]}),
        ({"action": "registered", "everyone": "on"}, {"action": ["invalid_choice"]}),
        ({"action": "pending", "everyone": "on", "day": "2099-01-01"}, {"day": ["day-in-future"]}),
    ],
)
def test_refused_forms(contact: Client, unit_year: UnitYear, form: dict[str, Any], expected: dict[str, Any]) -> None:
    before = standings(unit_year)
    assert said_at(contact.post(BULK, form), "ticked") == expected
    assert (standings(unit_year), unit_year.edits.count()) == (before, 0)


@pytest.mark.parametrize("count", [1, 3, 60])
def test_queries_do_not_grow(contact: Client, unit_year: UnitYear, count: int, django_assert_num_queries: Any) -> None:
    Volunteer.objects.all().delete()
    for serial in range(1, count + 1):
        stored_person(unit_year, on_a_roster(serial, name="慕容复", department=f"{serial}班"))
        checked_roster(unit_year.campaign, unit_year, [])
    contact.post(BULK, {"everyone": "on", "action": "joined"}, follow=True)
    with django_assert_num_queries(10):
        contact.get(LIST)
    with django_assert_num_queries(4):
        contact.post(SEARCH, {"words": "慕容"})


def test_many_are_paged(contact: Client, unit_year: UnitYear) -> None:
    for serial in range(20, 80):
        stored_person(unit_year, on_a_roster(serial))
    first = contact.get(LIST, {"sort": "-name"})
    second = contact.get(LIST, {"sort": "-name", "page": first.context["table"].page.behind})
    back = contact.get(LIST, {"sort": "-name", "page": second.context["table"].page.before})
    assert [len(listed(page)) for page in (first, second, back)] == [50, 14, 50]
    assert (listed(back), len({*listed(first), *listed(second)})) == (listed(first), 64)
    answer = contact.post(SEARCH, {"words": "慕容"})
    assert (len(listed(answer)), answer.context["more"]) == (50, True)
