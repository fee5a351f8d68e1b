"""The files of a version: drawn once, kept sealed, the same bytes for ever, and never taken unnoticed."""

import hashlib
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from accounts.models import AuditEntry
from campaigns.models import Campaign
from jobs.models import Job
from jobs.running import run_waiting
from reports import pdf
from reports.exporting import COLUMNS
from reports.listings import frozen_of, kept_content
from reports.models import Submission, SubmissionFile
from reports.paper.checking import code_of, table_of
from reports.paper.codes import in_groups
from reports.submission_files import FILES, draw, draw_submission, export_version, file_of
from reports.submissions import submit
from reports.tables import Undrawable
from reports.tests.handed_in import AT, HOUR, many_people, ready_unit
from reports.tests.test_pdf import one_line, pages
from units.models import Team, UnitYear
from volunteer_portal.tests.acts import entry, recorded
from volunteer_portal.tests.school import on_a_roster, stored_contact, stored_person
from volunteers.models import Volunteer

REASON = "签字盖章的纸质材料"
pytestmark = pytest.mark.django_db


@pytest.fixture
def submission() -> Submission:
    return submit(ready_unit(), explanation="", by=None, at=AT)


def work() -> None:
    """The worker draws; the mail is another matter."""
    Job.objects.filter(kind="mail-submission").delete()
    assert run_waiting() == 1


def files(submission: Submission, *, clear: bool) -> list[bytes]:
    """All four, drawn anew from what was frozen."""
    return [draw(submission, frozen_of(submission), number, drawing, clear=clear) for number, drawing in FILES]


def test_four_files_are_drawn_once(submission: Submission) -> None:
    work()
    kept = list(SubmissionFile.objects.order_by("number", "-drawing"))
    assert [(file.number, file.drawing) for file in kept] == FILES
    assert [file.page_ends for file in kept] == [[], [1], [], [3]]
    contents = [kept_content(file) for file in kept]
    assert [hashlib.sha256(content).hexdigest() for content in contents] == [file.digest for file in kept]
    assert contents == files(submission, clear=True)
    draw_submission(str(submission.pk), Job())
    assert list(SubmissionFile.objects.order_by("number", "-drawing").values_list("pk", flat=True)) == [
        file.pk for file in kept
    ]


def test_the_same_bytes_whatever_became_of_the_unit(submission: Submission) -> None:
    before = {clear: files(submission, clear=clear) for clear in (True, False)}
    unit_year = submission.unit_year
    Campaign.objects.update(school_name="新大学", attachment4_title="另一标题", year=2019)
    UnitYear.objects.update(name="新学院党委", standard_name="新大学新学院志愿服务队", staff=20, students=30)
    Team.objects.update(contact_name="新联系人", contact_phone="0371-60000000", state="returned")
    Volunteer.objects.update(name="改名", remark="改过")
    stored_person(unit_year, on_a_roster(9))
    fresh = Submission.objects.get()
    assert {clear: files(fresh, clear=clear) for clear in (True, False)} == before
    assert "新学院" not in one_line("".join(pages(before[True][1])))


def test_whoever_comes_before_the_worker_gets_the_same(submission: Submission) -> None:
    early = [file_of(submission, number, drawing, clear=True) for number, drawing in FILES]
    work()
    assert [file_of(submission, number, drawing, clear=True) for number, drawing in FILES] == early


def test_masked_and_complete_paper_break_their_pages_alike() -> None:
    unit_year = ready_unit()
    many_people(unit_year, 50)
    submission = submit(unit_year, explanation="", by=None, at=AT)
    ends = [pdf.page_ends(table_of(submission, frozen_of(submission), 4, clear=clear)) for clear in (True, False)]
    assert (ends[0], len(ends[0])) == (ends[1], 3)


def test_a_name_no_face_has_leaves_the_other_files(submission: Submission) -> None:
    Volunteer.objects.filter(school_number="XH00000003").update(name="王𰻝")
    second = submit(submission.unit_year, explanation="", by=None, at=AT)
    draw_submission(str(second.pk), Job.objects.filter(subject=str(second.pk))[0])
    kept = second.files.order_by("number", "-drawing").values_list("number", "drawing")
    assert list(kept) == [(3, "xlsx"), (3, "pdf"), (4, "xlsx")]
    with pytest.raises(Undrawable) as refusal:
        file_of(second, 4, "pdf", clear=True)
    assert (refusal.value.character, refusal.value.row) == ("𰻝", 3)


@pytest.mark.parametrize("clear", [False, True])
@pytest.mark.parametrize(("number", "rows"), [(3, 1), (4, 3)])
def test_what_leaves_is_on_record_before_and_after(submission: Submission, clear: bool, number: int, rows: int) -> None:
    contact, reason = stored_contact(submission.unit_year, "contact"), REASON if clear else ""
    with time_machine.travel(AT + HOUR, tick=False):
        made = export_version(submission, number, "pdf", clear=clear, reason=reason, by=contact, at=AT + HOUR)
        started = AuditEntry.objects.first()
        assert (recorded()[-1]["action"], started) == ("export-started", AuditEntry.objects.first())
        content = made.whole()
    assert started
    text = one_line("".join(pages(content)))
    assert (in_groups(code_of(submission)) in text, on_a_roster(1).document_number in text) == (
        True,
        clear and number == 4,
    )
    assert made.name == f"附件{number} 计算机学院党委 第1版 20181109-{started.pk:06d}.pdf"
    columns = [column.title for column in COLUMNS[number]]
    begun: dict[str, Any] = {
        "attachment": number, "format": "pdf", "version": 1, "clear_numbers": clear, "columns": columns,
        "expected": rows, "lists_people": number == 4,
    }  # fmt: skip
    over: dict[str, Any] = {
        "count": rows,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "serial": started.pk,
    }
    about: dict[str, Any] = {"unit": "cs", "by": contact, "at": AT + HOUR}
    assert recorded()[-2:] == [
        entry("export-started", submission.unit_year, reason=reason, **about, **begun),
        entry("export-finished", submission.unit_year, **about, **over),
    ]


def test_complete_numbers_want_a_reason(submission: Submission) -> None:
    before = recorded()
    with pytest.raises(ValidationError) as refusal:
        export_version(submission, 4, "xlsx", clear=True, reason=" 签字 ", by=None, at=AT)
    assert [error.code for error in refusal.value.error_dict["reason"]] == ["reason-missing"]
    assert recorded() == before
