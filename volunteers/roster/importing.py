"""A roster comes in: received, examined by the worker, confirmed by the sender, taken over all at once."""

import hashlib
import re
import zlib
from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from campaigns.models import Campaign
from jobs.models import Job
from jobs.running import enqueue, progress
from sheets.problems import Refused, shown
from units.models import UnitYear
from volunteers.claiming import claims_for
from volunteers.encryption import encrypt_bytes, fingerprint
from volunteers.models import Claim, RosterImport
from volunteers.roster.change_lists import change_lists
from volunteers.roster.changes import PARTS, ChangeSet, belongs_together, chosen, essence
from volunteers.roster.examining import (
    Examined,
    Report,
    compare_people,
    examine,
    nobody_listens,
    packed,
    unpacked,
    with_changes,
)
from volunteers.roster.keeping import FILE_PARTS
from volunteers.roster.refusing import keep_refusal, next_page
from volunteers.roster.remembering import choice_for, mended_rows
from volunteers.roster.reporting import kept_problems, report_of
from volunteers.roster.undoing import way_back
from volunteers.roster.writing import Overtaken, new_people, rows_for, staged

STATE = RosterImport.State
TO_BE_TAKEN = (STATE.CHECKED, STATE.APPLYING)
UNSAFE_IN_NAMES = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*]")
NOTHING_KEPT: dict[str, Any] = {"staged_sealed": b"", "changes_sealed": b"", **FILE_PARTS}
FOUND = ("state", "report", "columns_said", "staged_sealed", "changes_sealed", "mending_sealed", "upload_sealed")


def shown_name(name: str) -> str:
    """A file's name as pages may show it: no path, no markup, long numbers masked."""
    stem, dot, ending = UNSAFE_IN_NAMES.sub(" ", name.replace("\\", "/").rsplit("/", 1)[-1]).rpartition(".")
    return shown(stem, 60) + dot + ending if len(ending) < 6 else shown(f"{stem}{dot}{ending}", 60)


@transaction.atomic
def ask_reading(content: bytes, name: str, unit_year: UnitYear, *, informed: str, by: User, at: datetime) -> Job:
    """Keep a unit's roster and ask the worker to read it; one at a time for each account."""
    User.objects.select_for_update().get(pk=by.pk)  # two clicks at once wait for one another here
    if Job.objects.visible_to(by).unfinished().filter(kind="read-roster").exists():
        sentence = _("Your last file is still being read. Wait until it is done, then send the next one.")
        raise ValidationError(sentence, code="still-reading")
    received = receive(content, name, unit_year.campaign, unit_year, informed=informed, by=by, at=at)
    return enqueue("read-roster", received, by=by, at=at)


@transaction.atomic
def receive(
    content: bytes,
    name: str,
    campaign: Campaign,
    unit_year: UnitYear | None,
    *,
    informed: str = "",
    by: User | None,
    at: datetime,
) -> RosterImport:
    """Keep a roster, sealed, until it is examined; `informed` is the version of the notice its people were given."""
    if unit_year:
        unit_year.check_open(by=by, at=at)
    received = RosterImport(
        campaign=campaign,
        unit_year=unit_year,
        file_name=shown_name(name),
        digest=hashlib.sha256(content).hexdigest(),
        informed_version=informed,
        by=by,
        at=at,
    )
    received.upload_sealed = encrypt_bytes(content, f"roster_import.upload:{received.pk}")
    received.save()
    facts: dict[str, Any] = {"size": len(content), "digest": received.digest, "informed": informed}
    record("roster-received", received, unit=unit_code(received), by=by, at=at, **facts)
    return received


def unit_code(received: RosterImport) -> str:
    """The unit's code for the record; nothing for a roster of the whole school."""
    return received.unit_year.unit.code if received.unit_year else ""


def check_upload(number: str, job: Job) -> str:
    """Examine a received roster as the worker; returns the page that shows what was found. Twice does no harm."""
    received = RosterImport.objects.select_related("campaign", "unit_year__unit").get(pk=number)
    if received.state == STATE.RECEIVED:
        check(received, job)
    return reverse(next_page(received), args=[received.pk])


def give_up(number: str) -> None:
    """The worker could not read a roster: what was received of it is put away."""
    RosterImport.objects.filter(pk=number, state=STATE.RECEIVED).update(state=STATE.ABANDONED, **NOTHING_KEPT)


def check(received: RosterImport, job: Job | None = None) -> Examined | None:
    """Examine a received roster and keep what was found for confirmation; None when the file is refused."""
    examined: Examined | None = None
    today, choice = timezone.localdate(), choice_for(received)
    try:
        examined = examine(
            received.clear_upload(),
            received.file_name,
            received.campaign,
            received.unit_year,
            today=today,
            report=(lambda done, total: progress(job, done, total)) if job else nobody_listens,
            choice=choice,
            mended=mended_rows(received),
        )
    except Refused as refusal:
        keep_refusal(received, refusal, today)
    else:
        received.state = STATE.CHECKED
        staged = zlib.compress(packed(examined.people), 1)
        received.staged_sealed = encrypt_bytes(staged, f"roster_import.staged:{received.pk}")
        show(received, examined)
        received.columns_said = asdict(choice) if choice.words else {}
    # Two workers may read one file when the first was taken for dead; whoever ends first has read it.
    keep_if(received, STATE.RECEIVED, *FOUND)
    return examined


def show(received: RosterImport, examined: Examined) -> None:
    """Set what the pages show."""
    received.report = report_of(examined)
    received.keep("changes", change_lists(examined.changes))


def keep_if(received: RosterImport, state: str, *fields: str) -> bool:
    """Store these fields if the import still is in this state."""
    facts = {field: getattr(received, field) for field in fields}
    return bool(RosterImport.objects.filter(pk=received.pk, state=state).update(**facts))


def apply_import(
    received: RosterImport,
    *,
    parts: Collection[str] = PARTS,
    report: Report = nobody_listens,
    written_at: datetime | None = None,
    by: User | None,
    at: datetime,
) -> RosterImport:
    """Take the chosen parts over, all or none, if they still are what the sender was shown.

    `at` is the moment of the click, which is judged; the worker, whose turn comes later, says when it writes.
    """
    refuse_unready(received, parts, by=by, at=at)
    taken = as_shown(received, parts)
    total = len(taken.created) + len(taken.changed) + len(taken.held)
    report(total // 4, total)
    created = new_people(taken, received)
    rows, claims = rows_for(created, taken, received), claims_for(taken.held, received, by=by, at=at)
    report(total // 2, total)
    received.keep("undo", way_back(created, taken))
    received.report["applied"] = {"created": len(created), "updated": len(taken.changed), "claims": len(claims)}
    try:
        with staged(rows) as store:
            report(total * 3 // 4, total)
            with transaction.atomic():
                write(received, store, claims, written_at=written_at or at, by=by, at=at)
    except (IntegrityError, Overtaken):
        raise changed_meanwhile() from None
    return received


def refuse_unready(received: RosterImport, parts: Collection[str], *, by: User | None, at: datetime) -> None:
    """Refuse what cannot be taken over whatever stands in it: too late, decided already, nothing ticked."""
    if received.unit_year:
        received.unit_year.check_open(by=by, at=at)
    if received.state not in TO_BE_TAKEN:
        raise closed()
    if not parts:
        raise ValidationError(_("Tick at least one part, or set the file aside."), code="nothing-chosen")


def as_shown(received: RosterImport, parts: Collection[str]) -> ChangeSet:
    """The chosen parts of what the sender was shown; refused, and shown anew, when it would be another thing by now."""
    people = unpacked(zlib.decompress(received.clear_staged()))
    changes = compare_people(people, received.campaign, received.unit_year)
    if fingerprint(essence(changes)) != received.report["essence"]:
        rows = received.report["counts"]["rows"]
        show(received, with_changes(people, changes, rows, *kept_problems(received.report)))
        keep_if(received, received.state, "report", "changes_sealed")
        raise changed_meanwhile()
    if belongs_together(changes, parts):
        sentence = _("Some of the new people get numbers which others give up by a change. Take both parts over.")
        raise ValidationError(sentence, code="parts-belong-together")
    return chosen(changes, parts)


def write(
    received: RosterImport,
    store: Callable[[], None],
    claims: list[Claim],
    *,
    written_at: datetime,
    by: User | None,
    at: datetime,
) -> None:
    """The short part that holds the database's write lock."""
    before, received.state, received.applied_at = received.state, STATE.APPLIED, written_at
    if not keep_if(received, before, "state", "applied_at", "report", "undo_sealed"):
        raise closed()
    RosterImport.objects.filter(pk=received.pk).update(staged_sealed=b"", **FILE_PARTS)
    store()
    if claims:
        Claim.objects.bulk_create(claims)
        enqueue("tell-claims", received, by=None, at=at)
    counts = {**received.report["counts"], **received.report["applied"]}
    record("roster-applied", received, unit=unit_code(received), by=by, at=at, **counts)


def closed() -> ValidationError:
    """The roster no longer waits for confirmation."""
    return ValidationError(_("This roster was already taken over or set aside."), code="import-not-open")


def changed_meanwhile() -> ValidationError:
    """Somebody else's act came in between."""
    sentence = _("Somebody changed the roster since this file was read. Look again at what it would change now.")
    return ValidationError(sentence, code="roster-changed")


@transaction.atomic
def abandon_import(received: RosterImport, *, by: User | None, at: datetime) -> None:
    """Set a roster aside; nothing was changed."""
    this = RosterImport.objects.filter(pk=received.pk)
    if this.filter(state=STATE.CHECKED).update(state=STATE.ABANDONED, **NOTHING_KEPT):
        record("roster-abandoned", received, unit=unit_code(received), by=by, at=at)
    elif not this.filter(state=STATE.ABANDONED).exists():
        raise closed()
