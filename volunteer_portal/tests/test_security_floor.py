"""What the portal is served with has no hole that was already mended (SECURITY 3f); works without any network."""

import json
import tomllib
from importlib.metadata import version
from pathlib import Path

import openpyxl
import pytest
from packaging.version import Version

from volunteer_portal.floor import wanted, warnings
from volunteer_portal.tests.serving import filled, ran
from volunteer_portal.tests.source_tree import ROOT

OLD_START = """
import sys
sys.version_info = (3, 11, 7, "final", 0)
import volunteer_portal.wsgi
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
    begun = ran(filled(tmp_path / "data"), "-c", OLD_START)
    lines = [json.loads(line) for line in begun.stderr.splitlines()]
    assert (begun.returncode, [line["said"] for line in lines][:1]) == (0, told)
