"""Taking over and back as a job: the click counts, it is done once, and a refusal is told where one comes back to."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from campaigns.models import Campaign
from jobs.models import Job
from jobs.running import ATTEMPTS, begin, fail, run_waiting
from reports.roster_undoing import ask_undoing
from reports.submissions import submit
from units.models import UnitYear
from volunteer_portal.tests.acts import entry, recorded, visitor
from volunteer_portal.tests.school import (
    checked_roster,
    on_a_roster,
    stored_campaign,
    stored_contact,
    stored_unit,
    two_units,
)
from volunteers.models import RosterImport, Volunteer
from volunteers.roster.asking import ask_applying
from volunteers.roster.handing_back import ROWS_AT_ONCE
from volunteers.roster.importing import abandon_import, apply_import
from volunteers.tests.rosters import again

FIRST, SECOND = on_a_roster(1), on_a_roster(2)


@pytest.fixture
def campaign(db: None) -> Campaign:
    return stored_campaign()


@pytest.fixture
def unit_year(campaign: Campaign) -> UnitYear:
    return stored_unit(campaign)


@pytest.fixture
def contact(unit_year: UnitYear) -> User:
    return stored_contact(unit_year, "contact")


@pytest.fixture
def received(unit_year: UnitYear) -> RosterImport:
    return checked_roster(unit_year.campaign, unit_year, [FIRST, SECOND])


def asked(received: RosterImport, contact: User, *parts: str) -> Job:
    return ask_applying(again(received), parts=parts or ["created"], by=contact, at=timezone.now())


def code_of(act: Any) -> str:
    with pytest.raises(ValidationError) as refusal:
        act()
    return str(refusal.value.code)


def test_done_as_asked_and_once(received: RosterImport, contact: User) -> None:
    job = asked(received, contact)
    assert (again(received).state, Volunteer.objects.count()) == ("applying", 0)
    assert run_waiting() == 1
    Job.objects.update(state="queued")
    assert run_waiting() == 1
    done = again(received)
    assert (done.state, Volunteer.objects.count(), done.report["applied"]) == (
        "applied",
        2,
        {"created": 2, "updated": 0, "claims": 0},
    )
    counts = {**done.report["counts"], **done.report["applied"]}
    assert recorded() == [entry("roster-applied", done, unit="cs", by=contact, at=job.asked_at, **counts)]
    assert done.applied_at
    assert done.applied_at > job.asked_at


def test_the_click_counts_not_the_turn(received: RosterImport, contact: User, campaign: Campaign) -> None:
    with time_machine.travel(campaign.deadline - timedelta(seconds=1), tick=False):
        asked(received, contact)
    with time_machine.travel(campaign.deadline + timedelta(hours=1), tick=False):
        run_waiting()
        assert again(received).state == "applied"
        late = checked_roster(campaign, received.unit_year, [on_a_roster(3)])
        assert code_of(lambda: asked(late, contact)) == "deadline-passed"
    assert (again(late).state, Job.objects.unfinished().count()) == ("checked", 0)


def test_meanwhile_nothing_else_is_done_with_it(received: RosterImport, contact: User) -> None:
    asked(received, contact)
    assert code_of(lambda: asked(received, contact)) == "import-not-open"
    assert code_of(lambda: abandon_import(again(received), by=contact, at=timezone.now())) == "import-not-open"
    assert (again(received).state, Job.objects.count()) == ("applying", 1)


def test_what_somebody_changed_meanwhile_is_told_on_the_page(
    received: RosterImport, contact: User, unit_year: UnitYear
) -> None:
    asked(received, contact)
    apply_import(checked_roster(unit_year.campaign, unit_year, [FIRST]), by=None, at=timezone.now())
    run_waiting()
    told = again(received)
    assert (told.state, told.report["not_done"]["code"], Volunteer.objects.count()) == ("checked", "roster-changed", 1)
    page = visitor(contact).get(f"/rosters/{received.pk}/").content.decode()
    assert "Somebody changed the roster since this file was read." in page
    client = visitor(contact)
    client.cookies["django_language"] = "zh-hans"
    assert "Somebody changed" not in client.get(f"/rosters/{received.pk}/").content.decode()
    asked(received, contact)
    run_waiting()
    assert (again(received).state, Volunteer.objects.count()) == ("applied", 2)
    assert "Somebody changed" not in visitor(contact).get(f"/rosters/{received.pk}/").content.decode()


def test_what_cannot_be_done_waits_for_its_sender_again(received: RosterImport, contact: User) -> None:
    job = asked(received, contact)
    job.attempts = ATTEMPTS
    begin(job, timezone.now())
    fail(job)
    assert again(received).state == "checked"
    assert "because of a fault of ours" in visitor(contact).get(f"/rosters/{received.pk}/").content.decode()


def long(received: RosterImport) -> RosterImport:
    """As if it had so many rows that the worker does it."""
    report = received.report
    RosterImport.objects.filter(pk=received.pk).update(
        report=report | {"counts": report["counts"] | {"rows": ROWS_AT_ONCE + 1}}
    )
    return again(received)


def test_a_long_roster_by_the_pages(received: RosterImport, contact: User) -> None:
    client, place = visitor(contact), f"/rosters/{long(received).pk}/"
    for act, state, said in (("apply/", "applied", "Taken over: 2 new"), ("undo/", "undone", "Taken back: 2 removed")):
        at_work = client.post(place + act, follow=True)
        assert at_work.resolver_match.url_name == "job"
        # One leaves, comes back, and is led to the same job; a second click asks for nothing more.
        assert client.get(place, follow=True).context["job"] == at_work.context["job"]
        assert client.post(place + act, follow=True).context["job"] == at_work.context["job"]
        assert run_waiting() == 1
        result = client.get(at_work.request["PATH_INFO"], follow=True)
        assert (result.resolver_match.url_name, again(received).state) == ("roster_preview", state)
        assert said in result.content.decode()


def test_who_handed_in_meanwhile_is_told(db: None) -> None:
    ours = two_units().ours
    apply_import(again(ours.roster), by=None, at=timezone.now())
    ask_undoing(again(ours.roster), by=ours.contact, at=timezone.now())
    submit(ours.unit_year, explanation="", by=ours.contact, at=timezone.now())
    run_waiting()
    told = again(ours.roster)
    assert (told.state, told.report["not_done"]["code"]) == ("applied", "handed-in-since")
    assert "handed in since" in visitor(ours.contact).get(f"/rosters/{told.pk}/").content.decode()
    assert code_of(lambda: ask_undoing(told, by=ours.contact, at=timezone.now())) == "handed-in-since"
