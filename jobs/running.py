"""Asking for long work, and doing it."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError, connection, models
from django.db.models import Case, F, Q, When
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import User
from jobs.models import Job

SILENCE = timedelta(minutes=2)
OFTEN_ENOUGH = timedelta(seconds=0.2)
ATTEMPTS = 3
PATIENCE = 50


class Later(Exception):
    """Raised by work that cannot be done now through nobody's fault: it is tried again after a while."""


def enqueue(
    kind: str, subject: models.Model, *, by: User | None, at: datetime, not_before: datetime | None = None
) -> Job:
    """Ask for work of a kind of settings.JOB_KINDS about something; it is stored with the caller's own transaction."""
    if kind not in settings.JOB_KINDS:
        raise LookupError(f"No such kind of job: {kind}")
    return Job.objects.create(kind=kind, subject=str(subject.pk), by=by, asked_at=at, not_before=not_before)


def hasten(kind: str, subjects: Iterable[object]) -> None:
    """Let waiting jobs about these things be done at once."""
    waiting = Job.objects.filter(kind=kind, subject__in=[str(subject) for subject in subjects])
    waiting.filter(state=Job.State.QUEUED).update(not_before=None)


def progress(job: Job, done: int, total: int) -> None:
    """Say how far the work is; stored at most five times a second."""
    now = timezone.now()
    if job.alive_at and now - job.alive_at < OFTEN_ENOUGH and job.total == total and done < total:
        return
    job.alive_at, job.total = now, total
    Job.objects.filter(pk=job.pk).update(done=done, total=total, alive_at=now)


def show_alive(job: Job) -> None:
    """The work goes on, even where it cannot say how far it is."""
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(alive_at=timezone.now())


def take_next(at: datetime) -> Job | None:
    """The next job, now this worker's: the oldest of those somebody waits for on a page, then the oldest of the others.

    None when nothing waits or another worker was quicker.
    """
    for silent in Job.objects.filter(state=Job.State.RUNNING, alive_at__lt=at - SILENCE):
        give_back(silent)
    due = Job.objects.filter(Q(not_before=None) | Q(not_before__lte=at), state=Job.State.QUEUED)
    nobody_waits = Case(When(kind__in=settings.JOB_TITLES, then=0), default=1)
    job = due.order_by(nobody_waits, "asked_at").first()
    return job if job and begin(job, at) else None


def begin(job: Job, at: datetime) -> bool:
    """Take a waiting job in hand, unless another process was quicker."""
    begun = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).update(
        state=Job.State.RUNNING, attempts=F("attempts") + 1, started_at=at, alive_at=at, done=0
    )
    if begun:
        job.refresh_from_db()
    return bool(begun)


def give_back(job: Job) -> None:
    """The process that did this job was killed: it waits to be taken up again; after the third time it has failed."""
    if job.attempts >= ATTEMPTS:
        fail(job)
    else:
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(state=Job.State.QUEUED)


def fail(job: Job) -> None:
    """Close a job that cannot be done; its kind may have something to put away (settings.JOB_FAILURES)."""
    running = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING)
    if running.update(state=Job.State.FAILED, finished_at=timezone.now()) and job.kind in settings.JOB_FAILURES:
        put_away: Callable[[str], None] = import_string(settings.JOB_FAILURES[job.kind])
        put_away(job.subject)


def run(job: Job) -> None:
    """Do a job; an exception in it is the caller's to survive."""
    work: Callable[[str, Job], str] = import_string(settings.JOB_KINDS[job.kind])
    try:
        result_url = work(job.subject, job)
    except Later:
        postpone(job)
        return
    except OperationalError:  # the database is locked or away for a moment
        connection.close()
        give_back(job)
        return
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, result_url=result_url, finished_at=timezone.now())


def postpone(job: Job) -> None:
    """Put a job off: a minute, two, four, at most an hour each time; after some two days it has failed."""
    if job.attempts >= PATIENCE:
        fail(job)
        return
    wait = min(timedelta(minutes=2 ** min(job.attempts - 1, 10)), timedelta(hours=1))
    running = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING)
    running.update(state=Job.State.QUEUED, not_before=timezone.now() + wait)


def run_at_once(job: Job, at: datetime) -> None:
    """Do a short job here and now; whoever asked need not wait for the worker. If this process dies, it takes it up."""
    if begin(job, at):
        run(job)


def run_waiting() -> int:
    """Do everything that waits, here and now; returns how many jobs were done."""
    count = 0
    while job := take_next(timezone.now()):
        run(job)
        count += 1
    return count
