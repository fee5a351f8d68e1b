"""The files of what was handed in: drawn once and kept, so that a version prints alike for ever (DOMAIN 8.6)."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime

from accounts.models import User
from jobs.models import Job
from jobs.running import progress
from reports import drawings
from reports.exporting import COLUMNS, Attachment
from reports.frozen import TABLES, Frozen
from reports.leaving import Departure, Errand, begin
from reports.listings import frozen_of, kept_content
from reports.models import Submission, SubmissionFile
from reports.paper.checking import table_of
from reports.tables import Table, Undrawable
from volunteers.encryption import encrypt_bytes

DRAWINGS: dict[str, Callable[[Table], Iterator[bytes]]] = {"xlsx": drawings.workbook, "pdf": drawings.paper}
FILES = [(number, drawing) for number in TABLES for drawing in DRAWINGS]


def draw_submission(number: str, job: Job) -> str:
    """Draw a version's workbooks and papers, with complete numbers, and keep them sealed."""
    submission = Submission.objects.select_related("unit_year", "campaign").get(pk=number)
    frozen = frozen_of(submission)
    for place, (attachment, drawing) in enumerate(FILES, 1):
        try:
            keep_file(submission, frozen, attachment, drawing)
        except Undrawable:
            continue  # whoever asks for it is told the row and the character
        progress(job, place, len(FILES))
    return ""


def keep_file(submission: Submission, frozen: Frozen, number: int, drawing: str) -> None:
    """Keep one file, unless it is already there."""
    if submission.files.filter(number=number, drawing=drawing).exists():
        return
    content = draw(submission, frozen, number, drawing, clear=True)
    file = SubmissionFile(submission=submission, number=number, drawing=drawing)
    file.content_sealed = encrypt_bytes(content, file.seal_context)
    file.digest = hashlib.sha256(content).hexdigest()
    file.page_ends = page_ends(submission, frozen, number) if drawing == "pdf" else []
    SubmissionFile.objects.bulk_create([file], ignore_conflicts=True)  # another worker may have been quicker


def page_ends(submission: Submission, frozen: Frozen, number: int) -> list[int]:
    """The last row of each page of the paper."""
    return list(drawings.page_ends(table_of(submission, frozen, number, clear=True)))


def draw(submission: Submission, frozen: Frozen, number: int, drawing: str, *, clear: bool) -> bytes:
    """One file of a version from what it froze: the same bytes whenever it is drawn."""
    return b"".join(DRAWINGS[drawing](table_of(submission, frozen, number, clear=clear)))


def file_of(submission: Submission, number: int, drawing: str, *, clear: bool) -> bytes:
    """One file of a version: as it was kept, or drawn now while the worker has not come to it or numbers are masked."""
    kept = submission.files.filter(number=number, drawing=drawing).first() if clear else None
    return kept_content(kept) if kept else draw(submission, frozen_of(submission), number, drawing, clear=clear)


def export_version(
    submission: Submission, number: int, drawing: str, *, clear: bool, reason: str, by: User | None, at: datetime
) -> Attachment:
    """Record that a version's attachment leaves the house, then fetch it; complete numbers only with a reason."""
    unit_year, version = submission.unit_year, submission.version
    errand = Errand(
        subject=unit_year,
        what={"attachment": number, "format": drawing, "version": version},
        columns=COLUMNS[number],
        expected=len(frozen_of(submission).people) if number == 4 else 1,
        lists_people=number == 4,
        clear=clear,
        reason=reason,
    )
    departure = Departure(begin(errand, by=by, at=at), unit_year)
    content = file_of(submission, number, drawing, clear=clear)
    departure.count = errand.expected
    name = departure.file_name(f"附件{number}", f"{unit_year.name} 第{version}版", drawing)
    return Attachment(name, departure.watched(iter([content])))
