"""A process killed in the middle: a roster is read or taken over wholly or not at all, and then once."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

import pytest
from django.db import connections
from django.utils import timezone

from accounts.models import AuditEntry
from jobs.models import Job
from jobs.running import run_waiting
from jobs.worker import Worker
from reports.roster_undoing import ask_undoing
from volunteer_portal.tests.acts import let_go
from volunteer_portal.tests.school import checked_roster, on_a_roster, stored_campaign, stored_contact, stored_unit
from volunteer_portal.tests.serving import PATIENCE
from volunteers.models import RosterImport, Volunteer
from volunteers.roster.asking import ask_applying
from volunteers.roster.importing import apply_import, ask_reading

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
PEOPLE = 1500
MOMENTS = [Random(seed).random() for seed in range(4)]  # noqa: S311 – moments to kill at


def killed(work: Callable[[], object], after: float) -> None:
    """Do the work in a process group of its own and kill all of it after so many seconds."""
    connections.close_all()

    def alone() -> None:
        os.setsid()
        work()

    process = multiprocessing.get_context("fork").Process(target=alone)
    process.start()
    time.sleep(after)
    try:
        os.killpg(process.pid or 0, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()
    process.join(PATIENCE)
    let_go()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_while_taking_over(moment: float) -> None:
    unit_year = stored_unit(stored_campaign())
    received = checked_roster(unit_year.campaign, unit_year, [on_a_roster(serial) for serial in range(1, PEOPLE + 1)])
    killed(lambda: apply_import(received, by=None, at=AT), after=moment * 0.5)
    received = RosterImport.objects.select_related("campaign", "unit_year__unit").get(pk=received.pk)
    found = (received.state, Volunteer.objects.count(), bool(received.staged_sealed), bool(received.undo_sealed))
    assert found in (("checked", 0, True, False), ("applied", PEOPLE, False, True))
    if received.state == "checked":
        apply_import(received, by=None, at=AT)
    assert (Volunteer.objects.count(), AuditEntry.objects.filter(action="roster-applied").count()) == (PEOPLE, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_worker_killed_while_taking_over_and_back(moment: float) -> None:
    unit_year = stored_unit(stored_campaign())
    contact = stored_contact(unit_year, "contact")
    checked_roster(unit_year.campaign, unit_year, [on_a_roster(serial) for serial in range(1, PEOPLE + 1)])
    for ask, state, count, action in (
        (partial(ask_applying, parts=["created"]), "applied", PEOPLE, "roster-applied"),
        (ask_undoing, "undone", 0, "roster-undone"),
    ):
        received = RosterImport.objects.select_related("campaign", "unit_year__unit").get()
        job = ask(received, by=contact, at=timezone.now())
        killed(Worker().work, after=0.1 + moment)
        Job.objects.filter(state="running").update(alive_at=timezone.now() - timedelta(minutes=3))
        run_waiting()
        job.refresh_from_db()
        assert (RosterImport.objects.get().state, job.state, Volunteer.objects.count()) == (state, "done", count)
        assert AuditEntry.objects.filter(action=action).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_while_reading(moment: float) -> None:
    unit_year = stored_unit(stored_campaign())
    lines = [
        "姓名,证件号码,人员类别",
        *(f"慕容书,{on_a_roster(serial).document_number},学生" for serial in range(1, PEOPLE)),
    ]
    contact = stored_contact(unit_year, "contact")
    job = ask_reading("\n".join(lines).encode(), "a.csv", unit_year, informed="1", by=contact, at=timezone.now())
    killed(Worker().work, after=0.2 + moment)
    Job.objects.filter(state="running").update(alive_at=timezone.now() - timedelta(minutes=3))
    run_waiting()
    received = RosterImport.objects.get()
    job.refresh_from_db()
    assert (received.state, job.state, received.report["counts"]["created"]) == ("checked", "done", PEOPLE - 1)
