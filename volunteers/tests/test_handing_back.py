"""Give me my file back: every faulty cell is marked; corrected and sent again, only the differences are read."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from accounts.models import User
from jobs.models import Job
from jobs.worker import Worker
from units.models import UnitYear
from volunteer_portal.demo.people import document_number
from volunteer_portal.tests.acts import entry, recorded
from volunteer_portal.tests.corpus import CORPUS, FILES, corpus_school
from volunteer_portal.tests.school import stored_campaign, stored_contact, stored_unit
from volunteers.models import RosterImport, Volunteer
from volunteers.roster import handing_back
from volunteers.roster.handing_back import file_back
from volunteers.roster.importing import abandon_import, apply_import
from volunteers.roster.keeping import DAYS_KEPT, put_away_old_files
from volunteers.roster.mending import mend_row, show_row
from volunteers.tests.rosters import after, again, as_csv, as_workbook, examined, line

pytestmark = pytest.mark.django_db
FAULT, MENDED = "FFFFC7CE", "FFC6EFCE"
PARTLY_GOOD = [file for file in FILES if file["expect"] == "accept-some-rows-with-row-errors"]


@pytest.fixture
def unit_year() -> UnitYear:
    return stored_unit(stored_campaign())


def back(received: RosterImport, **facts: Any) -> bytes:
    content = file_back(received, **({"by": None, "at": timezone.now()} | facts))
    assert isinstance(content, bytes)
    return content


def marked_cells(content: bytes) -> dict[tuple[int, int], tuple[str, str]]:
    """Row and column of each commented cell, with its colour and the comment."""
    sheet = load_workbook(io.BytesIO(content)).active
    return {place: (cell.fill.fgColor.rgb, cell.comment.text) for place, cell in sheet._cells.items() if cell.comment}


@pytest.mark.parametrize("file", PARTLY_GOOD, ids=lambda file: file["file"])
def test_every_partly_good_file_of_the_corpus_comes_back_marked(file: dict[str, Any]) -> None:
    unit_year = corpus_school().units.get(unit__code="cs")
    sent = (Path(CORPUS) / file["file"]).read_bytes()
    received = examined(unit_year, sent, file["upload_as"])
    content = back(received)
    found = marked_cells(content)
    problems = {(kept["row"], kept["column"]) for kept in received.report["problems"]}
    assert {row for row, _ in found} == {row for row, _ in problems}
    assert len(found) <= len(problems)
    assert {colour for colour, _ in found.values()} == {FAULT}
    assert all(comment for _, comment in found.values())
    titles = CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
    if sent.startswith(b"PK"):
        before = load_workbook(io.BytesIO(sent))
        after_all = load_workbook(io.BytesIO(content))
        assert titles == before.sheetnames
        assert [{letter: size.width for letter, size in sheet.column_dimensions.items()} for sheet in after_all] == [
            {letter: size.width for letter, size in sheet.column_dimensions.items()} for sheet in before
        ]


def test_corrected_and_sent_again_only_the_differences_are_read(unit_year: UnitYear) -> None:
    contact, now = stored_contact(unit_year, "contact"), timezone.now()
    wrong = document_number(3)[:-1] + ("0" if document_number(3)[-1] != "0" else "1")
    received = examined(
        unit_year, as_workbook(line(1), line(2), line(3, 证件号码=wrong), line(4, 姓名="")), "名单.xlsx"
    )
    content = back(received, by=contact, at=now)
    assert recorded()[-1] == entry(
        "roster-file-back", received, unit="cs", by=contact, at=now, size=len(content), problems=2, mended=0
    )
    apply_import(again(received), by=contact, at=now)
    book = load_workbook(io.BytesIO(content))
    assert sorted(marked_cells(content)) == [(4, 2), (5, 1)]
    book.active["B4"], book.active["A5"] = document_number(3), "欧阳明"
    out = io.BytesIO()
    book.save(out)
    second = examined(unit_year, out.getvalue(), "名单.xlsx")
    assert second.report["counts"] == {
        "rows": 4, "accepted": 4, "created": 2, "updated": 0, "unchanged": 2, "held": 0, "ignored": 0,
    }  # fmt: skip
    assert second.report["problems"] == []
    apply_import(second, by=contact, at=now)
    assert Volunteer.objects.count() == 4


def test_what_was_mended_on_the_page_stands_in_the_file(unit_year: UnitYear) -> None:
    contact, now = stored_contact(unit_year, "contact"), timezone.now()
    received = examined(unit_year, as_csv(line(1), line(2, 姓名=""), line(3, 证件号码="G1234567")))
    for row, texts in ((3, {"name": "张三"}), (4, {"document_type": "护照"})):
        shown = show_row(received, row, by=contact, at=now)
        received = after(mend_row(received, row, {**shown, **texts}, by=contact, at=now), received)
    content = back(received)
    found = marked_cells(content)
    assert {place: colour for place, (colour, _) in found.items()} == {(3, 1): MENDED, (4, 1): MENDED}
    sheet = load_workbook(io.BytesIO(content)).active
    # The file has no column for the kind of document, so its first cell only says so.
    assert (sheet["A3"].value, sheet["A4"].value, "护照" in found[4, 1][1]) == ("张三", line(3)[0], True)


def test_a_long_file_is_marked_by_the_worker(unit_year: UnitYear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing_back, "ROWS_AT_ONCE", 1)
    contact, now = stored_contact(unit_year, "contact"), timezone.now()
    received = examined(unit_year, as_csv(line(1), line(2, 姓名="")))
    job = file_back(received, by=contact, at=now)
    assert isinstance(job, Job)
    ready = after(job, received)
    assert marked_cells(back(ready, by=contact)).keys() == {(3, 1)}
    assert ready.marked_sealed
    shown = show_row(ready, 3, by=contact, at=now)
    assert not after(mend_row(ready, 3, {**shown, "name": "张三"}, by=contact, at=now), ready).marked_sealed


def is_refused(received: RosterImport) -> str:
    with pytest.raises(ValidationError) as refusal:
        file_back(received, by=User(), at=timezone.now())
    return str(refusal.value.code)


def test_a_decided_file_is_gone(unit_year: UnitYear) -> None:
    taken, aside = examined(unit_year, as_csv(line(1))), examined(unit_year, as_csv(line(2)))
    apply_import(taken, by=None, at=timezone.now())
    abandon_import(aside, by=None, at=timezone.now())
    assert [is_refused(again(received)) for received in (taken, aside)] == ["file-not-kept"] * 2
    assert [bytes(again(received).upload_sealed) for received in (taken, aside)] == [b"", b""]


def test_an_undecided_file_is_kept_for_a_week(unit_year: UnitYear) -> None:
    received = examined(unit_year, as_csv(line(1)))
    now = timezone.now()
    swept = [put_away_old_files(received.at + DAYS_KEPT), put_away_old_files(received.at + DAYS_KEPT + timedelta(1))]
    assert (swept, is_refused(again(received))) == ([0, 1], "file-not-kept")
    apply_import(again(received), by=None, at=now)  # the accepted rows are still there
    assert Volunteer.objects.count() == 1


def test_the_worker_sweeps_every_five_minutes(unit_year: UnitYear) -> None:
    received, worker = examined(unit_year, as_csv(line(1))), Worker()
    old = received.at - DAYS_KEPT - timedelta(1)
    kept = []
    for minutes in (0, 4, 5):
        worker.sweep(received.at + timedelta(minutes=minutes))
        RosterImport.objects.update(at=old)
        kept.append(bool(again(received).upload_sealed))
    assert kept == [True, True, False]


def test_what_cannot_be_used_at_all_is_not_kept(unit_year: UnitYear) -> None:
    received = examined(unit_year, b"%PDF-1.7")
    assert (received.report["refused"]["code"], bytes(received.upload_sealed)) == ("file-kind", b"")
