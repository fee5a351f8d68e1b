"""The worker: does waiting jobs one after the other, each in a process of its own."""

import gc
import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from types import FrameType

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections
from django.utils import timezone
from django.utils.module_loading import import_string

from jobs.models import AtWork, Job
from jobs.running import fail, give_back, run, show_alive, take_next

IDLE_SECONDS = 0.5
BEAT_SECONDS = 10
SWEEP_EVERY = timedelta(minutes=5)
FORGOTTEN_AFTER = timedelta(days=1)
AWAY = (OperationalError, InterfaceError)  # what a database that is locked or restarting answers
# How often a job looks for garbage: with 40,000 people in hand Python's usual costs it a quarter of its time.
SELDOM = (100_000, 50, 50)


class Worker:
    """Takes jobs until it is asked to stop; a job that crashes takes nobody along."""

    def __init__(self) -> None:
        self.is_stopping = False
        self.swept_at: datetime | None = None
        self.name = f"{socket.gethostname()[:80]}:{os.getpid()}"
        self.signed_at: datetime | None = None

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Finish the job in hand, then end."""
        self.is_stopping = True

    def work(self) -> None:
        """Until SIGTERM or SIGINT."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        make_ready()
        while not self.is_stopping:
            try:
                self.sign(timezone.now())
                self.sweep(timezone.now())
                idle = not self.do_next()
            except AWAY:
                idle = True  # the database is locked or away for a moment; what was begun is taken up by the sweep
                connections.close_all()
            if idle:
                time.sleep(IDLE_SECONDS)
        with suppress(*AWAY):
            AtWork.objects.filter(name=self.name).delete()

    def sign(self, at: datetime) -> None:
        """Show that this worker lives; written no more often than somebody looks."""
        if self.signed_at and abs(at - self.signed_at) < timedelta(seconds=BEAT_SECONDS):  # clocks are set back
            return
        self.signed_at = at
        fresh = {"since": at, "alive_at": at}
        AtWork.objects.update_or_create(name=self.name, defaults={"alive_at": at}, create_defaults=fresh)
        AtWork.objects.filter(alive_at__lt=at - FORGOTTEN_AFTER).delete()

    def sweep(self, at: datetime) -> None:
        """Every few minutes look after what nobody asks for by himself (settings.SWEEPS)."""
        if self.swept_at and abs(at - self.swept_at) < SWEEP_EVERY:
            return
        self.swept_at = at
        for name in settings.SWEEPS:
            put_away: Callable[[datetime], object] = import_string(name)
            put_away(at)

    def do_next(self) -> bool:
        """Do the next job, if there is one."""
        job = take_next(timezone.now())
        if job:
            try:
                run_apart(job, self.sign)
            finally:
                make_ready()  # however it went: what stood by belongs to that job, which may still be at work
        return job is not None


def make_ready() -> None:
    """Before the next job, let stand by what it need not wait for (settings.STANDING_BY)."""
    for name in settings.STANDING_BY:
        stand_by: Callable[[], object] = import_string(name)
        stand_by()


def run_alone(job: Job) -> None:
    """Do the job in this process, which does nothing else and then ends."""
    gc.set_threshold(*SELDOM)
    run(job)


def run_apart(job: Job, sign: Callable[[datetime], None]) -> None:
    """Do the job in a child process: one that is killed is taken up again, one that fails by itself has failed."""
    connections.close_all()
    child = multiprocessing.get_context("fork").Process(target=run_alone, args=(job,))
    child.start()
    child.join(BEAT_SECONDS)
    while child.is_alive():
        show_alive(job)
        sign(timezone.now())
        child.join(BEAT_SECONDS)
    if (child.exitcode or 0) < 0:
        give_back(job)
    elif child.exitcode:
        fail(job)
