"""2,000 known numbers through every door, then every byte the portal left anywhere is searched (SECURITY 3h)."""

import base64
import hashlib
import io
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from jobs.running import run_waiting
from sheets.tests.building import csv_of, saved, workbook
from units.models import UnitYear
from volunteer_portal.backups.making import back_up
from volunteer_portal.logs import ScrubbingFormatter
from volunteer_portal.tests.acts import log_in
from volunteer_portal.tests.remains import Wanted
from volunteer_portal.tests.school import (
    head_count,
    on_a_roster,
    stored_account,
    stored_campaign,
    stored_contact,
    stored_project,
    stored_team,
    stored_unit,
)  # fmt: skip
from volunteer_portal.tests.test_at_rest import stored
from volunteers.models import Claim, Edit, RosterImport, Volunteer

HEADER = ["姓名", "证件号码", "人员类别", "手机号", "志愿者编号", "备注"]
PEOPLE = 900
SERIALS = range(1, 1001)
KNOWN = [on_a_roster(serial) for serial in SERIALS]
NUMBERS = [number for person in KNOWN for number in (person.document_number, person.phone)]
REASON = "签字盖章的纸质材料"


def row(serial: int, **others: str) -> list[str]:
    """A line of a roster."""
    person = on_a_roster(serial)
    facts = [f"慕容{chr(0x4E00 + serial)}", person.document_number, "本科生", person.phone, person.volunteer_number, ""]
    return [others.get(title, fact) for title, fact in zip(HEADER, facts, strict=True)]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go meanwhile."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the portal logs, down to the last detail but the SQL."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(ScrubbingFormatter("{levelname} {name} {message}", style="{"))
    loggers = [root, *(logging.getLogger(name) for name in ("django", "accounts", "jobs", "volunteers", "units"))]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    for logger in loggers[:2]:
        logger.addHandler(handler)
    yield stream
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)
        logger.removeHandler(handler)


class Doors:
    """Every way in which a number reaches the portal, as a contact, a neighbour and a reviewer."""

    def __init__(self) -> None:
        campaign = stored_campaign()
        self.unit = head_count(stored_unit(campaign, "cs", "计算机学院"), 500, 1000, 0)
        self.other = head_count(stored_unit(campaign, "law", "法学院", position=2), 500, 1000, 0)
        stored_team(self.unit)
        for word in "晨暖银护":
            stored_project(self.unit, f"{word}计划")
        self.contact, self.neighbour, self.reviewer = Client(), Client(), Client(raise_request_exception=False)
        log_in(self.contact, stored_contact(self.unit, "contact", email="a@example.com"))
        log_in(self.neighbour, stored_contact(self.other, "neighbour", email="b@example.com"))
        log_in(self.reviewer, stored_account("reviewer", "reviewer"))

    def sent(self, client: Client, code: str, content: bytes, name: str = "名单.csv") -> RosterImport:
        """A roster, uploaded and read."""
        file = SimpleUploadedFile(name, content)
        answer = client.post(f"/units/{code}/volunteers/upload/", {"file": file, "informed": "on"})
        assert answer.status_code == 302
        run_waiting()
        return RosterImport.objects.order_by("-at")[0]

    def rosters(self) -> None:
        """Taken over, changed, refused, mended, marked, set aside, taken back, claimed."""
        wrong = [row(serial, 姓名="王1") for serial in range(PEOPLE + 1, 951)]
        good = [row(serial) for serial in range(1, PEOPLE + 1)]
        first = self.sent(self.contact, "cs", csv_of(HEADER, *good, *wrong).encode())
        assert (first.report["counts"]["created"], first.report["counts"]["rows"]) == (PEOPLE, 950)
        for path in ("", "problems/"):
            assert self.contact.get(f"/rosters/{first.pk}/{path}").status_code == 200
        assert self.contact.post(f"/rosters/{first.pk}/rows/{PEOPLE + 2}/", {}).status_code == 200
        assert self.contact.post(f"/rosters/{first.pk}/file-back/").status_code in (200, 302)
        run_waiting()
        assert self.contact.post(f"/rosters/{first.pk}/file-back/").status_code == 200
        assert self.contact.post(f"/rosters/{first.pk}/apply/").status_code == 302
        changed = [row(serial, 手机号=on_a_roster(serial + 950).phone) for serial in range(1, 50)]
        second = self.sent(self.contact, "cs", saved(workbook(名单=[HEADER, *changed])), "名单.xlsx")
        self.contact.post(f"/rosters/{second.pk}/apply/")
        assert self.contact.post(f"/rosters/{second.pk}/undo/").status_code == 302
        refused = self.sent(self.contact, "cs", "\n".join(NUMBERS).encode(), f"{NUMBERS[0]}.csv")
        assert refused.state != "applied"
        aside = self.sent(self.contact, "cs", csv_of(HEADER, *[row(serial) for serial in range(951, 1001)]).encode())
        assert self.contact.post(f"/rosters/{aside.pk}/abandon/").status_code == 302
        claimed = self.sent(self.neighbour, "law", csv_of(HEADER, *good[:40]).encode())
        assert self.neighbour.post(f"/rosters/{claimed.pk}/apply/").status_code == 302
        run_waiting()
        assert (Claim.objects.count(), len(mail.outbox) > 0) == (40, True)

    def people(self) -> None:
        """Looked at, searched for, shown, edited, moved, taken off."""
        *_others, person = Volunteer.objects.filter(claims=None).order_by("school_number", "pk")
        page = f"/volunteers/{person.pk}/"
        for path in ("/units/cs/volunteers/", "/units/cs/missing/", page, f"{page}edit/"):
            assert self.contact.get(path).status_code == 200
        for words in (*NUMBERS[:4], NUMBERS[-2], NUMBERS[0].lower()):
            assert self.contact.post("/units/cs/volunteers/search/", {"words": words}).status_code == 200
        assert person.clear_phone() in self.contact.post(f"{page}reveal/", {"reason": REASON}).content.decode()
        form = {
            "name": person.name, "category": person.category, "status": person.status, "politics": person.politics,
            "volunteer_number": person.volunteer_number, "document_type": person.document_type,
            "document_number": on_a_roster(990).document_number, "phone": on_a_roster(990).phone,
            "version": person.version,
        }  # fmt: skip
        assert self.contact.post(f"{page}edit/", form | {"phone": NUMBERS[0]}).status_code == 200
        assert self.contact.post(f"{page}edit/", form).status_code == 302
        assert self.contact.post(f"{page}remove/").status_code == 302
        assert Edit.objects.count() == 2

    def leaving(self) -> None:
        """Handed in and downloaded in clear."""
        assert self.contact.post("/units/cs/submission/", {"explanation": "两人在外进修"}).status_code == 302
        for place in ("attachments", "submission/versions/1"):
            for drawing in ("xlsx", "pdf"):
                asked = {"reason": REASON, "drawing": drawing}
                answer = self.contact.post(f"/units/cs/{place}/complete/", asked)
                assert answer.headers["Content-Type"] != "text/html; charset=utf-8"

    def odd_ones(self) -> None:
        """Where numbers do not belong: in addresses, questions, headers, wrong forms, broken pages."""
        number = NUMBERS[0]
        for path in (f"/units/{number}/", f"/units/cs/volunteers/?sort={number}&department={number}", f"/{number}"):
            self.contact.get(path, headers={"referer": f"http://testserver/?q={number}", "user-agent": number})
        self.contact.post("/units/cs/head-count/", {"staff": number, "students": "x", "count_source": ""})
        self.contact.post("/account/preferences/", {"language": "en", "next": f"/?words={number}"})
        Client().post("/account/login/", {"login": "nobody", "password": number})
        pasted = {"pasted": "\t".join(row(999)), "informed": "on"}
        assert self.contact.post("/units/cs/volunteers/upload/", pasted).status_code == 302
        run_waiting()
        broken = Volunteer.objects.order_by("pk")[0]
        sealed = broken.document_number_sealed
        Volunteer.objects.filter(pk=broken.pk).update(document_number_sealed=b"\x01" * 40)
        assert self.reviewer.get(f"/volunteers/{broken.pk}/?q={number}").status_code == 500
        Volunteer.objects.filter(pk=broken.pk).update(document_number_sealed=sealed)


def left_on_disk(folders: list[Path]) -> Iterator[bytes]:
    """Every file below these folders."""
    for folder in folders:
        yield from (path.read_bytes() for path in folder.rglob("*") if path.is_file())


def database_files() -> Iterator[bytes]:
    """The files of the database as they lie on the disk: with the log of the last writes, and what was deleted."""
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        yield from (path.read_bytes() for path in name.parent.glob(f"{name.name}*"))
        return
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        yield from left_on_disk([folder / "base" / str(cursor.fetchone()[0]), folder / "pg_wal"])


def found(temporary: Path, log: io.StringIO) -> set[bytes]:
    """The numbers that can be read anywhere, in any form that needs no key."""
    wanted = Wanted(NUMBERS)
    texts = [log.getvalue(), *(message.message().as_string() for message in mail.outbox)]
    seen = wanted.in_bytes(stored()) | wanted.in_bytes("\n".join(texts).encode())
    folders = [temporary, *(path for path in settings.DATA_DIR.glob("*") if path.name != "static" and path.is_dir())]
    for content in (*database_files(), *left_on_disk(folders)):
        seen |= wanted.in_text(content)
    return seen


def planted(unit_year: UnitYear, temporary: Path, log: io.StringIO) -> set[bytes]:
    """Numbers left in each kind of place, in another form each."""
    numbers = [on_a_roster(serial).document_number for serial in range(1, 8)]
    plain, wide, encoded, turned, hashed, written, logged = numbers
    notes: list[Any] = [
        plain, wide.translate({ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789X"}),
        base64.b64encode(encoded.encode()).decode(), turned[::-1], hashlib.sha256(hashed.encode()).hexdigest(),
    ]  # fmt: skip
    unit_year.projects.filter(name="晨计划").update(description=" ".join(notes))
    (temporary / "upload").write_bytes(written.encode("utf-16-le"))
    log.write(logged)
    return {number.encode() for number in (plain, wide, encoded, turned[::-1], hashed, written, logged)}


@pytest.mark.django_db(transaction=True)
def test_nothing_can_be_read_without_the_key(temporary: Path, log: io.StringIO) -> None:
    doors = Doors()
    doors.rosters()
    doors.people()
    doors.leaving()
    doors.odd_ones()
    assert (len(set(NUMBERS)), Volunteer.objects.count() >= PEOPLE - 1) == (2000, True)
    back_up(temporary / "backup", timezone.now())
    assert found(temporary, log) == set()
    name = Volunteer.objects.order_by("pk")[0].name.encode()  # the files are the right ones: names may be read in them
    assert any(name in content for content in database_files())
    assert planted(doors.unit, temporary, log) - found(temporary, log) == set()
