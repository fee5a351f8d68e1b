"""Asking for long work, and doing it."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import User
from jobs.models import Job

SILENCE = timedelta(minutes=2)


def enqueue(kind: str, subject: models.Model, *, by: User | None, at: datetime) -> Job:
    """Ask for work of a kind of settings.JOB_KINDS about something; it is stored with the caller's own transaction."""
    if kind not in settings.JOB_KINDS:
        raise LookupError(f"No such kind of job: {kind}")
    return Job.objects.create(kind=kind, subject=str(subject.pk), by=by, asked_at=at)


def progress(job: Job, done: int, total: int) -> None:
    """Say how far the work is."""
    Job.objects.filter(pk=job.pk).update(done=done, total=total, alive_at=timezone.now())


def take_next(at: datetime) -> Job | None:
    """The oldest waiting job, now this worker's; None when nothing waits or another worker was quicker."""
    Job.objects.filter(state=Job.State.RUNNING, alive_at__lt=at - SILENCE).update(state=Job.State.QUEUED)
    job = Job.objects.filter(state=Job.State.QUEUED).order_by("asked_at").first()
    if job is None or not Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).update(state=Job.State.RUNNING, alive_at=at):
        return None
    job.refresh_from_db()
    return job


def run(job: Job) -> None:
    """Do a job; an exception in it is the caller's to survive."""
    work: Callable[[uuid.UUID, Job], str] = import_string(settings.JOB_KINDS[job.kind])
    finish(job, Job.State.DONE, work(uuid.UUID(job.subject), job))


def finish(job: Job, state: Job.State, result_url: str = "") -> None:
    """Close a job, naming the page that shows its result."""
    Job.objects.filter(pk=job.pk).update(state=state, result_url=result_url, finished_at=timezone.now())


def run_waiting() -> int:
    """Do everything that waits, here and now; returns how many jobs were done."""
    count = 0
    while job := take_next(timezone.now()):
        run(job)
        count += 1
    return count
