"""No document number and no phone lies in the database or the log in clear, whatever was done (SECURITY C11)."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from openpyxl import load_workbook

from accounts.models import User
from jobs.running import run_waiting
from reports.models import ExportPart, SubmissionFile
from units.models import UnitYear
from volunteer_portal.tests.acts import log_in, visitor
from volunteer_portal.tests.corpus import CORPUS, corpus_school
from volunteer_portal.tests.school import head_count, stored_account, stored_contact, stored_project, stored_team
from volunteers.models import RosterImport, Volunteer

ROSTER = CORPUS / "ok01_openpyxl.xlsx"
# Rewritten for the second upload, so that changed people are sealed anew as well.
NEW_PHONE = "13987654321"


def columns(*titles: str) -> list[list[str]]:
    """These columns of the roster."""
    header, *rows = load_workbook(ROSTER).worksheets[0].iter_rows(values_only=True)
    return [[str(row[header.index(title)]) for row in rows] for title in titles]


def changed_roster() -> bytes:
    """The roster again, with another phone for its first person."""
    book, content = load_workbook(ROSTER), io.BytesIO()
    sheet = book.worksheets[0]
    place = [cell.value for cell in sheet[1]].index("手机号") + 1
    sheet.cell(2, place).value = NEW_PHONE
    book.save(content)
    return content.getvalue()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything anybody writes to a log, unscrubbed and down to the last detail but the SQL."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    names = [None, "django", "django.request", "django.security", "jobs", "volunteers", "reports", "units"]
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers[:2]:
        logger.addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    yield stream
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


def ready_unit() -> UnitYear:
    """A unit that lacks only its people."""
    unit_year: UnitYear = corpus_school().units.get(unit__code="cs")
    head_count(unit_year, 10, 10, 0)
    stored_team(unit_year)
    for word in "晨暖银护":
        stored_project(unit_year, f"{word}计划")
    return unit_year


def main_job(client: Client) -> None:
    """Upload twice, take over, look, hand in, download in clear."""
    for content in (ROSTER.read_bytes(), changed_roster()):
        sent = client.post(
            "/units/cs/volunteers/upload/", {"file": SimpleUploadedFile("名单.xlsx", content), "informed": "on"}
        )
        assert (sent.status_code, run_waiting()) == (302, 1)
        received = RosterImport.objects.order_by("-at")[0]
        assert client.get(f"/rosters/{received.pk}/").status_code == 200
        assert client.post(f"/rosters/{received.pk}/apply/").status_code == 302
    assert Volunteer.objects.count() == 20
    assert client.get("/units/cs/volunteers/").status_code == 200
    explained = {"explanation": "两人在外进修"}
    assert client.post("/units/cs/submission/", explained).status_code == 302
    assert (run_waiting(), SubmissionFile.objects.count()) == (2, 4)  # drawn and kept, and the office told
    for drawing in ("xlsx", "pdf"):
        form = {"reason": "签字盖章的纸质材料", "drawing": drawing}
        answer = client.post("/units/cs/attachments/complete/", form)
        assert answer.headers["Content-Type"] != "text/html; charset=utf-8"


def whole_school(client: Client) -> None:
    """Have everybody's complete numbers made into a file that is kept for a day."""
    sent = client.post("/attachments/4/", {"drawing": "sheets", "clear": "on", "reason": "签字盖章的纸质材料"})
    assert (sent.status_code, run_waiting(), ExportPart.objects.count()) == (302, 1, 1)


def stored() -> bytes:
    """Every value of every column of every table, and on SQLite the file with all it still remembers."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 – our own tables
            found += [value for row in cursor.fetchall() for value in row]
    texts = [bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in found]
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        texts += [path.read_bytes() for path in name.parent.glob(f"{name.name}*")]
    return b"\n".join(texts)


def seen_in(content: bytes, words: list[str]) -> list[str]:
    """Which of these words can be read there."""
    return [word for word in words if word.encode() in content or word.encode("utf-16-le") in content]


@pytest.mark.django_db(transaction=True)
def test_no_number_lies_in_clear(log: io.StringIO) -> None:
    unit_year, client = ready_unit(), Client()
    contact, reviewer = stored_contact(unit_year, "contact"), stored_account("reviewer", User.Role.REVIEWER)
    log_in(client, contact)
    main_job(client)
    whole_school(visitor(reviewer))
    names, documents, phones = columns("姓名", "证件号码", "手机号")
    numbers = [*documents, *phones, NEW_PHONE]
    content = stored()
    assert seen_in(content, numbers) == []
    assert seen_in(log.getvalue().encode(), numbers) == []
    # The same search finds what is there: the names, and a number somebody wrote where it does not belong.
    assert seen_in(content, names) == names
    unit_year.projects.filter(name="晨计划").update(description=f"联系 {documents[0]}")
    logging.getLogger("jobs").info(phones[0])
    assert seen_in(stored(), numbers) == documents[:1]
    assert seen_in(log.getvalue().encode(), numbers) == phones[:1]
