"""A roster on its way in: received, examined, taken over or set aside; each step is recorded and names nobody."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from units.models import UnitYear
from volunteer_portal.tests.acts import entry, recorded
from volunteer_portal.tests.school import on_a_roster, stored_campaign, stored_contact, stored_person, stored_unit
from volunteers.identifiers import DocumentType, sex_of
from volunteers.models import RosterImport, Volunteer
from volunteers.roster.importing import abandon_import, apply_import, check, receive
from volunteers.roster.person import Person
from volunteers.roster.words import CATEGORIES, DOCUMENTS, POLITICS

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
LATE = datetime(2018, 11, 14, 16, tzinfo=UTC)
TITLES = "姓名,证件类型,证件号码,人员类别,政治面貌,手机号码,志愿者编号"
NOTHING = dict.fromkeys(("rows", "accepted", "created", "updated", "unchanged", "held", "ignored"), 0)


def somebody(serial: int) -> Person:
    """A person as a roster can tell of one: no digits in the name, the sex as the number says."""
    sex = sex_of(DocumentType.RESIDENT_ID, on_a_roster(serial).document_number)
    return on_a_roster(serial, name=f"司马{'甲乙丙丁戊己庚'[serial - 1]}", sex=sex)


KNOWN, CHANGED, NEW, OF_LAW, THIEF, MISTYPED, ROBBED = map(somebody, range(1, 8))


@pytest.fixture
def unit_year(db: None) -> UnitYear:
    """A unit that knows two people, beside one that knows two others."""
    campaign = stored_campaign(electronic_due_on=date(2018, 11, 14), paper_due_on=date(2018, 11, 20))
    made, law = stored_unit(campaign), stored_unit(campaign, "law", "法学院", position=2)
    for unit, person in ((made, KNOWN), (made, CHANGED), (law, OF_LAW), (law, ROBBED)):
        stored_person(unit, person)
    return made


@pytest.fixture
def contact(unit_year: UnitYear) -> User:
    return stored_contact(unit_year, "contact")


def line(person: Person, **changes: str) -> str:
    """A person as a line of a csv file."""
    cells = {
        "name": person.name, "type": DOCUMENTS.label(person.document_type), "document": person.document_number,
        "category": CATEGORIES.label(person.category), "politics": POLITICS.label(person.politics),
        "phone": person.phone, "volunteer": person.volunteer_number,
    }  # fmt: skip
    return ",".join((cells | changes).values())


EVERYTHING = (
    line(KNOWN), line(CHANGED, phone="13812345678"), line(NEW), line(OF_LAW),
    line(THIEF, volunteer=ROBBED.volunteer_number), line(MISTYPED, document="110101199001010000"),
)  # fmt: skip
FOUND = {"rows": 6, "accepted": 3, "created": 1, "updated": 1, "unchanged": 1, "held": 1, "ignored": 2}


def received(unit_year: UnitYear, *lines: str, by: User | None = None, name: str = "名单.csv") -> RosterImport:
    """A roster of these lines, not yet examined."""
    return receive("\r\n".join((TITLES, *lines)).encode(), name, unit_year.campaign, unit_year, by=by, at=AT)


def examined(unit_year: UnitYear, *lines: str, by: User | None = None) -> RosterImport:
    """A roster of these lines that waits for its sender's word."""
    roster = received(unit_year, *lines, by=by)
    check(roster)
    return RosterImport.objects.select_related("unit_year__unit", "unit_year__campaign", "campaign").get(pk=roster.pk)


def code_of(act: Any) -> str:
    """Why an act is refused."""
    with pytest.raises(ValidationError) as refusal:
        act()
    return str(refusal.value.code)


def test_received_and_sealed(unit_year: UnitYear, contact: User) -> None:
    roster = received(unit_year, line(NEW), by=contact, name="C:\\rosters\\110101199001010011 <b>.csv")
    kept = RosterImport.objects.get()
    content = "\r\n".join((TITLES, line(NEW))).encode()
    assert (kept.state, kept.by, kept.at, kept.unit_year) == ("received", contact, AT, unit_year)
    assert (kept.clear_upload(), NEW.document_number.encode() in bytes(kept.upload_sealed)) == (content, False)
    assert [part for part in ("110101199001010011", "<", "\\", "rosters") if part in kept.file_name] == []
    (found,) = recorded()
    detail: dict[str, Any] = {"size": len(content), "digest": kept.digest, "informed": found["detail"]["informed"]}
    assert found == entry("roster-received", roster, unit="cs", by=contact, at=AT, **detail)


def test_a_contact_is_late(unit_year: UnitYear, contact: User) -> None:
    content = TITLES.encode()
    assert (
        code_of(lambda: receive(content, "名单.csv", unit_year.campaign, unit_year, by=contact, at=LATE))
        == "deadline-passed"
    )
    assert (RosterImport.objects.count(), recorded()) == (0, [])
    receive(content, "名单.csv", unit_year.campaign, unit_year, by=None, at=LATE)


def test_new_changed_unchanged_held_and_refused(unit_year: UnitYear) -> None:
    before = list(Volunteer.objects.values())
    roster = examined(unit_year, *EVERYTHING)
    assert (roster.state, roster.report["counts"]) == ("checked", FOUND)
    problems = [(problem["row"], problem["code"]) for problem in roster.report["problems"]]
    assert problems == [
        (5, "person-of-another-unit"),
        (6, "volunteer-number-of-another"),
        (7, "document-number-check-digit"),
    ]
    assert list(Volunteer.objects.values()) == before


def test_the_report_holds_no_number(unit_year: UnitYear) -> None:
    text = json.dumps(examined(unit_year, *EVERYTHING).report)
    people = (KNOWN, CHANGED, NEW, OF_LAW, THIEF)
    numbers = [number for person in people for number in (person.document_number, person.phone)]
    assert [number for number in (*numbers, "110101199001010000", "13812345678") if number in text] == []


def test_looking_twice_does_no_harm(unit_year: UnitYear) -> None:
    roster = examined(unit_year, *EVERYTHING)
    before = RosterImport.objects.values().get()
    check(RosterImport.objects.select_related("campaign", "unit_year__unit").get(pk=roster.pk))
    assert RosterImport.objects.values("state", "report").get() == {key: before[key] for key in ("state", "report")}


def test_taken_over(unit_year: UnitYear, contact: User) -> None:
    roster = examined(unit_year, *EVERYTHING, by=contact)
    apply_import(roster, by=contact, at=AT)
    people = {person.clear_document_number(): person for person in Volunteer.objects.select_related("unit_year__unit")}
    where = {number: (person.unit_year.unit.code, person.clear_phone()) for number, person in people.items()}
    assert where == {
        KNOWN.document_number: ("cs", KNOWN.phone),
        CHANGED.document_number: ("cs", "13812345678"),
        NEW.document_number: ("cs", NEW.phone),
        OF_LAW.document_number: ("law", OF_LAW.phone),
        ROBBED.document_number: ("law", ROBBED.phone),
    }
    kept = RosterImport.objects.get()
    assert (kept.state, kept.applied_at, bytes(kept.staged_sealed)) == ("applied", AT, b"")
    detail: dict[str, Any] = FOUND | {"claims": 1}
    assert recorded()[-1] == entry("roster-applied", roster, unit="cs", by=contact, at=AT, **detail)


def test_the_same_file_twice_changes_nothing(unit_year: UnitYear) -> None:
    apply_import(examined(unit_year, line(KNOWN), line(NEW)), by=None, at=AT)
    before = list(Volunteer.objects.order_by("pk").values())
    again = examined(unit_year, line(KNOWN), line(NEW))
    assert again.report["counts"] == NOTHING | {"rows": 2, "accepted": 2, "unchanged": 2}
    apply_import(again, by=None, at=AT)
    assert list(Volunteer.objects.order_by("pk").values()) == before


def test_once_only(unit_year: UnitYear) -> None:
    roster = examined(unit_year, line(NEW))
    stale = RosterImport.objects.select_related("unit_year__unit", "unit_year__campaign", "campaign").get(pk=roster.pk)
    apply_import(roster, by=None, at=AT)
    before = len(recorded())
    assert code_of(lambda: apply_import(roster, by=None, at=AT)) == "import-not-open"
    assert code_of(lambda: apply_import(stale, by=None, at=AT)) in ("import-not-open", "roster-changed")
    assert (Volunteer.objects.filter(name=NEW.name).count(), len(recorded())) == (1, before)


def test_changed_meanwhile(unit_year: UnitYear) -> None:
    roster = examined(unit_year, line(NEW))
    stored_person(unit_year, NEW)
    before = (list(Volunteer.objects.values()), recorded())
    assert code_of(lambda: apply_import(roster, by=None, at=AT)) == "roster-changed"
    assert (list(Volunteer.objects.values()), recorded()) == before


def test_the_deadline_passed_in_between(unit_year: UnitYear, contact: User) -> None:
    roster = examined(unit_year, line(NEW), by=contact)
    before = recorded()
    assert code_of(lambda: apply_import(roster, by=contact, at=LATE)) == "deadline-passed"
    assert (Volunteer.objects.count(), RosterImport.objects.get().state, recorded()) == (4, "checked", before)


def test_set_aside(unit_year: UnitYear, contact: User) -> None:
    roster = examined(unit_year, line(NEW), by=contact)
    abandon_import(roster, by=contact, at=AT)
    kept = RosterImport.objects.get()
    assert (kept.state, bytes(kept.staged_sealed), bytes(kept.upload_sealed)) == ("abandoned", b"", b"")
    assert recorded()[-1] == entry("roster-abandoned", roster, unit="cs", by=contact, at=AT)
    before = recorded()
    abandon_import(roster, by=contact, at=AT)
    assert (code_of(lambda: apply_import(kept, by=contact, at=AT)), recorded()) == ("import-not-open", before)
    assert Volunteer.objects.count() == 4
