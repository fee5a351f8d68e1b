"""Taking a roster over: chosen parts, all or nothing, once, and never over what somebody else changed."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import AuditEntry, User
from campaigns.models import Campaign
from jobs.models import Job
from units.models import UnitYear
from volunteer_portal.tests.acts import together
from volunteer_portal.tests.school import (
    checked_roster,
    on_a_roster,
    stored_campaign,
    stored_contact,
    stored_person,
    stored_unit,
)
from volunteers import consent
from volunteers.models import RosterImport, Volunteer
from volunteers.roster.importing import apply_import, ask_reading, give_up
from volunteers.roster.known import facts_of

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
FIRST, SECOND, THIRD = (on_a_roster(serial) for serial in (1, 2, 3))
NUMBER, OTHER, FREE = "V41990026010000A", "V41990026010000B", "V41990026010000C"


@pytest.fixture
def campaign(db: None) -> Campaign:
    return stored_campaign()


@pytest.fixture
def unit_year(campaign: Campaign) -> UnitYear:
    return stored_unit(campaign)


def numbers() -> dict[str, str]:
    return dict(Volunteer.objects.order_by("name").values_list("name", "volunteer_number"))


def applied(unit_year: UnitYear, people: list[Any], **more: Any) -> RosterImport:
    return apply_import(checked_roster(unit_year.campaign, unit_year, people), by=None, at=AT, **more)


def code_of(act: Any) -> str:
    with pytest.raises(ValidationError) as refusal:
        act()
    return str(refusal.value.code)


def test_every_fact_is_kept(unit_year: UnitYear) -> None:
    person = on_a_roster(5, name="张𬭎", joined_on=None, status="joined", department="计科2101班", remark="班长")
    received = applied(unit_year, [person])
    stored = Volunteer.objects.get()
    facts = facts_of(stored)
    days = {key: facts.pop(key) for key in ("pending_since", "registered_on")}
    assert {key: value for key, value in facts.items() if value} == person.facts()
    assert days["pending_since"] == ""
    assert (stored.roster_import, stored.unit_year, stored.version) == (received, unit_year, 1)


@pytest.mark.parametrize(
    "parts, expected",
    [
        (("created", "changed"), {FIRST.name: OTHER, SECOND.name: SECOND.volunteer_number}),
        (("created",), {FIRST.name: NUMBER, SECOND.name: SECOND.volunteer_number}),
        (("changed",), {FIRST.name: OTHER}),
        (("held",), {FIRST.name: NUMBER}),
    ],
)
def test_only_the_chosen_parts(unit_year: UnitYear, parts: tuple[str, ...], expected: dict[str, str]) -> None:
    stored_person(unit_year, on_a_roster(1, volunteer_number=NUMBER))
    applied(unit_year, [on_a_roster(1, volunteer_number=OTHER), SECOND], parts=parts)
    assert numbers() == expected


def test_no_part_is_refused(unit_year: UnitYear) -> None:
    assert code_of(lambda: applied(unit_year, [FIRST], parts=())) == "nothing-chosen"


def test_numbers_go_round_in_one_file(unit_year: UnitYear) -> None:
    for serial, number in ((1, NUMBER), (2, OTHER), (3, FREE)):
        stored_person(unit_year, on_a_roster(serial, volunteer_number=number))
    moved = [on_a_roster(serial, volunteer_number=number) for serial, number in ((1, OTHER), (2, FREE), (3, NUMBER))]
    applied(unit_year, moved)
    assert numbers() == {FIRST.name: OTHER, SECOND.name: FREE, THIRD.name: NUMBER}
    assert set(Volunteer.objects.values_list("status", "version")) == {("registered", 2)}


def test_a_number_given_up_needs_both_parts(unit_year: UnitYear) -> None:
    stored_person(unit_year, on_a_roster(1, volunteer_number=NUMBER))
    people = [on_a_roster(1, volunteer_number=FREE), on_a_roster(2, volunteer_number=NUMBER)]
    assert code_of(lambda: applied(unit_year, people, parts=["created"])) == "parts-belong-together"
    applied(unit_year, people)
    assert numbers() == {FIRST.name: FREE, SECOND.name: NUMBER}


def test_the_same_file_twice_changes_nothing(unit_year: UnitYear) -> None:
    applied(unit_year, [FIRST, SECOND])
    before = list(Volunteer.objects.order_by("pk").values())
    again = applied(unit_year, [FIRST, SECOND])
    assert list(Volunteer.objects.order_by("pk").values()) == before
    assert again.report["counts"] == {
        "rows": 2, "accepted": 2, "created": 0, "updated": 0, "unchanged": 2, "held": 0, "ignored": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    "facts",
    [{"phone": "13900000000"}, {"remark": "改"}, {"volunteer_number": FREE}],
    ids=["the changed fact", "another fact", "the number"],
)
def test_what_was_changed_since_the_preview_is_not_written_over(unit_year: UnitYear, facts: dict[str, str]) -> None:
    person = stored_person(unit_year, FIRST)
    received = checked_roster(unit_year.campaign, unit_year, [on_a_roster(1, phone="13811111111"), SECOND])
    apply_import(
        checked_roster(unit_year.campaign, unit_year, [on_a_roster(1, **facts)]), by=None, at=AT, parts=["changed"]
    )
    shown = received.report["essence"]
    if facts == {"remark": "改"}:
        apply_import(received, by=None, at=AT)
        assert facts_of(Volunteer.objects.get(pk=person.pk))["remark"] == "改"
        return
    assert code_of(lambda: apply_import(received, by=None, at=AT)) == "roster-changed"
    assert Volunteer.objects.count() == 1
    received.refresh_from_db()
    assert (received.state, received.report["essence"] == shown) == ("checked", False)
    apply_import(received, by=None, at=AT)
    assert Volunteer.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_one_wins() -> None:
    unit_year = stored_unit(stored_campaign())
    received = checked_roster(unit_year.campaign, unit_year, [FIRST, SECOND])
    both = [RosterImport.objects.select_related("unit_year__unit", "campaign").get(pk=received.pk) for _ in range(2)]
    answers = together(*(lambda one=one: apply_import(one, by=None, at=AT) for one in both))
    lost = [answer for answer in answers if isinstance(answer, ValidationError)]
    assert ([str(one.code) in ("import-not-open", "roster-changed") for one in lost], len(answers)) == ([True], 2)
    assert Volunteer.objects.count() == 2
    assert AuditEntry.objects.filter(action="roster-applied").count() == 1


@pytest.fixture
def contact(unit_year: UnitYear) -> User:
    return stored_contact(unit_year, "contact")


def asked(unit_year: UnitYear, contact: User) -> Job:
    return ask_reading(b"x", "a.csv", unit_year, informed=consent.VERSION, by=contact, at=timezone.now())


def test_one_reading_at_a_time(unit_year: UnitYear, contact: User) -> None:
    first = asked(unit_year, contact)
    assert code_of(lambda: asked(unit_year, contact)) == "still-reading"
    assert asked(unit_year, stored_contact(unit_year, "colleague")).state == "queued"
    Job.objects.filter(pk=first.pk).update(state="done")
    assert asked(unit_year, contact).state == "queued"
    assert RosterImport.objects.count() == 3


def test_the_notice_is_kept(unit_year: UnitYear, contact: User) -> None:
    received = RosterImport.objects.get(pk=asked(unit_year, contact).subject)
    assert (received.informed_version, received.by, received.at.date()) == (
        consent.VERSION,
        contact,
        timezone.now().date(),
    )
    assert AuditEntry.objects.get(action="roster-received").detail["informed"] == consent.VERSION


def test_what_cannot_be_read_is_put_away(unit_year: UnitYear, contact: User) -> None:
    job = asked(unit_year, contact)
    give_up(job.subject)
    received = RosterImport.objects.get(pk=job.subject)
    assert (received.state, bytes(received.upload_sealed), bytes(received.staged_sealed)) == ("abandoned", b"", b"")
