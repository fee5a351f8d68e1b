"""One person's page: masked, edited under a lock, revealed for a reason, removed, moved, and what happened so far."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, User
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
from volunteers.encryption import phone_fingerprint
from volunteers.identifiers import mask_document, mask_phone
from volunteers.models import Volunteer
from volunteers.person_forms import PersonForm
from volunteers.roster.importing import apply_import

KNOWN = on_a_roster(1, name="张𬭎", sex="男", department="计科2101班", politics="01")
REASON = "全国系统要求核对"


@pytest.fixture
def unit_year(db: None) -> UnitYear:
    return stored_unit(stored_campaign())


@pytest.fixture
def person(unit_year: UnitYear) -> Volunteer:
    return stored_person(unit_year, KNOWN)


@pytest.fixture
def contact(unit_year: UnitYear) -> Any:
    return visitor(stored_contact(unit_year, "contact"))


@pytest.fixture
def office(db: None) -> Any:
    return visitor(stored_account("reviewer", User.Role.REVIEWER))


def at(person: Volunteer, page: str = "") -> str:
    return f"/volunteers/{person.pk}/{page and page + '/'}"


def form(person: Volunteer, **changes: Any) -> dict[str, Any]:
    """The edit form as a browser sends it."""
    shown = {**PersonForm.initial_of(person), "document_number": "", "phone": "", **changes}
    return {name: value for name, value in shown.items() if value is not None}


def now(person: Volunteer) -> Volunteer:
    return Volunteer.objects.get(pk=person.pk)


def secrets(page: str) -> list[bool]:
    return [KNOWN.document_number in page, KNOWN.phone in page]


def test_masked(contact: Client, person: Volunteer) -> None:
    for page in ("", "edit"):
        text = contact.get(at(person, page)).content.decode()
        assert secrets(text) == [False, False]
        for words in ("张𬭎", "计科2101班", mask_document(KNOWN.document_number), mask_phone(KNOWN.phone)):
            assert words in text


def test_revealed_once_for_a_reason(contact: Client, person: Volunteer) -> None:
    answer = contact.post(at(person, "reveal"), {"reason": REASON})
    assert (secrets(answer.content.decode()), "no-store" in answer["Cache-Control"]) == ([True, True], True)
    entry = AuditEntry.objects.values("action", "object_id", "reason").get()
    assert entry == {"action": "numbers-revealed", "object_id": str(person.pk), "reason": REASON}
    assert secrets(contact.get(at(person)).content.decode()) == [False, False]


def test_not_revealed_without_one(contact: Client, person: Volunteer) -> None:
    answer = contact.post(at(person, "reveal"), {"reason": "核"})
    assert said_at(answer, "reveal_form") == {"reason": ["min_length"]}
    assert secrets(answer.content.decode()) == [False, False]
    assert AuditEntry.objects.count() == 0


@pytest.mark.parametrize(
    "name", ["王㛃", "李䶮", "张𬭎", "陈𡐓", "刘𠅤", "杨𫖯", "赵𬱖", "周𬍛", "郑\U00030edd", "冯\U000313bd"]
)
def test_names_code_point_by_code_point(contact: Client, person: Volunteer, name: str) -> None:
    answer = contact.post(at(person, "edit"), form(person, name=name), follow=True)
    assert (now(person).name, f"<h1>{name}</h1>" in answer.content.decode()) == (name, True)


@pytest.mark.parametrize(
    "changes, expected",
    [
        ({"name": " 古丽•买买提 "}, {"name": "古丽·买买提"}),
        ({"name": "古丽‧买．买提"}, {"name": "古丽·买·买提"}),
        ({"department": "　软工2201班 "}, {"department": "软工2201班"}),
        ({"politics": "13", "category": "staff"}, {"politics": "13", "category": "staff"}),
        ({"status": "joined", "joined_on": "2018-11-09"}, {"status": "joined"}),
        ({"volunteer_number": "", "status": "declined"}, {"volunteer_number": "", "status": "declined"}),
        ({"status": "pending"}, {}),  # who has a number is registered
        ({"without_phone": "on"}, {"phone_sealed": b"", "phone_fingerprint": ""}),
    ],
)
def test_edited(contact: Client, person: Volunteer, changes: dict[str, Any], expected: dict[str, Any]) -> None:
    answer = contact.post(at(person, "edit"), form(person, **changes))
    assert (answer.status_code, answer["Location"]) == (302, at(person))
    stored = now(person)
    assert {name: getattr(stored, name) for name in expected} == expected
    assert stored.clear_document_number() == KNOWN.document_number


def test_numbers_typed_anew(contact: Client, person: Volunteer) -> None:
    other = on_a_roster(2)
    contact.post(at(person, "edit"), form(person, document_number=f"'{other.document_number}", phone=other.phone))
    assert (now(person).clear_document_number(), now(person).clear_phone()) == (other.document_number, other.phone)
    assert now(person).phone_fingerprint == phone_fingerprint(other.phone)


@pytest.mark.parametrize(
    "changes, expected",
    [
        ({"name": "张三1"}, {"name": ["name-character"]}),
        ({"name": ""}, {"name": ["required"]}),
        ({"document_number": KNOWN.document_number[:17] + "0"}, {"document_number": ["document-number-check-digit"]}),
        ({"document_number": "410105900101001"}, {"document_number": ["document-number-fifteen-digits"]}),
        ({"document_type": "taiwan-permit"}, {"document_number": ["document-number-taiwan-form"]}),
        ({"phone": "12345"}, {"phone": ["phone-form"]}),
        ({"volunteer_number": KNOWN.document_number}, {"volunteer_number": ["volunteer-number-is-document"]}),
        ({"volunteer_number": ""}, {"volunteer_number": ["volunteer-number-needed"]}),
        ({"school_number": "学号1"}, {"school_number": ["school-number-form"]}),
        ({"status": "joined", "joined_on": "2099-01-01"}, {"joined_on": ["joined-on-future"]}),
    ],
)
def test_refused_as_on_a_roster(
    contact: Client, person: Volunteer, changes: dict[str, Any], expected: dict[str, Any]
) -> None:
    answer = contact.post(at(person, "edit"), form(person, **changes))
    assert (said_at(answer), now(person).version) == (expected, 1)


def test_who_comes_second_sees_both(contact: Client, person: Volunteer) -> None:
    first, second = form(person, remark="班长"), form(person, remark="团支书")
    contact.post(at(person, "edit"), first)
    answer = contact.post(at(person, "edit"), second)
    page = answer.content.decode()
    assert (answer.status_code, said_at(answer)) == (409, {"__all__": ["person-changed"]})
    assert ("班长" in page, 'value="团支书"' in page, now(person).remark) == (True, True, "班长")
    again = contact.post(at(person, "edit"), second | {"version": answer.context["form"]["version"].value()})
    assert (again.status_code, now(person).remark) == (302, "团支书")


def test_declined_and_back(contact: Client, unit_year: UnitYear) -> None:
    person = stored_person(unit_year, on_a_roster(2, status="unregistered", volunteer_number=""))
    for action, status in (("declined", "declined"), ("unregistered", "unregistered"), ("pending", "pending")):
        asked = {"people": [str(person.pk)], "action": action, "page": "volunteer"}
        answer = contact.post("/units/cs/volunteers/bulk/", asked)
        assert (answer["Location"], now(person).status) == (at(person), status)
    Volunteer.objects.filter(pk=person.pk).update(pending_since=timezone.localdate() - timedelta(days=7))
    assert "verification overdue" in contact.get(at(person)).content.decode()


def test_removed_and_taken_back(contact: Client, person: Volunteer, unit_year: UnitYear) -> None:
    assert "Take 张𬭎 off the roster" in contact.get(at(person, "remove")).content.decode()
    page = contact.post(at(person, "remove"), follow=True).content.decode()
    assert (Volunteer.objects.count(), "Take it back" in page) == (0, True)
    assert contact.get(at(person)).status_code == 404
    answer = contact.post(f"/edits/{unit_year.edits.get().pk}/undo/")
    assert (answer["Location"], now(person).clear_document_number()) == (at(person), KNOWN.document_number)


def test_moved_by_the_office(contact: Client, office: Client, person: Volunteer, unit_year: UnitYear) -> None:
    law = stored_unit(unit_year.campaign, "law", "法学院")
    assert [client.get(at(person, "transfer")).status_code for client in (contact, office)] == [403, 200]
    answer = office.post(at(person, "transfer"), {"unit": law.pk, "reason": "调入法学院"}, follow=True)
    assert "张𬭎 now belongs to 法学院党委." in answer.content.decode()
    assert (now(person).unit_year, contact.get(at(person)).status_code) == (law, 404)
    neighbour, undo = visitor(stored_contact(law, "neighbour")), f"/edits/{unit_year.edits.get().pk}/undo/"
    page = neighbour.get(at(person)).content.decode()
    assert ("moved to another unit" in page, "Take it back" in page) == (True, False)
    assert [client.post(undo).status_code for client in (contact, neighbour, office)] == [404, 404, 302]
    assert now(person).unit_year == unit_year


def test_history(contact: Client, unit_year: UnitYear) -> None:
    user = User.objects.get(username="contact")
    for people in ([KNOWN], [replace(KNOWN, department="软工2201班")]):
        apply_import(checked_roster(unit_year.campaign, unit_year, people, by=user), by=user, at=timezone.now())
    person = unit_year.volunteers.get()
    contact.post(at(person, "edit"), form(person, remark="班长"))
    events = contact.get(at(person)).context["history"]
    assert [(event.edit and event.edit.fields, event.roster is not None, event.by) for event in events] == [
        (["remark"], False, user), (None, True, user), (None, True, user),
    ]  # fmt: skip


def test_queries_are_few(contact: Client, person: Volunteer, django_assert_num_queries: Any) -> None:
    contact.post(at(person, "edit"), form(person, remark="班长"), follow=True)
    with django_assert_num_queries(6):
        contact.get(at(person))
    with django_assert_num_queries(3):
        contact.get(at(person, "edit"))
