"""How long an import keeps other writers waiting: `python benchmarks/import_lock.py [people]`.

On SQLite in a new folder, or with DATABASE_URL set (`.setup/postgres.py`) on that PostgreSQL.

A second connection writes one small row over and over; its longest wait while the import is applied is the lock. On a
busy machine look at the processor time: the transaction's own, without what other programs took.
"""

import os
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="import-lock-"))
os.environ["DJANGO_SETTINGS_MODULE"] = "volunteer_portal.settings"

import django  # noqa: E402 – the settings above have to stand first

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from jobs.models import Job  # noqa: E402
from units.models import UnitYear  # noqa: E402
from volunteer_portal.tests.school import checked_roster, on_a_roster, stored_campaign, stored_unit  # noqa: E402
from volunteers.models import Volunteer  # noqa: E402
from volunteers.roster import importing  # noqa: E402
from volunteers.roster.undoing import look_back, undo_import  # noqa: E402


class Neighbour(threading.Thread):
    """Somebody else who writes."""

    def __init__(self, job: Job) -> None:
        super().__init__(daemon=True)
        self.job, self.longest, self.is_over = job, 0.0, False

    def run(self) -> None:
        """One small write after the other."""
        while not self.is_over:
            begun = time.perf_counter()
            Job.objects.filter(pk=self.job.pk).update(done=1)
            self.longest = max(self.longest, time.perf_counter() - begun)
            time.sleep(0.002)
        connection.close()


class Watched(transaction.Atomic):
    """A transaction of the main thread that notes how long it held, by the clock and by the processor."""

    longest = (0.0, 0.0)

    def __enter__(self) -> None:
        super().__enter__()
        self.begun = time.perf_counter(), time.thread_time()

    def __exit__(self, *error) -> None:
        super().__exit__(*error)
        held = time.perf_counter() - self.begun[0], time.thread_time() - self.begun[1]
        Watched.longest = max(Watched.longest, held)


def watched(act=None):
    """What stands in for `transaction.atomic` while something is measured."""
    return Watched(None, True, False)(act) if callable(act) else Watched(None, True, False)


def timed(label: str, act) -> None:
    """The whole act, its transaction, and the neighbour's longest wait."""
    neighbour = Neighbour(Job.objects.create(kind="read-roster", subject="x", state="done", asked_at=timezone.now()))
    neighbour.start()
    time.sleep(0.1)
    Watched.longest, original, transaction.atomic = (0.0, 0.0), transaction.atomic, watched
    begun = time.perf_counter()
    act()
    total = time.perf_counter() - begun
    transaction.atomic = original
    neighbour.is_over = True
    neighbour.join()
    clock, processor = Watched.longest
    held = f"transaction {clock:5.2f} s, processor {processor:5.2f} s"
    print(f"{label:42} total {total:5.2f} s   {held}   neighbour waits {neighbour.longest:5.2f} s")


def main() -> None:
    """40,000 new people, the same file again, one with 1,000 changes, and both taken back."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40_000
    call_command("migrate", verbosity=0)
    campaign = stored_campaign()
    unit: UnitYear = stored_unit(campaign)
    people = [on_a_roster(serial) for serial in range(1, count + 1)]
    every = count // 1000
    remarks = ((serial, "changed" if serial % every == 0 else "") for serial in range(1, count + 1))
    changed = [on_a_roster(serial, remark=remark) for serial, remark in remarks]
    applied = []

    def apply(roster):
        applied.append(importing.apply_import(roster, by=None, at=timezone.now()))

    print(connection.vendor)
    for label, listed in ((f"{count} new", people), ("the same again", people), ("1,000 changes", changed)):
        begun = time.perf_counter()
        roster = checked_roster(campaign, unit, listed)
        print(f"{'compare and keep: ' + label:42} total {time.perf_counter() - begun:5.2f} s")
        timed(f"apply: {label}", lambda roster=roster: apply(roster))
    for label in ("1,000 changes", "nothing", f"{count} new"):
        roster = applied.pop()
        seen = look_back(roster)
        timed(
            f"take back: {label}",
            lambda roster=roster, seen=seen: undo_import(roster, seen, by=None, at=timezone.now()),
        )
    print("left:", Volunteer.objects.count())


main()
