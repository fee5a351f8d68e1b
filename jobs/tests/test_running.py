"""Jobs survive their workers: taken up again after a kill, put away after the third time, done once."""

import multiprocessing
import os
import signal
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError

from accounts.models import User
from jobs.models import Job
from jobs.running import SILENCE, enqueue, give_back, progress, run_waiting, take_next
from jobs.worker import Worker
from volunteer_portal.tests.school import stored_account

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)


def kill_once(number: str, job: Job) -> str:
    """Work whose process is killed the first time."""
    if job.attempts == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return "/"


def kill_always(number: str, job: Job) -> str:
    """Work whose process is always killed."""
    os.kill(os.getpid(), signal.SIGKILL)
    return ""


def fail_at_once(number: str, job: Job) -> str:
    """Work that goes wrong by itself."""
    raise RuntimeError


def locked_once(number: str, job: Job) -> str:
    """Work that finds the database locked the first time."""
    if job.attempts == 1:
        raise OperationalError("database is locked")
    return "/"


def take_a_while(number: str, job: Job) -> str:
    """Work that lasts longer than a beat of the worker."""
    time.sleep(0.5)
    return "/"


put_away: list[str] = []
stood_by: list[datetime] = []


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    put_away.clear()
    stood_by.clear()
    monkeypatch.setattr(settings, "STANDING_BY", [])
    for work in (kill_once, kill_always, fail_at_once, locked_once, take_a_while):
        monkeypatch.setitem(settings.JOB_KINDS, work.__name__, f"{__name__}.{work.__name__}")


def put_away_one(number: str) -> None:
    """Note what was put away."""
    put_away.append(number)


def stand_by() -> None:
    """Note that it was asked."""
    stood_by.append(AT)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "kind, expected",
    [
        ("kill_once", ("done", 2, 0)),
        ("kill_always", ("failed", 3, 1)),
        ("fail_at_once", ("failed", 1, 1)),
        ("locked_once", ("done", 2, 0)),
    ],
)
def test_a_killed_job_is_taken_up_again(
    monkeypatch: pytest.MonkeyPatch, kind: str, expected: tuple[str, int, int]
) -> None:
    monkeypatch.setitem(settings.JOB_FAILURES, kind, f"{__name__}.put_away_one")
    job = enqueue(kind, stored_account("reviewer", User.Role.REVIEWER), by=None, at=AT)
    worker = Worker()
    while worker.do_next():
        pass
    job.refresh_from_db()
    assert (job.state, job.attempts, len(put_away)) == expected


def test_a_silent_job_waits_again(db: None) -> None:
    job = enqueue("kill_once", stored_account("reviewer"), by=None, at=AT)
    assert take_next(AT) == job
    assert take_next(AT + SILENCE) is None
    again = take_next(AT + SILENCE + timedelta(seconds=1))
    assert again is not None
    assert (again.pk, again.attempts, again.done) == (job.pk, 2, 0)


def test_what_is_done_is_not_given_back(db: None) -> None:
    job = enqueue("kill_once", stored_account("reviewer"), by=None, at=AT)
    Job.objects.update(attempts=1)
    run_waiting()
    for attempts in (1, 3):
        job.attempts = attempts
        give_back(job)
    job.refresh_from_db()
    assert (job.state, put_away) == ("done", [])


def test_progress_is_stored_now_and_then(db: None) -> None:
    job = enqueue("kill_once", stored_account("reviewer"), by=None, at=AT)
    seen = set()
    for done in range(101):
        progress(job, done, 100)
        seen.add(Job.objects.get(pk=job.pk).done)
    assert (min(seen), max(seen), len(seen) < 50) == (0, 100, True)


@pytest.mark.parametrize(
    "state, done, seconds, expected",
    [("running", 0, 10, None), ("queued", 5, 10, None), ("running", 25, 10, 30), ("running", 100, 10, 0)],
)
def test_time_that_remains(state: str, done: int, seconds: int, expected: int | None) -> None:
    job = Job(state=state, done=done, total=100, started_at=AT)
    assert job.remaining_seconds(AT + timedelta(seconds=seconds)) == expected


@pytest.mark.django_db
def test_what_somebody_waits_for_goes_first() -> None:
    """On the last day hundreds of drawings and mails wait, and nobody looks at them."""
    subject = stored_account("reviewer", User.Role.REVIEWER)
    kinds = ["draw-submission", "mail-submission", "read-roster", "draw-submission", "apply-roster"]
    for minutes, kind in enumerate(kinds):
        enqueue(kind, subject, by=None, at=AT + timedelta(minutes=minutes))
    taken = [take_next(AT + timedelta(hours=1)) for _kind in kinds]
    assert [job and job.kind for job in taken] == [kinds[place] for place in (2, 4, 0, 1, 3)]


@pytest.mark.django_db(transaction=True)
def test_what_stands_by_is_renewed_before_the_next_job(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Once at the start and once after each job, however long the worker has nothing to do."""
    settings.STANDING_BY, settings.SWEEPS = [f"{__name__}.stand_by"], []
    monkeypatch.setattr(signal, "signal", lambda number, handler: None)
    worker, slept = Worker(), list[int]()

    def sleep(seconds: float) -> None:
        slept.append(len(stood_by))
        worker.is_stopping = len(slept) == 3

    monkeypatch.setattr(time, "sleep", sleep)
    for name in ("first", "second"):
        enqueue("fail_at_once", stored_account(name), by=None, at=AT)
    worker.work()
    assert slept == [3, 3, 3]


@pytest.mark.django_db(transaction=True)
def test_what_stands_by_is_renewed_when_the_database_went_away(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Or the next job would share it with the one that is still at work."""
    settings.STANDING_BY = [f"{__name__}.stand_by"]
    monkeypatch.setattr("jobs.worker.BEAT_SECONDS", 0.1)
    worker = Worker()

    def sign(at: datetime) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(worker, "sign", sign)
    enqueue("take_a_while", stored_account("reviewer"), by=None, at=AT)
    with pytest.raises(OperationalError):
        worker.do_next()
    assert len(stood_by) == 1
    for child in multiprocessing.active_children():
        child.join()
