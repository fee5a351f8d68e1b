"""The list of what the portal is made of names what the lock lets in, no more and no less (SECURITY C27)."""

import json
import re
import subprocess
import sys
from typing import Any

import pytest

from volunteer_portal.tests.source_tree import ROOT


def listed() -> dict[str, Any]:
    """The list as it is written."""
    command = [sys.executable, ".setup/sbom.py", "requirements.txt"]
    found: dict[str, Any] = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
    return found


def test_it_is_cyclonedx() -> None:
    found = listed()
    assert (found["bomFormat"], found["specVersion"], found["version"]) == ("CycloneDX", "1.5", 1)
    names = [each["bom-ref"] for each in found["components"]]
    assert len(set(names)) == len(names) > 40
    assert {each["type"] for each in found["components"]} == {"library"}


def test_each_locked_package_stands_there_with_its_digests() -> None:
    wanted: dict[tuple[str, str], list[str]] = {}
    for line in (ROOT / "requirements.txt").read_text().splitlines():
        if pin := re.match(r"([a-z0-9-]+)==(\S+)", line):
            digests = wanted[pin[1], pin[2]] = []
        elif digest := re.match(r" +--hash=sha256:([0-9a-f]+)", line):
            digests.append(digest[1])
    found = {
        (each["name"], each["version"]): [digest["content"] for digest in each["hashes"]]
        for each in listed()["components"]
    }
    assert found == wanted
    assert [package for package, digests in wanted.items() if not digests] == []
    assert {digest["alg"] for each in listed()["components"] for digest in each["hashes"]} == {"SHA-256"}


def test_what_is_for_other_machines_says_so() -> None:
    markers = {each["name"]: each["properties"][0]["value"] for each in listed()["components"] if "properties" in each}
    assert markers["tzdata"] == "sys_platform == 'win32'"


@pytest.mark.parametrize("line", ["django", "django>=5.2", "git+https://example.org/x"])
def test_what_is_not_locked_stops_it(line: str, tmp_path: Any) -> None:
    (tmp_path / "lock.txt").write_text(line)
    command = [sys.executable, ".setup/sbom.py", str(tmp_path / "lock.txt")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", f"Not a locked package: {line}\n")
