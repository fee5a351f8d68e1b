"""One person edited or removed by hand, and the way back."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from units.models import UnitYear
from volunteer_portal.tests.acts import entry, recorded, together
from volunteer_portal.tests.school import on_a_roster, stored_campaign, stored_contact, stored_person, stored_unit
from volunteers.editing import edit_person, remove_person
from volunteers.edits import undo_edit
from volunteers.encryption import fingerprint
from volunteers.identifiers import DocumentType, person_key
from volunteers.models import Claim, Edit, Volunteer
from volunteers.roster.known import facts_of

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
LATER = datetime(2018, 11, 12, 1, 2, 3, tzinfo=UTC)
LATE = datetime(2018, 11, 14, 16, tzinfo=UTC)
ANOTHER = on_a_roster(77)


@pytest.fixture
def unit_year(db: None) -> UnitYear:
    return stored_unit(stored_campaign(electronic_due_on=date(2018, 11, 14), paper_due_on=date(2018, 11, 20)))


@pytest.fixture
def person(unit_year: UnitYear) -> Volunteer:
    return stored_person(unit_year, on_a_roster(1, status="unregistered", volunteer_number=""))


def kept(person: Volunteer) -> dict[str, Any]:
    """Everything stored of a person but the changing seals."""
    now = Volunteer.objects.get(pk=person.pk)
    return {**facts_of(now), "fingerprint": now.fingerprint, "unit": now.unit_year_id, "version": now.version}


def edited(person: Volunteer, at: datetime = AT, by: Any = None, version: int = 1, **facts: Any) -> Edit | None:
    return edit_person(person, version=version, facts={**facts_of(person), **facts}, by=by, at=at)


def refused(act: Any) -> dict[str, list[Any]]:
    with pytest.raises(ValidationError) as refusal:
        act()
    error = refusal.value
    errors = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    return {field: [error.code for error in found] for field, found in errors.items()}


def test_edited_and_taken_back(unit_year: UnitYear, person: Volunteer) -> None:
    contact, before = stored_contact(unit_year, "contact"), kept(person)
    new: dict[str, Any] = {
        "name": "王㛃", "volunteer_number": "V41990026010000B", "status": "registered", "department": "计科2101班",
    }  # fmt: skip
    edit = edited(person, by=contact, **new)
    assert kept(person) == before | new | {"registered_on": "2018-11-09", "version": 2}
    fields = ["department", "name", "registered_on", "status", "volunteer_number"]
    assert edit is not None
    assert (edit.fields, edit.count, edit.by, edit.at) == (fields, 1, contact, AT)
    undo_edit(edit, by=contact, at=LATER)
    assert kept(person) == before | {"version": 3}
    assert recorded() == [
        entry("volunteer-edited", person, unit="cs", by=contact, at=AT, fields=fields),
        entry("edit-undone", edit, unit="cs", by=contact, at=LATER, count=1, act="changed"),
    ]


def test_another_document_is_another_fingerprint(person: Volunteer) -> None:
    before = kept(person)
    edit = edited(person, document_number=ANOTHER.document_number, phone="")
    digest = fingerprint(person_key(DocumentType.RESIDENT_ID, ANOTHER.document_number))
    changes = {"document_number": ANOTHER.document_number, "phone": "", "fingerprint": digest, "version": 2}
    assert kept(person) == before | changes
    assert edit is not None
    undo_edit(edit, by=None, at=LATER)
    assert kept(person) == before | {"version": 3}


def test_nothing_different_is_no_change(person: Volunteer) -> None:
    assert edited(person) is None
    assert (kept(person)["version"], recorded(), Edit.objects.count()) == (1, [], 0)


def test_the_day_of_verification(person: Volunteer) -> None:
    edited(person, status="pending", pending_since="2018-11-08")
    assert kept(person)["pending_since"] == "2018-11-08"
    edited(Volunteer.objects.get(pk=person.pk), version=2, status="declined", pending_since="")
    assert (kept(person)["status"], kept(person)["pending_since"]) == ("declined", "")


def test_refused(unit_year: UnitYear, person: Volunteer) -> None:
    contact, before = stored_contact(unit_year, "contact"), kept(person)
    stored_person(stored_unit(unit_year.campaign, "law", "法学院"), ANOTHER)
    taken: dict[str, Any] = {"document_number": ANOTHER.document_number}
    double: dict[str, Any] = {"volunteer_number": ANOTHER.volunteer_number, "status": "registered"}
    assert refused(lambda: edited(person, **taken)) == {"document_number": ["person-listed"]}
    assert refused(lambda: edited(person, **double)) == {"volunteer_number": ["volunteer-number-of-another"]}
    assert refused(lambda: edited(person, version=2, name="甲")) == {"": ["person-changed"]}
    future: dict[str, Any] = {"status": "pending", "pending_since": "2018-11-10"}
    assert refused(lambda: edited(person, **future)) == {"pending_since": ["day-in-future"]}
    assert refused(lambda: edited(person, LATE, contact, name="甲")) == {"": ["deadline-passed"]}
    assert refused(lambda: remove_person(person, by=contact, at=LATE)) == {"": ["deadline-passed"]}
    assert (kept(person), recorded(), Edit.objects.count()) == (before, [], 0)


def test_removed_and_brought_back(unit_year: UnitYear, person: Volunteer) -> None:
    before = kept(person)
    edit = remove_person(person, by=None, at=AT)
    assert (Volunteer.objects.count(), edit.is_undoable) == (0, True)
    undo_edit(edit, by=None, at=LATER)
    assert kept(person) == before | {"version": 2}
    assert refused(lambda: undo_edit(edit, by=None, at=LATER)) == {"": ["edit-not-undoable"]}
    assert recorded() == [
        entry("volunteer-removed", person, unit="cs", by=None, at=AT),
        entry("edit-undone", edit, unit="cs", by=None, at=LATER, count=1, act="removed"),
    ]


def test_listed_again_cannot_be_brought_back(unit_year: UnitYear, person: Volunteer) -> None:
    edit = remove_person(person, by=None, at=AT)
    again = stored_person(unit_year, on_a_roster(1))
    assert refused(lambda: undo_edit(edit, by=None, at=LATER)) == {"": ["edit-not-undoable"]}
    assert list(Volunteer.objects.values_list("pk", flat=True)) == [again.pk]


def test_changed_since_cannot_be_taken_back(person: Volunteer) -> None:
    first = edited(person, name="甲乙")
    edited(Volunteer.objects.get(pk=person.pk), version=2, remark="班长")
    assert first is not None
    assert first.is_undoable is False
    assert refused(lambda: undo_edit(first, by=None, at=LATER)) == {"": ["edit-not-undoable"]}
    assert (kept(person)["name"], kept(person)["remark"]) == ("甲乙", "班长")


def test_whom_another_unit_asks_for_stays(unit_year: UnitYear, person: Volunteer) -> None:
    asking = stored_unit(unit_year.campaign, "law", "法学院")
    Claim.objects.create(
        campaign=unit_year.campaign, unit_year=asking, holder=person, fingerprint=person.fingerprint,
        category="student", status="registered", at=timezone.now(),
    )  # fmt: skip
    assert refused(lambda: remove_person(person, by=None, at=AT)) == {"": ["person-claimed"]}
    other: dict[str, Any] = {"document_number": ANOTHER.document_number}
    assert refused(lambda: edited(person, **other)) == {"": ["person-claimed"]}


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment() -> None:
    unit_year = stored_unit(stored_campaign())
    person = stored_person(unit_year, on_a_roster(1))
    now = timezone.now()
    answers = together(*(lambda name=name: edited(person, now, name=name) for name in ("甲乙", "丙丁")))
    assert sorted(type(answer).__name__ for answer in answers) == ["Edit", "ValidationError"]
    assert kept(person)["version"] == 2
