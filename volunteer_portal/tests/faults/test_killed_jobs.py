"""Faults 1 and 2 in the worker: a job killed with -9 is taken up again, and what it was to do is done once."""

from datetime import timedelta
from hashlib import sha256
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from jobs.models import Job
from jobs.running import run_waiting, take_next
from jobs.worker import Worker, run_alone
from reports import export_files
from reports.export_files import ask_export, opened
from reports.models import ExportFile
from volunteer_portal.tests.faults.killing import places
from volunteer_portal.tests.school import School, checked_roster, on_a_roster, two_units
from volunteers.models import RosterImport, Volunteer
from volunteers.roster.asking import ask_applying
from volunteers.roster.changes import PARTS
from volunteers.tests.test_killed import killed

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]
PEOPLE = 400
MOMENTS = [Random(seed).random() for seed in range(20)]  # noqa: S311 – moments to kill at


@pytest.fixture
def school(monkeypatch: pytest.MonkeyPatch) -> School:
    """A school whose exports have many parts."""
    monkeypatch.setattr(export_files, "PART_BYTES", 2000)
    return two_units()


def taken_up() -> None:
    """What a worker does that finds the job of a silent one."""
    if job := take_next(timezone.now()):
        run_alone(job)


def falls_silent() -> None:
    """Two minutes go by without a sign of life; this is not the third time."""
    Job.objects.filter(state="running").update(attempts=0, alive_at=timezone.now() - timedelta(minutes=3))


def counted(action: str) -> int:
    return AuditEntry.objects.filter(action=action).count()


def asked(school: School) -> ExportFile:
    """A file of the whole school that is waited for."""
    facts: dict[str, Any] = {"clear": False, "reason": "", "by": school.accounts["reviewer"], "at": timezone.now()}
    ask_export(4, school.campaign, drawing="xlsx", **facts)
    return ExportFile.objects.latest("at")


def is_there_once(file: ExportFile) -> bool:
    """Ready, whole, and its end recorded once; or not to be had, and no end recorded."""
    file.refresh_from_db()
    ends = AuditEntry.objects.filter(action="export-finished", detail__serial=file.started_id)
    if file.state == "asked":
        assert ends.count() == 0
        return False
    content = b"".join(opened(file))
    told = {"serial": file.started_id, "count": 10, "bytes": len(content), "sha256": sha256(content).hexdigest()}
    assert (file.state, file.size, [end.detail for end in ends]) == ("ready", len(content), [told])
    return True


def test_2_file_of_the_school_killed_at_every_statement(school: School) -> None:
    file, outcomes = asked(school), []
    for _statement in places(taken_up):
        outcomes.append(is_there_once(file))
        falls_silent()
    assert (set(outcomes), is_there_once(file)) == ({False, True}, True)
    assert Job.objects.get(kind="draw-export").state == "done"
    assert (counted("export-started"), counted("export-finished")) == (1, 1)


def test_2_file_of_the_school_killed_at_any_moment(school: School) -> None:
    for number, moment in enumerate(MOMENTS, 1):
        file = asked(school)
        killed(Worker().work, after=moment * 0.5)
        is_there_once(file)
        falls_silent()
        run_waiting()
        assert (is_there_once(file), counted("export-started"), counted("export-finished")) == (True, number, number)


def newcomers(school: School, first: int) -> RosterImport:
    """A long roster whose sender has said yes."""
    people = [on_a_roster(serial) for serial in range(first, first + PEOPLE)]
    received = checked_roster(school.campaign, school.ours.unit_year, people)
    ask_applying(received, parts=PARTS, by=school.ours.contact, at=timezone.now())
    return received


def test_1_taking_over_killed_at_every_statement_of_the_worker(school: School) -> None:
    before, outcomes = Volunteer.objects.count(), set()
    received = newcomers(school, 5001)

    def found() -> tuple[str, int, int]:
        state = RosterImport.objects.get(pk=received.pk).state
        return state, Volunteer.objects.count() - before, counted("roster-applied")

    for _statement in places(taken_up):
        outcomes.add(found())
        falls_silent()
    assert outcomes == {("applying", 0, 0), ("applied", PEOPLE, 1)}
    assert (found(), Job.objects.get(kind="apply-roster").state) == (("applied", PEOPLE, 1), "done")


def test_1_taking_over_killed_at_any_moment_in_the_worker(school: School) -> None:
    before = Volunteer.objects.count()
    for number, moment in enumerate(MOMENTS, 1):
        received = newcomers(school, 5001 + number * PEOPLE)
        killed(Worker().work, after=moment * 0.5)
        stored = Volunteer.objects.count() - before
        assert stored in ((number - 1) * PEOPLE, number * PEOPLE)
        falls_silent()
        run_waiting()
        state = RosterImport.objects.get(pk=received.pk).state
        assert (state, Volunteer.objects.count() - before) == ("applied", number * PEOPLE)
        assert counted("roster-applied") == number
