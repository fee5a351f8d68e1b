"""Addresses of files on their way out: attachments of the whole school, those the worker made, the bulletin."""

import uuid
from typing import Any

from django.utils import timezone

from accounts.audit import record
from reports import attachment4, xlsx
from reports.export_files import seal_context
from reports.export_links import link_for
from reports.models import ExportFile, ExportPart
from reports.tables import Heading
from volunteer_portal.tests.school import School
from volunteers.encryption import encrypt_bytes

NOWHERE = uuid.UUID(int=0)
Address = dict[str, Any]

DRAWINGS = [{"number": number, "drawing": drawing} for number in (1, 3, 4) for drawing in ("xlsx", "pdf")]
DRAWINGS.append({"number": 2, "drawing": "pdf"})
NO_DRAWINGS = [{"number": 2, "drawing": "xlsx"}, {"number": 4, "drawing": "csv"}, {"number": 0, "drawing": "pdf"}]


def by_school_drawing(school: School) -> dict[str, list[Address]]:
    """Addresses of the whole school's attachments; Attachment 4 of all is made by the worker."""
    short = [drawing for drawing in DRAWINGS if drawing["number"] != 4]
    long = [drawing for drawing in DRAWINGS if drawing["number"] == 4]
    return {"whole": short, "absent": [*NO_DRAWINGS, *long]}


def by_file(school: School) -> dict[str, list[Address]]:
    """Addresses of files the worker made: the reviewer's, the administrator's, one that is not ready yet."""
    made = {
        "reviewers": made_file(school, "reviewer"),
        "administrators": made_file(school, "administrator"),
        "unready": made_file(school, "administrator", state=ExportFile.State.ASKED),
    }
    files = {place: [{"number": file.pk, "link": link_for(file)}] for place, file in made.items()}
    return files | {"absent": [{"number": NOWHERE, "link": "0:invented"}]}


def by_held_file(school: School) -> dict[str, list[Address]]:
    """Addresses of files that wait for a second administrator: the reviewer's, and the administrator's own."""
    held = {"reviewers": "reviewer", "administrators": "administrator"}
    files = {place: made_file(school, who, state=ExportFile.State.HELD) for place, who in held.items()}
    return {place: [{"number": file.pk}] for place, file in files.items()} | {"absent": [{"number": NOWHERE}]}


def made_file(school: School, who: str, state: str = ExportFile.State.READY) -> ExportFile:
    """A workbook of everybody with masked numbers."""
    by = school.accounts[who]
    if file := ExportFile.objects.filter(by=by, state=state).first():
        return file
    started = record("export-started", school.campaign, by=by, at=timezone.now(), expected=0)
    file = ExportFile.objects.create(
        campaign=school.campaign, attachment=4, drawing="xlsx", clear_numbers=False, started=started, state=state,
        name="附件4.xlsx", by=by, at=timezone.now(),
    )  # fmt: skip
    content = b"".join(xlsx.stream(attachment4.table(Heading("附件4", "试验大学", timezone.localdate()), [])))
    sealed = encrypt_bytes(content, seal_context(file, 0))
    ExportPart.objects.create(file=file, position=0, content_sealed=sealed)
    return file


def by_bulletin(school: School) -> dict[str, list[Address]]:
    """Addresses of the bulletin in its two forms."""
    return {"whole": [{"drawing": "xlsx"}, {"drawing": "pdf"}], "absent": [{"drawing": "csv"}]}
