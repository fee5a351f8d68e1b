"""How long a command and the whole portal take to start, beside what Django alone needs."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from functools import partial
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.measuring import POSTGRESQL, ROOT, ROUNDS, ratio, timed

TITLE = "Start"
DJANGO = "import django.core.management, django.contrib.admin, django.contrib.staticfiles, django.forms"
LONGEST = 300.0
QUIET = subprocess.DEVNULL


def lines() -> list[str]:
    """The section: a cold command, and `make run` in a folder that has its demo school already."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        surroundings = {key: value for key, value in os.environ.items() if key != POSTGRESQL} | {"DATA_DIR": folder}
        first_page(surroundings)  # makes the demo school
        django, check, run = zip(*(starts(surroundings) for _round in range(ROUNDS)), strict=True)
    return [
        f"A cold `manage.py check` takes {ratio(check, django):.1f} × as long as fetching the parts of Django it uses.",
        "The second `make run` – locks, catalogues, migrations and static files looked over, web and worker started –",
        f"has answered with its first page after {ratio(run, check):.1f} × as long as that command.",
    ]


def starts(surroundings: dict[str, str]) -> tuple[float, float, float]:
    """The seconds for the parts of Django, a command, and the whole portal up to its first page."""
    commands = [sys.executable, "-c", DJANGO], [sys.executable, "manage.py", "check"]
    django, check = (timed(partial(ended, command, surroundings)) for command in commands)
    return django, check, first_page(surroundings)


def ended(command: list[str], surroundings: dict[str, str]) -> None:
    """A program from its start to its end."""
    subprocess.run(command, cwd=ROOT, env=surroundings, stdout=subprocess.DEVNULL, check=True)  # noqa: S603 – ourselves


def first_page(surroundings: dict[str, str]) -> float:
    """The seconds of `make run` until a page is answered; then it is stopped."""
    port, begun = free_port(), time.perf_counter()
    command = ["make", "run", f"PORT={port}"]
    running = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=QUIET, stderr=QUIET, start_new_session=True)  # noqa: S603 – ourselves
    try:
        wait_for_page(f"http://127.0.0.1:{port}/", running)
        return time.perf_counter() - begun
    finally:
        os.killpg(running.pid, signal.SIGINT)
        running.wait()


def wait_for_page(address: str, running: subprocess.Popen[bytes]) -> None:
    """Ask until there is an answer, however often nobody listens yet."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until and running.poll() is None:
        try:
            with urlopen(address, timeout=LONGEST):  # noqa: S310 – our own portal
                return
        except (URLError, ConnectionError):
            time.sleep(0.02)
    raise RuntimeError("The portal did not answer.")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
