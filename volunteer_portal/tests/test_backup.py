"""Backups: made under load, proven, put back; what is damaged, foreign or merely copied is refused."""

import re
import shutil
import sqlite3
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.utils import timezone

from accounts.audit import record
from accounts.models import AuditEntry, AuditSeal
from accounts.sealing import seal_entries
from campaigns.models import Campaign
from jobs.models import Job
from jobs.running import run_waiting
from projects.models import Project
from volunteer_portal.backups import sealing
from volunteer_portal.backups.keeping import ask_for_backup
from volunteer_portal.tests.acts import manage, recorded, together, visitor
from volunteer_portal.tests.school import School, stored_campaign, stored_project, two_units
from volunteer_portal.tests.serving import PATIENCE, wait_until
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db(transaction=True)
ANOTHER_KEY = urlsafe_b64encode(b"another key of thirty-two bytes!").decode()


@pytest.fixture
def school() -> School:
    return two_units()


@pytest.fixture
def backup(school: School, tmp_path: Path) -> Path:
    """A backup of the two units."""
    file = tmp_path / "portal.backup"
    assert manage("backup", file).code == 0
    return file


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    settings.BACKUP_DIR = tmp_path / "backups"


def test_backup_is_made_and_proven(school: School, tmp_path: Path) -> None:
    file = tmp_path / "portal.backup"
    sealed = seal_entries(timezone.now())
    made, proven = manage("backup", file, "--json"), manage("verify_backup", file, "--json")
    counts = {"people": 10, "audit_entries": AuditEntry.objects.count(), "database": connection.vendor}
    assert {key: made.json[key] for key in counts} == counts
    assert made.json["bytes"] == file.stat().st_size
    assert proven.json == {"valid": True, "numbers": 10, "audit_sealed": sealed} | {
        key: made.json[key] for key in ("made_at", "database", "tables", "rows", "people", "audit_entries")
    }
    assert (file.stat().st_mode & 0o777, list(tmp_path.glob("*.unfinished"))) == (0o600, [])
    assert list((tmp_path / "data").iterdir()) == []


def test_nothing_can_be_read_in_a_backup(school: School, backup: Path) -> None:
    content = backup.read_bytes()
    words = [school.ours.people[0].name, school.ours.unit_year.name, "volunteers_volunteer", "SQLite format"]
    assert [word for word in words if word.encode() in content] == []


def test_restored_is_what_was_there(school: School, backup: Path) -> None:
    before = recorded()
    visitor(school.ours.contact)
    Volunteer.objects.all().delete()
    stored_project(school.ours.unit_year, "后来的计划")
    refused = manage("restore", backup, "--json")
    assert (refused.code, refused.json["error"]["code"], Volunteer.objects.count()) == (1, "database-not-empty", 0)
    done = manage("restore", backup, "--overwrite", "--json")
    assert (done.code, done.json["people"], Volunteer.objects.count()) == (0, 10, 10)
    assert not Project.objects.filter(name="后来的计划").exists()
    assert Session.objects.count() == 0
    *earlier, restored = recorded()
    assert (earlier, restored["action"], restored["detail"]) == (
        before,
        "database-restored",
        {"made_at": done.json["made_at"]},
    )
    person = Volunteer.objects.get(name=school.ours.people[0].name)
    assert person.clear_document_number() == school.ours.people[0].document_number


def cut(content: bytes) -> bytes:
    return content[:-1]


def last_piece_gone(content: bytes) -> bytes:
    start, place = len(sealing.FIRST_LINE) + sealing.NAME_BYTES, 0
    while start < len(content):
        place, start = start, start + sealing.LENGTH_BYTES + int.from_bytes(content[start : start + 4], "big")
    return content[:place]


def one_bit(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def another_file(content: bytes) -> bytes:
    return b"PK\x03\x04" + content


def nothing(content: bytes) -> bytes:
    return b""


@pytest.mark.parametrize(
    "damage, code",
    [
        (cut, "backup-damaged"),
        (last_piece_gone, "backup-damaged"),
        (one_bit, "backup-damaged"),
        (lambda content: content + b"\0", "backup-damaged"),
        (lambda content: content[:30], "backup-damaged"),
        (another_file, "no-backup"),
        (nothing, "no-backup"),
    ],
)
def test_what_is_damaged_is_refused_and_changes_nothing(backup: Path, damage: Any, code: str) -> None:
    backup.write_bytes(damage(backup.read_bytes()))
    stored_project(Volunteer.objects.all()[0].unit_year, "后来的计划")
    found = [manage("verify_backup", backup, "--json"), manage("restore", backup, "--overwrite", "--json")]
    assert [(each.code, each.json["error"]["code"]) for each in found] == [(1, code)] * 2
    assert (Volunteer.objects.count(), Project.objects.filter(name="后来的计划").count()) == (10, 1)


def test_another_key_opens_nothing(settings: Any, backup: Path) -> None:
    settings.BACKUP_KEY = ANOTHER_KEY
    assert manage("verify_backup", backup, "--json").json["error"]["code"] == "backup-damaged"


@pytest.mark.parametrize("setting, value", [("ENCRYPTION_KEYS", [ANOTHER_KEY]), ("FINGERPRINT_KEY", ANOTHER_KEY)])
def test_a_backup_whose_numbers_do_not_open_is_not_proven(
    settings: Any, backup: Path, setting: str, value: object
) -> None:
    setattr(settings, setting, value)
    refused = manage("verify_backup", backup, "--json")
    assert (refused.code, refused.json["error"]["code"]) == (1, "numbers-closed")
    assert re.findall(r"\d+", refused.json["error"]["message"]) == ["10", "10"]


def test_a_backup_is_not_written_over(backup: Path) -> None:
    before = backup.read_bytes()
    assert manage("backup", backup, "--json").json["error"]["code"] == "file-exists"
    assert backup.read_bytes() == before


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    assert manage("verify_backup", tmp_path / "none", "--json").json["error"]["code"] == "file-missing"


def test_a_backup_of_another_database_is_refused(backup: Path) -> None:
    with backup.open("rb") as source:
        facts, content = sealing.read(source)
        kept = list(content)
    with backup.open("wb") as target:
        sealing.write(target, facts | {"database": "oracle"}, kept)
    found = [manage(command, backup, "--json").json["error"]["code"] for command in ("verify_backup",)]
    assert found == ["another-database"]


def test_missing_rows_are_found(backup: Path) -> None:
    with backup.open("rb") as source:
        facts, content = sealing.read(source)
        kept = list(content)
    for change in ({"tables": facts["tables"] | {"volunteers_volunteer": 11}}, {"trail": "0" * 64}):
        with backup.open("wb") as target:
            sealing.write(target, facts | change, kept)
        refused = manage("verify_backup", backup, "--json")
        named = "volunteers_volunteer" if "tables" in change else "accounts_auditentry"
        assert refused.json["error"]["code"] == "restored-differs"
        assert named in refused.json["error"]["message"]


def test_a_trail_that_was_changed_before_the_backup_is_found(school: School, tmp_path: Path) -> None:
    seal_entries(timezone.now())
    forged = record("forged", school.campaign, by=None, at=timezone.now())
    AuditSeal.objects.create(entry=forged.pk, mac="0" * 64)
    file = tmp_path / "portal.backup"
    assert manage("backup", file).code == 0
    assert manage("verify_backup", file, "--json").json["error"]["code"] == "trail-broken"


@contextmanager
def written_to(school: School) -> Iterator[list[str]]:
    """Somebody who writes all the time; each name noted is committed."""
    committed: list[str] = []
    is_over = Event()

    def write() -> None:
        while not is_over.is_set():
            stored_project(school.ours.unit_year, name := f"计划{len(committed)}")
            committed.append(name)
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        try:
            yield committed
        finally:
            is_over.set()
            writing.result(PATIENCE)


def test_backup_under_load_holds_all_that_was_stored_before(school: School, tmp_path: Path) -> None:
    file = tmp_path / "portal.backup"
    with written_to(school) as committed:
        wait_until(lambda: len(committed) >= 20, "twenty are written")
        before = list(committed)
        assert manage("backup", file).code == 0
        wait_until(lambda: len(committed) >= len(before) + 20, "twenty more are written")
    assert manage("verify_backup", file).code == 0
    assert manage("restore", file, "--overwrite").code == 0
    kept = set(Project.objects.filter(name__startswith="计划").values_list("name", flat=True))
    assert set(before) <= kept < set(committed)


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_a_copied_file_is_no_backup(school: School, tmp_path: Path) -> None:
    """What is not checkpointed is not in the file (SECURITY F4): a copy may be stale, and it is refused as it is."""
    copy = tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as held:
        held.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        held.execute("BEGIN")
        held.execute("SELECT count(*) FROM projects_project").fetchone()  # a reader keeps the log from being put away
        stored_project(school.ours.unit_year, "后来的计划")
        shutil.copy(connection.settings_dict["NAME"], copy)
    with closing(sqlite3.connect(copy)) as copied:
        found = copied.execute("SELECT count(*) FROM projects_project WHERE name = '后来的计划'").fetchone()
    refused = manage("verify_backup", copy, "--json")
    assert (found, refused.code, refused.json["error"]["code"]) == ((0,), 1, "no-backup")


def test_the_worker_makes_what_is_due(settings: Any) -> None:
    now = timezone.now()
    assert ask_for_backup(now) is None  # an empty house
    campaign = stored_campaign(electronic_due_on=timezone.localdate() + timedelta(days=3))
    asked = ask_for_backup(now)
    assert (ask_for_backup(now), run_waiting()) == (None, 1)
    assert asked is not None
    asked.refresh_from_db()
    (file,) = settings.BACKUP_DIR.iterdir()
    assert (asked.state, manage("verify_backup", file).code) == (Job.State.DONE, 0)
    assert ask_for_backup(now + timedelta(minutes=16)) is None
    Campaign.objects.filter(pk=campaign.pk).update(electronic_due_on=timezone.localdate(now + timedelta(minutes=16)))
    assert ask_for_backup(now + timedelta(minutes=16)) is not None


def test_two_workers_that_look_at_the_same_moment_ask_for_one() -> None:
    stored_campaign()
    now = timezone.now()
    answers = together(*[lambda: ask_for_backup(now)] * 4)
    assert (answers.count(None), Job.objects.filter(kind="back-up").count()) == (3, 1)


def test_old_backups_and_leftovers_are_put_away(settings: Any) -> None:
    stored_campaign()
    settings.BACKUP_DIR.mkdir()
    today = datetime.now(UTC).replace(microsecond=0)
    for days in range(1, 21):
        (settings.BACKUP_DIR / f"portal-{today - timedelta(days=days):%Y%m%dT%H%M%SZ}.backup").touch()
    (settings.BACKUP_DIR / "notes.txt").touch()
    ask_for_backup(timezone.now())
    run_waiting()
    kept = sorted(file.name for file in settings.BACKUP_DIR.iterdir())
    months = {f"{today - timedelta(days=days):%Y-%m}" for days in range(21)}
    assert (kept[0], len(kept)) == ("notes.txt", 1 + 14 + (len(months) - 1 if today.day <= 14 else 0))
