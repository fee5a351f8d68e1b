"""A single row of a roster is mended on the page: checked like every other, then the whole file is examined anew."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from campaigns.sentences import sentence_of
from jobs.models import Job
from jobs.running import enqueue
from sheets.cells import WHOLE_NUMBERS_BELOW, Cell
from sheets.problems import Refused
from sheets.reading import read
from volunteers.models import RosterImport
from volunteers.roster.columns import TITLES, columns
from volunteers.roster.examining import with_mended, words_for_units
from volunteers.roster.lines import LEFT_OUT
from volunteers.roster.remembering import choice_for, mended_rows
from volunteers.roster.rows import check_rows

STATE = RosterImport.State
IN_HAND: Final = (STATE.CHECKED, STATE.REFUSED)
KEYS: Final = {title: key for key, title in TITLES.items()}
# Rows that never became cells can only be mended in the file; lines of the table's foot need no mending.
NOT_READ: Final = frozenset({"row-quotes", "row-fields-few", "row-fields-many", "cell-too-long"})
NOT_TO_MEND: Final = (NOT_READ | LEFT_OUT) - {"line-without-person"}

Texts = Mapping[str, str]


def show_row(received: RosterImport, row: int, *, by: User, at: datetime) -> dict[str, str]:
    """The cells of one row as text, complete numbers too, once it is recorded who sees them (SECURITY C14)."""
    texts = texts_of(cells_of(received, row))
    record("roster-row-shown", received, unit=received.unit_code, by=by, at=at, row=row)
    return texts


def mend_row(received: RosterImport, row: int, texts: Texts, *, by: User, at: datetime) -> Job:
    """Take these cells for the row, if nothing is wrong with them, and have the whole file examined anew."""
    refuse_faulty(row, texts, words_for_units(received.campaign), localdate(at))
    before = texts_of(cells_of(received, row))
    changes = {key: text for key, text in texts.items() if text != before.get(key, "")}
    return store_mended(received, row, changes, by=by, at=at)


@transaction.atomic
def store_mended(received: RosterImport, row: int, changes: Texts, *, by: User, at: datetime) -> Job:
    """Keep what is different now, and ask for the examination."""
    waiting = in_hand(received, by=by, at=at)
    rows = waiting.kept("mending").get("rows", {})
    waiting.keep("mending", {"rows": {**rows, str(row): {**rows.get(str(row), {}), **changes}}})
    record("roster-row-mended", waiting, unit=waiting.unit_code, by=by, at=at, row=row, fields=sorted(changes))
    return read_again(waiting, by=by, at=at)


def in_hand(received: RosterImport, *, by: User, at: datetime) -> RosterImport:
    """The import as it is now, locked; refused when it is decided, or its file is no longer kept."""
    if received.unit_year:
        received.unit_year.check_open(by=by, at=at)
    waiting = RosterImport.objects.select_for_update(of=("self",)).get(pk=received.pk)
    if waiting.state not in IN_HAND or not waiting.upload_sealed:
        raise no_longer_kept()
    return waiting


def read_again(waiting: RosterImport, *, by: User, at: datetime) -> Job:
    """Ask the worker to examine the kept file anew."""
    waiting.state, waiting.marked_sealed = STATE.RECEIVED, b""
    waiting.save(update_fields=["state", "columns_said", "mending_sealed", "marked_sealed"])
    return enqueue("read-roster", waiting, by=by, at=at)


def cells_of(received: RosterImport, row: int) -> Mapping[str, Cell]:
    """One row of the kept file as it is now."""
    if not received.upload_sealed:
        raise no_longer_kept()
    known = columns(unit_given=received.unit_year is not None)
    try:
        sheet = read(received.clear_upload(), received.file_name, known, choice_for(received))
    except Refused as refusal:
        raise ValidationError(sentence_of(refusal), code=refusal.code) from None
    found = dict(with_mended([kept for kept in sheet.rows if kept[0] == row], mended_rows(received)))
    if row not in found:
        sentence = _("Row %(row)s cannot be mended here. Mend it in your file and upload that again.")
        raise ValidationError(sentence, code="row-not-read", params={"row": row})
    return found[row]


def texts_of(cells: Mapping[str, Cell]) -> dict[str, str]:
    """Cells as somebody would type them; what Excel has damaged, and what is no text, is to be typed anew."""
    return {key: _text(cell) for key, cell in cells.items()}


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int | float):
        return str(cell) if abs(cell) < WHOLE_NUMBERS_BELOW else ""
    return cell.isoformat() if isinstance(cell, date) else ""


def refuse_faulty(row: int, texts: Texts, units: Mapping[str, str], today: date) -> None:
    """Raise what the examination of the file would find in this row alone, at the cells where it is wrong."""
    cells: dict[str, Cell | date] = {key: text or None for key, text in texts.items()}
    found = check_rows([(row, cells)], {}, today, unit_given=True, units=units).problems
    errors: dict[str, list[ValidationError]] = {}
    for problem in found:
        key = KEYS.get(problem.column, "name")
        errors.setdefault(key, []).append(ValidationError(sentence_of(problem), code=problem.code))
    if errors:
        raise ValidationError(errors)


def no_longer_kept() -> ValidationError:
    """The file is gone, or the import decided."""
    sentence = _("This file is no longer kept: it was taken over, set aside or is a week old. Please upload it again.")
    return ValidationError(sentence, code="file-not-kept")
