"""The road from a bare machine, as far as it can be tested on one that has walked it."""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import polib
import pytest

from volunteer_portal.tests import house_style as style

ROOT = Path(__file__).resolve().parent.parent.parent
SETUP = ROOT / ".setup"
# In two pieces, so that this file does not name them itself.
REGISTRIES = [b"pypi" + b".org", b"python" + b"hosted", b"npm" + b"js", b"deb." + b"debian", b"security." + b"debian"]


@pytest.fixture(autouse=True)
def _setup_scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SETUP))


def pins(lock: str) -> set[str]:
    return set(re.findall(r"^[A-Za-z0-9][^ ]*==[^ ]+", (ROOT / lock).read_text(), re.MULTILINE))


def test_pip_is_the_pinned_one() -> None:
    import environment  # from .setup, which is on the path only in these tests

    assert hashlib.sha256(environment.PIP.read_bytes()).hexdigest() == environment.PIP_SHA256


def test_no_file_names_a_registry() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.split(b"\0")
    files = [ROOT / name.decode() for name in tracked if name]
    found = {(file.name, host) for file in files if file.is_file() for host in REGISTRIES if host in file.read_bytes()}
    assert len(files) > 20
    assert found == set()


def test_development_runs_on_what_is_served() -> None:
    assert pins("requirements.txt") - pins("requirements-dev.txt") == set()
    assert len(pins("requirements.txt")) > 15


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_a_hash(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text())
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_stamp_is_current_until_a_file_or_a_word_changes(tmp_path: Path) -> None:
    from stamps import fingerprint, is_current, leave  # from .setup, which is on the path only in these tests

    lock, stamp = tmp_path / "lock", tmp_path / "stamp"
    lock.write_text("one")
    mark = fingerprint([lock], "3.11")
    before = is_current(stamp, mark)
    leave(stamp, mark)
    lock.write_text("two")
    lock_changed = fingerprint([lock], "3.11")
    lock.write_text("one")
    marks = [mark, lock_changed, fingerprint([lock], "3.12"), fingerprint([], "3.11"), fingerprint([lock], "3.11")]
    assert (before, [is_current(stamp, each) for each in marks]) == (False, [True, False, False, False, True])


def test_catalogue_is_compiled_once_and_again_after_a_change(tmp_path: Path) -> None:
    from catalogues import compile_catalogues  # from .setup, as above

    source = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="Unit", msgstr="单位"))
    catalogue.save(str(source))
    compiled = [bool(compile_catalogues(tmp_path)), bool(compile_catalogues(tmp_path))]
    os.utime(source, (4_000_000_000, 4_000_000_000))
    compiled.append(bool(compile_catalogues(tmp_path)))
    assert compiled == [True, False, True]
    assert [(entry.msgid, entry.msgstr) for entry in polib.mofile(str(source.with_suffix(".mo")))] == [("Unit", "单位")]


def test_make_needs_no_more_than_the_standard_library() -> None:
    """The scripts that run before .venv is there import nothing from it."""
    program = "import sys; sys.path.insert(0, sys.argv[1]); import environment, browser, nginx, stamps"
    command = [sys.executable, "-I", "-S", "-c", program, str(SETUP)]
    assert subprocess.run(command, capture_output=True, text=True).stderr == ""


def test_workbooks_are_read_and_written_without_lxml() -> None:
    assert (openpyxl.LXML, openpyxl.DEFUSEDXML) == (False, True)


def test_top_level_holds_only_what_was_agreed() -> None:
    ignored = (ROOT / ".gitignore").read_text().split()
    assert style.top_level_as_agreed((path.name for path in ROOT.iterdir()), ignored) == []
    names = ["units", ".ruff.toml", "var", "module.pyc", "scripts", "notes.md"]
    assert style.top_level_as_agreed(names, ignored) == ["notes.md", "scripts"]
