"""Comparing in one run on one machine: contestants take turns, medians of at least five, ratios rather than times."""

import importlib
import json
import math
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".bench"
POSTGRESQL = "DATABASE_URL"
TRIALS = ("BENCH_ROUNDS", "BENCH_LARGEST")  # either makes a run a trial, of which RESULTS.md says nothing
ROUNDS = int(os.environ.get("BENCH_ROUNDS", 5))
LARGEST = int(os.environ.get("BENCH_LARGEST", 1_000_000))

Act = Callable[[], object]
__all__ = [
    "alternate", "apart", "exponent", "installed", "is_trial", "median", "memory_growth", "portal", "ratio", "settle",
    "sizes", "table", "timed", "with_peers",
]  # fmt: skip


def portal() -> None:
    """Set Django up on an empty database: SQLite in a new folder, or the PostgreSQL that DATABASE_URL names."""
    os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="portal-bench-"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "volunteer_portal.settings"
    import django  # only here: other contestants are measured without it
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def settle() -> None:
    """What happens by itself after a while: the planner's figures, and PostgreSQL's map of what all may see."""
    from django.db import connection  # only here, as in portal()
    from django.utils import timezone

    from volunteer_portal.planning import look_over_tables

    if not look_over_tables(timezone.now()):
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def with_peers() -> None:
    """Let what benchmarks/requirements.txt names be imported; what the portal itself has goes first."""
    sys.path.append(str(PEERS))


def is_trial() -> bool:
    """Whether somebody only tries whether all runs through, with few rounds or small sizes."""
    return any(name in os.environ for name in TRIALS)


def sizes(*wanted: int) -> tuple[int, ...]:
    """Those of the sizes that a trial has time for; otherwise all of them."""
    return tuple(size for size in wanted if size <= LARGEST)


def installed(peer: str) -> bool:
    """Whether a peer is there: one that this machine cannot have is named, and the others are measured."""
    try:
        importlib.import_module(peer)
    except (ImportError, OSError):  # the latter where a library of the system is lacking
        return False
    return True


def alternate(
    contestants: Mapping[str, Act], rounds: int = ROUNDS, before: Act = lambda: None
) -> dict[str, list[float]]:
    """The seconds of each contestant in each round; they take turns, so that a busy machine is busy for all.

    What is done `before` each of them is not counted.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for turn in range(rounds):
        for name in list(contestants)[:: 1 if turn % 2 == 0 else -1]:
            before()
            seconds[name].append(timed(contestants[name]))
    return seconds


def timed(act: Act) -> float:
    """How long it takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """How many times as long ours takes: the median over the rounds, each compared within itself."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The exponent of the power law through these points: 1 grows as the size does, 0 not at all."""
    if len(sizes) < 2:  # a trial
        return math.nan
    across, up = [math.log(size) for size in sizes], [math.log(second) for second in seconds]
    middle, height = sum(across) / len(across), sum(up) / len(up)
    slopes = sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True))
    return slopes / sum((x - middle) ** 2 for x in across)


def memory_growth(act: Act) -> float:
    """By how many MB the peak of a process of its own grows while it does this."""
    here, there = multiprocessing.get_context("fork").Pipe(duplex=False)

    def alone() -> None:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        act()
        there.send((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)

    process = multiprocessing.get_context("fork").Process(target=alone)
    process.start()
    there.close()  # or a process that died would be waited for
    try:
        grown: float = here.recv()
    except EOFError:
        process.join()
        raise RuntimeError(f"the measured process ended with {process.exitcode}") from None
    process.join()
    return grown


def apart(module: str, *arguments: str, database: str = "sqlite") -> Any:
    """What `python -m MODULE ARGUMENTS` prints as JSON on its last line, in a process with a database of its own."""
    surroundings = {key: value for key, value in os.environ.items() if key not in (POSTGRESQL, "DATA_DIR")}
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        surroundings["DATA_DIR"] = folder
        if database == "postgresql":
            surroundings[POSTGRESQL] = new_database(os.environ[POSTGRESQL])
        command = [sys.executable, "-m", module, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 – ourselves
    return json.loads(done.stdout.splitlines()[-1])


def new_database(url: str) -> str:
    """The address of a new database on the server of this one."""
    import psycopg2  # only here: most contestants need no database

    name = f"bench{time.time_ns()}"
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    return f"{url.rpartition('/')[0]}/{name}"


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """A table of RESULTS.md."""
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(str(cell) for cell in line) + " |" for line in lines]
