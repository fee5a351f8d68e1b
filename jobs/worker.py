"""The worker: does waiting jobs one after the other, each in a process of its own."""

import multiprocessing
import signal
import time
from types import FrameType

from django.db import connections
from django.utils import timezone

from jobs.models import Job
from jobs.running import finish, run, take_next

IDLE_SECONDS = 0.5


class Worker:
    """Takes jobs until it is asked to stop; a job that crashes takes nobody along."""

    def __init__(self) -> None:
        self.is_stopping = False

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Finish the job in hand, then end."""
        self.is_stopping = True

    def work(self) -> None:
        """Until SIGTERM or SIGINT."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        while not self.is_stopping:
            if job := take_next(timezone.now()):
                run_apart(job)
            else:
                time.sleep(IDLE_SECONDS)


def run_apart(job: Job) -> None:
    """Do the job in a child process; if the child dies on the way, the job has failed."""
    connections.close_all()
    child = multiprocessing.get_context("fork").Process(target=run, args=(job,))
    child.start()
    child.join()
    if child.exitcode:
        finish(job, Job.State.FAILED)
