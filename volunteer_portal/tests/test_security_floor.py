"""What the portal is served with has no hole that was already mended (SECURITY 3f); works without any network."""

import tomllib
from importlib.metadata import version

import openpyxl
import pytest
from packaging.version import Version

from volunteer_portal.tests.source_tree import ROOT

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
