"""Files of the whole school: asked for, made by the worker, kept sealed for a day for whoever asked."""

import io
import re
import zipfile
from datetime import timedelta
from hashlib import sha256
from typing import Any

import msoffcrypto
import openpyxl
import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import AuditEntry, User
from jobs.models import Job
from jobs.running import fail, run, run_waiting, take_next
from jobs.worker import Worker
from reports import export_files, leaving
from reports.export_files import opened
from reports.export_links import link_for
from reports.models import ExportFile, ExportPart
from volunteer_portal.tests.acts import recorded, visitor
from volunteer_portal.tests.school import PASSWORD, School, stored_unit, two_units
from volunteers.encryption import DecryptionFailed
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
ASK, FILES = "/attachments/4/", "/exports/"
REASON = "全校归档用的名册"


@pytest.fixture
def school() -> School:
    return two_units()


@pytest.fixture
def reviewer(school: School) -> Any:
    """A reviewer who just entered the password once more."""
    user = school.accounts["reviewer"]
    return visitor(user)


def asked(client: Any, drawing: str, **changes: str) -> ExportFile:
    """A file that was asked for and made."""
    answer = client.post(ASK, {"drawing": drawing} | changes)
    job = Job.objects.unfinished().get(kind="draw-export")
    assert (answer.status_code, answer["Location"], run_waiting()) == (302, f"/jobs/{job.pk}/", 1)
    assert client.get(answer["Location"])["Location"] == FILES
    return ExportFile.objects.latest("at")


def way(file: ExportFile) -> str:
    """A fresh link to a file, as the page offers it."""
    file.refresh_from_db()
    return f"/exports/{file.pk}/{link_for(file)}/"


def fetched(client: Any, file: ExportFile, **form: str) -> bytes:
    """What the download brings."""
    answer = client.post(way(file), form)
    assert (answer.status_code, answer.streaming) == (200, True)
    return b"".join(answer.streaming_content)


def words(sheet: Any) -> str:
    """Every cell of a sheet."""
    return " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)


def test_one_table_with_everybody(reviewer: Any, school: School) -> None:
    file = asked(reviewer, "xlsx")
    [sheet] = openpyxl.load_workbook(io.BytesIO(fetched(reviewer, file))).worksheets
    text = words(sheet)
    assert [people.people[0].name in text for people in (school.ours, school.theirs)] == [True, True]
    assert ("10 人" in text, school.ours.people[0].document_number in text, sheet.title) == (True, False, "附件4")
    assert file.name == f"附件4 试验大学 {timezone.localdate():%Y%m%d}-{file.started_id:06d}.xlsx"


def test_a_sheet_for_each_unit(reviewer: Any, school: School) -> None:
    stored_unit(school.campaign, "empty", "空[学]院/分部*与" + "长" * 30, position=3)
    file = asked(reviewer, "sheets", clear="on", reason=REASON)
    ours, theirs, empty, notes = openpyxl.load_workbook(io.BytesIO(fetched(reviewer, file))).worksheets
    assert [ours.title, theirs.title, notes.title] == ["计算机学院党委", "法学院党委", "使用说明"]
    assert empty.title == "空 学 院 分部 与" + "长" * 21
    for sheet, own, other in ((ours, school.ours, school.theirs), (theirs, school.theirs, school.ours)):
        text = words(sheet)
        assert [person.name in text for person in own.people[:5]] == [True] * 5
        assert [person.name in text for person in other.people] == [False] * 6
        assert (own.people[0].document_number in text, "5 人" in text, own.unit_year.name in text) == (True,) * 3
        cells = [sheet[place] for place in ("A4", "B5", "H9", "A10")]
        assert [cell.border.top.style for cell in cells] == ["thin"] * 4
        assert (sheet.print_title_rows, sheet["H9"].number_format, sheet["H9"].data_type) == ("$4:$4", "@", "s")
    assert "0 人" in words(empty)
    told = dict(notes.iter_rows(values_only=True))
    assert (told["用途"], told["导出编号"], told["人数"]) == (REASON, f"{file.started_id:06d}", "10")


def test_a_pdf_for_each_unit_in_one_archive(reviewer: Any, school: School) -> None:
    file = asked(reviewer, "zip")
    with zipfile.ZipFile(io.BytesIO(fetched(reviewer, file))) as archive:
        assert archive.testzip() is None
        papers = {name: PdfReader(io.BytesIO(archive.read(name))) for name in archive.namelist()}
    units = ("01 计算机学院党委", "02 法学院党委")
    assert list(papers) == [f"{unit} 附件{number}.pdf" for unit in units for number in (3, 4)]
    texts = {name: "".join(page.extract_text() for page in paper.pages) for name, paper in papers.items()}
    assert ["令狐甲" in texts[f"{unit} 附件4.pdf"] for unit in units] == [True, False]
    assert (file.rows, file.name.startswith("附件3、附件4（各单位） 试验大学 ")) == (12, True)


def test_one_pdf_with_everybody(reviewer: Any) -> None:
    paper = PdfReader(io.BytesIO(fetched(reviewer, asked(reviewer, "pdf"))))
    text = "".join(page.extract_text() for page in paper.pages)
    assert ("令狐甲" in text, "慕容甲" in text) == (True, True)


def test_it_is_on_record_before_during_and_after(reviewer: Any, school: School) -> None:
    before = len(recorded())
    reviewer.post(ASK, {"drawing": "xlsx", "clear": "on", "reason": REASON})
    [started] = recorded()[before:]
    facts = {"attachment": 4, "format": "xlsx", "clear_numbers": True, "expected": 10, "lists_people": True}
    assert (started["action"], started["reason"]) == ("export-started", REASON)
    assert started["detail"] | facts == started["detail"]
    run_waiting()
    file = ExportFile.objects.get()
    content = fetched(reviewer, file)
    [_started, finished, sent] = recorded()[before:]
    told = {"serial": file.started_id, "count": 10, "bytes": len(content), "sha256": sha256(content).hexdigest()}
    assert (finished["action"], finished["detail"], finished["by"]) == ("export-finished", told, started["by"])
    assert (sent["action"], sent["detail"]) == ("export-fetched", {"serial": file.started_id, "locked": False})


def test_behind_a_password_that_is_kept_nowhere(reviewer: Any) -> None:
    file, password = asked(reviewer, "xlsx", clear="on", reason=REASON), "kx7m-2wqe-9hdt"
    locked, plain = fetched(reviewer, file, lock="on", password=password), io.BytesIO()
    book = msoffcrypto.OfficeFile(io.BytesIO(locked))
    book.load_key(password=password, verify_password=True)
    book.decrypt(plain)
    assert [sheet.title for sheet in openpyxl.load_workbook(plain).worksheets] == ["附件4", "使用说明"]
    assert recorded()[-1]["detail"]["locked"] is True
    page = reviewer.post(way(file), {"lock": "on", "password": "kurz"}, follow=True)
    assert "Choose at least 8 letters, digits and signs" in page.content.decode()


def test_only_whoever_asked_fetches_it(reviewer: Any, school: School) -> None:
    file = asked(reviewer, "xlsx")
    administrator = visitor(school.accounts["administrator"])
    assert administrator.post(way(file)).status_code == 404
    assert file.name not in administrator.get(FILES).content.decode()
    assert file.name in reviewer.get(FILES).content.decode()


def test_complete_numbers_want_the_password_again(reviewer: Any, school: School) -> None:
    file, before = asked(reviewer, "xlsx", clear="on", reason=REASON), len(recorded())
    later = visitor(school.accounts["reviewer"], minutes_ago=11)
    assert later.post(way(file))["Location"].startswith("/account/reauthenticate/")
    asked_again = later.post(ASK, {"drawing": "xlsx", "clear": "on", "reason": REASON})
    assert asked_again["Location"].startswith("/account/reauthenticate/")
    assert len(recorded()) == before
    assert "Enter the password" in later.get(FILES).content.decode()
    later.post("/account/reauthenticate/", {"password": PASSWORD, "next": FILES})
    assert fetched(later, file)


def test_it_is_gone_after_a_day(reviewer: Any, school: School) -> None:
    file = asked(reviewer, "xlsx")
    with time_machine.travel(file.at + timedelta(hours=23, minutes=59)):
        Worker().sweep(timezone.now())
        assert fetched(visitor(school.accounts["reviewer"]), file)
    with time_machine.travel(file.at + timedelta(hours=24)):
        assert visitor(school.accounts["reviewer"]).post(way(file)).status_code == 404
        Worker().sweep(timezone.now())
    assert (ExportFile.objects.count(), ExportPart.objects.count()) == (0, 0)


def test_a_character_that_cannot_be_printed_is_named_with_unit_and_row(reviewer: Any) -> None:
    Volunteer.objects.filter(name="慕容甲").update(name="慕容\ue000")
    file = asked(reviewer, "zip")
    page = reviewer.get(FILES).content.decode()
    assert ("法学院党委" in page, "Row 1 contains the character" in page, "U+E000" in page) == (True, True, True)
    assert (file.state, ExportPart.objects.count(), recorded()[-1]["action"]) == ("refused", 0, "export-started")
    assert reviewer.post(way(file)).status_code == 404


def test_one_file_at_a_time(reviewer: Any) -> None:
    reviewer.post(ASK, {"drawing": "xlsx"})
    page = reviewer.post(ASK, {"drawing": "pdf"})
    assert [error.code for error in page.context["form"].errors.as_data()["__all__"]] == ["still-drawing"]
    assert ExportFile.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "归档"])
def test_complete_numbers_want_a_reason(reviewer: Any, reason: str) -> None:
    page = reviewer.post(ASK, {"drawing": "xlsx", "clear": "on", "reason": reason})
    assert [error.code for error in page.context["form"].errors.as_data()["reason"]] == ["reason-missing"]
    assert (ExportFile.objects.count(), Job.objects.unfinished().filter(kind="draw-export").exists()) == (0, False)


def test_a_worker_that_was_killed_begins_anew(reviewer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_files, "PART_BYTES", 2000)
    reviewer.post(ASK, {"drawing": "xlsx"})
    job = take_next(timezone.now())
    assert job
    file = ExportFile.objects.get()
    ExportPart.objects.create(file=file, position=0, content_sealed=b"half of it")
    run(job)
    assert ExportPart.objects.count() > 2
    content = fetched(reviewer, file)
    assert (content[:4], recorded()[-2]["detail"]["sha256"]) == (b"PK\x03\x04", sha256(content).hexdigest())


def test_a_file_that_could_not_be_made_is_put_away(reviewer: Any) -> None:
    reviewer.post(ASK, {"drawing": "xlsx"})
    job = take_next(timezone.now())
    assert job
    fail(job)
    page = reviewer.get(FILES).content.decode()
    assert (ExportFile.objects.get().state, "A fault of ours stopped it." in page) == ("failed", True)


def test_parts_open_only_in_their_place(reviewer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_files, "PART_BYTES", 2000)
    file = asked(reviewer, "xlsx")
    first, second = file.parts.order_by("position")[:2]
    ExportPart.objects.filter(pk=first.pk).update(content_sealed=second.content_sealed)
    with pytest.raises(DecryptionFailed):
        list(opened(file))


def test_administrators_hear_of_many_people(
    reviewer: Any, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving, "MANY_PEOPLE", 9)
    User.objects.filter(pk=school.accounts["administrator"].pk).update(email="admin@example.com")
    reviewer.get("/units/cs/attachments/4.xlsx")
    assert run_waiting() == 0
    reviewer.post(ASK, {"drawing": "xlsx", "clear": "on", "reason": REASON})
    assert run_waiting() == 2
    [letter] = mail.outbox
    serial = AuditEntry.objects.filter(action="export-started").latest("pk").pk
    assert (letter.to, "10" in letter.subject) == (["admin@example.com"], True)
    assert [word for word in ("用户reviewer", "10", f"{serial:06d}") if word not in letter.body] == []
    assert [person.name for person in school.ours.people if person.name in letter.body] == []


def test_a_link_leads_to_the_file_once(reviewer: Any) -> None:
    file = asked(reviewer, "xlsx", clear="on", reason=REASON)
    (first,) = re.findall(rf'action="(/exports/{file.pk}/[^/]+/)"', reviewer.get(FILES).content.decode())
    other = way(file)
    wrong = reviewer.post(first, {"lock": "on", "password": "kurz"})
    assert (wrong["Location"], reviewer.post(first).status_code) == (FILES, 200)
    before = len(recorded())
    for used in (first, other, f"/exports/{file.pk}/1:invented/"):
        answer = reviewer.post(used, follow=True)
        assert (answer.redirect_chain, "A download works once" in answer.content.decode()) == ([(FILES, 302)], True)
    assert len(recorded()) == before
    assert fetched(reviewer, file)[:2] == b"PK"


def test_a_link_is_good_for_a_quarter_of_an_hour(reviewer: Any) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        file = asked(reviewer, "xlsx")
        link = way(file)
        clock.shift(timedelta(minutes=15, seconds=1))
        again = visitor(User.objects.get(username="reviewer"))
        assert again.post(link)["Location"] == FILES
        clock.shift(timedelta(seconds=-2))
        assert again.post(link).status_code == 200
        clock.shift(timedelta(hours=3))
        assert fetched(visitor(User.objects.get(username="reviewer")), file)[:2] == b"PK"


def test_the_link_of_one_file_does_not_open_another(reviewer: Any) -> None:
    one, other = asked(reviewer, "xlsx"), asked(reviewer, "pdf")
    assert reviewer.post(f"/exports/{one.pk}/{link_for(other)}/")["Location"] == FILES
    one.refresh_from_db()
    assert one.fetches == 0
