"""Give me my file back: the sender's own workbook, every faulty cell coloured and explained (DOMAIN 8.2)."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.audit import record
from accounts.models import User
from campaigns.sentences import sentence_of
from jobs.models import Job
from jobs.running import enqueue
from sheets.problems import Problem, Refused
from sheets.reading import Mark, marked
from volunteers.encryption import decrypt_bytes, encrypt_bytes
from volunteers.models import RosterImport
from volunteers.roster.columns import TITLES, columns
from volunteers.roster.mending import IN_HAND, no_longer_kept
from volunteers.roster.remembering import choice_for, mended_rows

ROWS_AT_ONCE: Final = 3000


def file_back(received: RosterImport, *, by: User, at: datetime) -> bytes | Job:
    """The marked workbook, once its going out is recorded; or the job that makes it, when that takes long."""
    if not received.upload_sealed or received.state not in IN_HAND or "counts" not in received.report:
        raise no_longer_kept()
    try:
        content = kept_or_drawn(received)
    except Refused as refusal:
        raise ValidationError(sentence_of(refusal), code=refusal.code) from None
    if content is None:
        return enqueue("mark-roster", received, by=by, at=at)
    record_file_back(received, len(content), by=by, at=at)
    return content


def kept_or_drawn(received: RosterImport) -> bytes | None:
    """The workbook the worker made, or a short one made now; None when the worker has to make it."""
    if "not_marked" in received.report:
        raise Refused(*received.report["not_marked"])
    if received.marked_sealed:
        return decrypt_bytes(received.marked_sealed, context(received))
    return drawn(received) if received.report["counts"]["rows"] <= ROWS_AT_ONCE else None


@transaction.atomic
def record_file_back(received: RosterImport, size: int, *, by: User, at: datetime) -> None:
    """Write down that a file with complete numbers goes out."""
    facts: dict[str, Any] = {
        "size": size,
        "problems": len(received.report["problems"]),
        "mended": len(mended_rows(received)),
    }
    record("roster-file-back", received, unit=received.unit_code, by=by, at=at, **facts)


def drawn(received: RosterImport) -> bytes:
    """The marked workbook; `Refused` with what to do instead when it cannot be made."""
    known, marks = columns(unit_given=received.unit_year is not None), list(marks_of(received))
    return marked(received.clear_upload(), received.file_name, known, marks, choice_for(received))


def marks_of(received: RosterImport) -> Iterator[Mark]:
    """What was mended on the page and what is still wrong, in Chinese, as the workbook is."""
    with override("zh-hans"):
        for row, texts in mended_rows(received).items():
            for key, text in texts.items():
                said = _("Mended on the web page. %(column)s is now: %(value)s")
                yield Mark(row, TITLES[key], said % {"column": TITLES[key], "value": text or "—"}, text)
        for kept in received.report["problems"]:
            if kept["row"] is not None:
                yield Mark(kept["row"], kept["column"], sentence_of(Problem(**kept)))


def mark_upload(number: str, job: Job) -> str:
    """Make the marked workbook as the worker and keep it, sealed, until it is fetched; twice does no harm."""
    received = RosterImport.objects.select_related("unit_year__unit").get(pk=uuid.UUID(number))
    if received.state in IN_HAND and received.upload_sealed and not received.marked_sealed:
        unchanged = RosterImport.objects.filter(
            pk=received.pk, state=received.state, mending_sealed=received.mending_sealed
        )
        try:
            unchanged.update(marked_sealed=encrypt_bytes(drawn(received), context(received)))
        except Refused as refusal:
            told = [refusal.code, refusal.message, dict(refusal.params)]
            unchanged.update(report={**received.report, "not_marked": told})
    return reverse("roster_problems", args=[received.pk])


def context(received: RosterImport) -> str:
    """What binds the marked workbook to its import."""
    return f"roster_import.marked:{received.pk}"
