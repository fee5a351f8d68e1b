"""One person in two units: held, asked, settled; neither contact ever sees anything of the other's roster."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from jobs.models import Job
from jobs.running import run_waiting
from reports.contested import Contested, Counted
from reports.tallies import contested_counts
from volunteer_portal.tests.acts import entry, recorded, together, visitor
from volunteer_portal.tests.school import School, checked_roster, on_a_roster, two_units
from volunteers.claiming import ASKED_AT_MOST, decide_claim, keep_claim, release_claim, withdraw_claim
from volunteers.models import Claim, Volunteer
from volunteers.roster.importing import apply_import
from volunteers.roster.known import facts_of
from volunteers.roster.undoing import look_back, undo_import

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
WRITTEN = {"name": "令狐家", "phone": "13700000001", "department": "计科一班"}


@pytest.fixture
def school(db: None) -> School:
    school = two_units()
    for unit in (school.ours, school.theirs):
        unit.contact.email = f"{unit.code}@example.com"
        unit.contact.save()
    return school


def claimed(school: School, serial: int = 2001, at: datetime = AT, **facts: Any) -> Claim:
    """Our unit sends a roster with a person of theirs."""
    told = {**WRITTEN, "volunteer_number": "", "status": "unregistered", **facts}
    people = [on_a_roster(serial, **told)]
    roster = checked_roster(school.campaign, school.ours.unit_year, people, by=school.ours.contact)
    apply_import(roster, by=school.ours.contact, at=at)
    return Claim.objects.get(fingerprint=their_person(school, serial).fingerprint, state="open")


def their_person(school: School, serial: int = 2001) -> Volunteer:
    return Volunteer.objects.get(campaign=school.campaign, school_number=f"XH{serial:08d}")


def test_the_second_is_held_and_asked_for_once(school: School) -> None:
    before = facts_of(their_person(school))
    claim = claimed(school)
    claimed(school)
    assert (Claim.objects.count(), claim.unit_year, claim.holder) == (1, school.ours.unit_year, their_person(school))
    assert (facts_of(their_person(school)), claim.clear_facts()["name"]) == (before, "令狐家")


def test_a_whole_other_roster_is_not_asked_for(school: School) -> None:
    people = [on_a_roster(serial) for serial in range(4000, 4001 + ASKED_AT_MOST)]
    apply_import(checked_roster(school.campaign, school.theirs.unit_year, people), by=None, at=AT)
    apply_import(checked_roster(school.campaign, school.ours.unit_year, people), by=None, at=AT)
    assert Claim.objects.count() == 0


def test_released_moves_with_everything_known(school: School) -> None:
    before = facts_of(their_person(school))
    claim = claimed(school)
    release_claim(claim, by=school.theirs.contact, at=AT)
    moved = their_person(school)
    told = {**WRITTEN, "category": "student", "politics": "03"}
    assert (moved.unit_year, facts_of(moved)) == (school.ours.unit_year, before | told)
    claim.refresh_from_db()
    assert (claim.state, bytes(claim.facts_sealed), claim.settled_by) == ("released", b"", school.theirs.contact)
    expected = entry("claim-released", claim, unit="law", by=school.theirs.contact, at=AT, to="cs")
    assert recorded()[-1] == expected


def test_their_team_does_not_move_along(school: School) -> None:
    Volunteer.objects.filter(pk=their_person(school).pk).update(status="joined", joined_on="2018-11-01")
    release_claim(claimed(school), by=school.theirs.contact, at=AT)
    assert (their_person(school).status, their_person(school).joined_on) == ("registered", None)


def test_kept_goes_to_the_office(school: School) -> None:
    claim = keep_claim(claimed(school), by=school.theirs.contact, at=AT)
    assert list(Claim.objects.for_office(AT)) == [claim]
    decide_claim(claim, moves=True, by=school.accounts["reviewer"], at=AT)
    assert their_person(school).unit_year == school.ours.unit_year


@pytest.mark.parametrize("days, expected", [(0, 0), (3, 0), (4, 1)])
def test_unanswered_goes_to_the_office_after_three_days(school: School, days: int, expected: int) -> None:
    claimed(school)
    assert Claim.objects.for_office(AT + timedelta(days=days)).count() == expected


@pytest.mark.parametrize(
    "settle, state",
    [
        (lambda claim, by: withdraw_claim(claim, by=by, at=AT), "withdrawn"),
        (lambda claim, by: decide_claim(claim, moves=False, by=by, at=AT), "stays"),
    ],
)
def test_otherwise_nobody_moves(school: School, settle: Any, state: str) -> None:
    claim = claimed(school)
    settle(claim, school.accounts["reviewer"])
    claim.refresh_from_db()
    assert (claim.state, their_person(school).unit_year) == (state, school.theirs.unit_year)
    with pytest.raises(ValidationError):
        settle(claim, school.accounts["reviewer"])


def test_taking_the_import_back_withdraws(school: School) -> None:
    claim = claimed(school)
    undo_import(claim.roster_import, look_back(claim.roster_import), by=None, at=AT)  # type: ignore[arg-type]
    claim.refresh_from_db()
    assert (claim.state, bytes(claim.facts_sealed)) == ("withdrawn", b"")


def test_figures_in_between(school: School) -> None:
    claimed(school)
    claimed(school, 2002, category="staff", politics="01", volunteer_number="V4199002609999A", status="registered")
    ours, theirs = (contested_counts(unit.unit_year) for unit in (school.ours, school.theirs))
    assert ours == Contested(listed=Counted(), asked=Counted(2, 1, 1))
    assert theirs == Contested(listed=Counted(2, 2, 1), asked=Counted())


def test_no_page_and_no_mail_tells_of_the_other_roster(school: School) -> None:
    """The asking contact sees what they wrote themselves; the listing one what they have; the unit is never named."""
    claimed(school, at=timezone.now())
    run_waiting()
    own = {"contact": school.ours, "neighbour": school.theirs}
    for who, unit in own.items():
        other = school.theirs if unit is school.ours else school.ours
        strange = [other.unit_year.name, other.unit_year.standard_name, other.contact.name]
        strange += [word for person in other.people for word in (person.name, person.phone, person.volunteer_number)]
        strange += ["令狐家", "13700000001", "137****0001"] if unit is school.theirs else ["137****2001", "1378****"]
        roster = unit.unit_year.imports.first()
        names = ("unit_claims", "my_unit", "volunteer_list", "roster_history")
        pages = [reverse(name, args=[unit.code]) for name in names]
        pages += [reverse("roster_preview", args=[roster.pk]) + "?list=held"] if roster else []
        browser = visitor(school.accounts[who])
        text = "".join(browser.get(page).content.decode() for page in pages)
        mails = [f"{message.subject}{message.body}" for message in mail.outbox if unit.contact.email in message.to]
        assert len(mails) == 1
        text += "".join(mails)
        assert [word for word in strange if word in text] == []
    assert "令狐家" in visitor(school.ours.contact).get(reverse("unit_claims", args=["cs"])).content.decode()
    assert "慕容甲" in visitor(school.theirs.contact).get(reverse("unit_claims", args=["law"])).content.decode()


def test_one_mail_a_unit(school: School) -> None:
    claimed(school)
    assert Job.objects.get(kind="tell-claims").state == "queued"
    run_waiting()
    assert sorted(message.to for message in mail.outbox) == [["cs@example.com"], ["law@example.com"]]


def test_pages_answer_and_settle(school: School) -> None:
    claim = claimed(school)
    theirs, ours = visitor(school.theirs.contact), visitor(school.ours.contact)
    assert ours.post(reverse("claim_release", args=[claim.pk])).status_code == 404
    assert theirs.post(reverse("claim_withdraw", args=[claim.pk])).status_code == 404
    theirs.post(reverse("claim_keep", args=[claim.pk]))
    office = visitor(school.accounts["reviewer"])
    assert school.theirs.unit_year.name in office.get(reverse("claims")).content.decode()
    office.post(reverse("claim_decide", args=[claim.pk]), {"to": "asking"})
    claim.refresh_from_db()
    assert (claim.state, their_person(school).unit_year) == ("moved", school.ours.unit_year)


@pytest.mark.parametrize("count", [1, 3])
def test_the_same_queries_for_any_number(school: School, count: int, django_assert_num_queries: Any) -> None:
    for serial in range(2001, 2001 + count):
        claimed(school, serial)
    browser = visitor(school.theirs.contact)
    with django_assert_num_queries(6):
        browser.get(reverse("unit_claims", args=["law"]))
    office = visitor(school.accounts["reviewer"])
    with django_assert_num_queries(5):
        office.get(reverse("claims"))


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_one_wins() -> None:
    school = two_units()
    claim = claimed(school)
    claims = Claim.objects.select_related("holder__unit_year__unit", "unit_year__unit")
    pages = [claims.get(pk=claim.pk) for _ in range(2)]
    answers = together(
        lambda: release_claim(pages[0], by=school.theirs.contact, at=AT),
        lambda: decide_claim(pages[1], moves=False, by=school.accounts["reviewer"], at=AT),
    )
    assert sum(isinstance(answer, ValidationError) for answer in answers) == 1
    moved = their_person(school).unit_year == school.ours.unit_year
    assert Claim.objects.get().state == ("released" if moved else "stays")
