"""What the portal is served with has no hole that was already mended (SECURITY 3f); works without any network."""

import json
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import openpyxl
import pytest
from packaging.version import Version

from volunteer_portal.floor import wanted, warnings
from volunteer_portal.tests.serving import filled, ran, wait_until
from volunteer_portal.tests.source_tree import ROOT

OLD_START = """
import sys
sys.version_info = (3, 11, 7, "final", 0)
import volunteer_portal.wsgi
"""
OLD_WORKER = """
import sys
sys.version_info = (3, 11, 7, "final", 0)
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "worker"])
"""
FLOOR = tomllib.loads((ROOT / "volunteer_portal" / "tests" / "security_floor.toml").read_text())


@pytest.mark.parametrize("name", FLOOR)
def test_installed_is_new_enough(name: str) -> None:
    assert Version(version(name)) >= Version(FLOOR[name]["least"]), FLOOR[name]["why"]


@pytest.mark.parametrize("name", FLOOR)
def test_locked_is_new_enough(name: str) -> None:
    locked = dict(line.split(" ")[0].split("==") for line in lock() if "==" in line.split(" ")[0])
    assert Version(locked[name]) >= Version(FLOOR[name]["least"])


def lock() -> list[str]:
    """The pins of what is served."""
    return (ROOT / "requirements.txt").read_text().splitlines()


def test_workbooks_of_strangers_are_read_safely() -> None:
    assert (openpyxl.DEFUSEDXML, openpyxl.LXML) == (True, False)


@pytest.mark.parametrize(
    ("python", "expat", "older"),
    [
        ((3, 11, 7), (2, 5, 0), {"Python": "3.11.8", "expat": "2.6.0"}),
        ((3, 11, 8), (2, 6, 0), {}),
        ((3, 12, 1), (2, 6, 4), {"Python": "3.12.2"}),
        ((3, 12, 2), (2, 5, 9), {"expat": "2.6.0"}),
        ((3, 10, 20), (2, 7, 0), {"Python": "3.11.8"}),
        ((3, 13, 0), (3, 0, 0), {}),
    ],
)
def test_an_old_python_is_named(python: tuple[int, ...], expat: tuple[int, ...], older: dict[str, str]) -> None:
    assert wanted(python, expat) == older


def test_it_is_told_at_the_start_and_keeps_nobody_out(tmp_path: Path) -> None:
    told = warnings((3, 11, 7), (2, 6, 0))
    advice = "upgrade the machine, unless its vendor mended this in an older version."
    assert told == [f"Python is older than 3.11.8 (CVE-2024-0450: archives whose members overlap): {advice}"]
    environment = filled(tmp_path / "data")
    begun = ran(environment, "-c", OLD_START)
    assert (begun.returncode, first_line(begun.stderr)) == (0, told[0])
    log = tmp_path / "log"
    with log.open("w") as out:
        worker = subprocess.Popen([sys.executable, "-c", OLD_WORKER], cwd=ROOT, env=environment, stderr=out)
    wait_until(lambda: worker.poll() is not None or is_at_work(tmp_path / "data"), "the worker works")
    worker.terminate()
    assert (worker.wait(60), first_line(log.read_text())) == (0, told[0])


def first_line(log: str) -> str:
    """What the log begins with."""
    return str(json.loads(log.splitlines()[0])["said"])


def is_at_work(folder: Path) -> bool:
    """Whether a worker has signed on."""
    with closing(sqlite3.connect(folder / "portal.sqlite3")) as database:
        return bool(database.execute("SELECT count(*) FROM jobs_atwork").fetchone()[0])
