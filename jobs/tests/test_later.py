"""Jobs that are not to be done yet, and work that could not be done now."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings

from accounts.models import User
from jobs.models import Job
from jobs.running import PATIENCE, Later, enqueue, hasten, run_waiting, take_next
from volunteer_portal.tests.school import stored_account

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
TEN = timedelta(minutes=10)


def never(number: str, job: Job) -> str:
    """Work that is never possible."""
    raise Later


@pytest.fixture
def reviewer(db: None, monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setitem(settings.JOB_KINDS, "never", f"{__name__}.never")
    return stored_account("reviewer", User.Role.REVIEWER)


def test_a_job_waits_for_its_time(reviewer: User) -> None:
    job = enqueue("never", reviewer, by=reviewer, at=AT, not_before=AT + TEN)
    assert take_next(AT + TEN - timedelta(microseconds=1)) is None
    assert take_next(AT + TEN) == job


def test_a_hastened_job_is_due_at_once(reviewer: User) -> None:
    jobs = [enqueue("never", who, by=reviewer, at=AT, not_before=AT + TEN) for who in (reviewer, stored_account("two"))]
    hasten("never", [reviewer.pk])
    assert [take_next(AT), take_next(AT)] == [jobs[0], None]


def test_what_cannot_be_done_is_tried_again_after_longer_and_longer_whiles(reviewer: User) -> None:
    job = enqueue("never", reviewer, by=reviewer, at=AT)
    waits, clock = [], AT
    for _attempt in range(8):
        with time_machine.travel(clock, tick=False):
            run_waiting()
        job.refresh_from_db()
        assert job.state == Job.State.QUEUED
        assert job.not_before
        waits.append(job.not_before - clock)
        clock = job.not_before
    assert [wait.total_seconds() / 60 for wait in waits] == [1, 2, 4, 8, 16, 32, 60, 60]


def test_in_the_end_it_has_failed(reviewer: User) -> None:
    job = enqueue("never", reviewer, by=reviewer, at=AT)
    Job.objects.update(attempts=PATIENCE - 1)
    run_waiting()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.FAILED, PATIENCE)
