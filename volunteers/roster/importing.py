"""A roster comes in: received, examined by the worker, confirmed by the sender, taken over all at once."""

import hashlib
import re
import uuid
import zlib
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
from jobs.running import progress
from sheets.problems import Problem, Refused, shown
from units.models import UnitYear
from volunteers.encryption import encrypt_bytes
from volunteers.models import RosterImport, Volunteer
from volunteers.roster.changes import ChangeSet
from volunteers.roster.examining import Examined, compare_people, examine, packed, unpacked
from volunteers.roster.writing import changed_volunteers, new_volunteers, store

STATE = RosterImport.State
UNSAFE_IN_NAMES = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*]")


def shown_name(name: str) -> str:
    """A file's name as pages may show it: no path, no markup, long numbers masked."""
    return shown(UNSAFE_IN_NAMES.sub(" ", name.replace("\\", "/").rsplit("/", 1)[-1]), 60)


def receive(
    content: bytes, name: str, campaign: Campaign, unit_year: UnitYear | None, *, by: User | None, at: datetime
) -> RosterImport:
    """Keep a roster, sealed, until it is examined."""
    if unit_year:
        unit_year.check_open(by=by, at=at)
    received = RosterImport(
        campaign=campaign,
        unit_year=unit_year,
        file_name=shown_name(name),
        digest=hashlib.sha256(content).hexdigest(),
        by=by,
        at=at,
    )
    received.upload_sealed = encrypt_bytes(content, f"roster_import.upload:{received.pk}")
    with transaction.atomic():
        received.save()
        record(
            "roster-received",
            received,
            unit=unit_code(received),
            by=by,
            at=at,
            size=len(content),
            digest=received.digest,
            informed=True,
        )
    return received


def unit_code(received: RosterImport) -> str:
    """The unit's code for the record; nothing for a roster of the whole school."""
    return received.unit_year.unit.code if received.unit_year else ""


def check_upload(number: uuid.UUID, job: Job) -> str:
    """Examine a received roster as the worker; returns the page that shows what was found. Doing it twice does no harm."""
    received = RosterImport.objects.select_related("campaign", "unit_year__unit").get(pk=number)
    if received.state == STATE.RECEIVED:
        check(received, job)
    return reverse("roster_preview", args=[received.pk])


def check(received: RosterImport, job: Job | None = None) -> Examined | None:
    """Examine a received roster and keep what was found for confirmation; None when the file is refused."""
    try:
        examined = examine(
            received.clear_upload(),
            received.file_name,
            received.campaign,
            received.unit_year,
            today=timezone.localdate(),
            report=(lambda done, total: progress(job, done, total)) if job else None,
        )
    except Refused as refusal:
        received.state, received.report = STATE.REFUSED, {"refused": as_json(refusal)}
        examined = None
    else:
        received.state, received.report = STATE.CHECKED, report_of(examined)
        staged = zlib.compress(packed(examined.people), 1)
        received.staged_sealed = encrypt_bytes(staged, f"roster_import.staged:{received.pk}")
    received.upload_sealed = b""
    received.save(update_fields=["state", "report", "staged_sealed", "upload_sealed"])
    return examined


def as_json(found: Problem | Refused) -> dict[str, Any]:
    """A problem as it is kept: code, sentence and what goes into it; values are already masked."""
    if isinstance(found, Problem):
        return {**asdict(found), "params": dict(found.params)}
    first = getattr(found, "first", None)
    return {
        "code": found.code,
        "message": found.message,
        "params": dict(found.params),
        "first": as_json(first) if first else None,
    }


def report_of(examined: Examined) -> dict[str, Any]:
    """What the preview shows; no clear number stands in it."""
    return {
        "counts": examined.counts(),
        "absent": len(examined.changes.absent),
        "effect": effect(examined.changes),
        "problems": [as_json(problem) for problem in examined.problems],
        "notices": [as_json(notice) for notice in examined.notices],
    }


def effect(changes: ChangeSet) -> dict[str, int]:
    """How many more registered and joined staff and students, and registered party members, there would be."""
    sums = dict.fromkeys(("registered", "joined", "party_registered"), 0)
    pairs = [({}, person.facts) for person in changes.created]
    pairs += [
        (dict(change.known.facts), {**change.known.facts, **{key: new for key, (_old, new) in change.fields.items()}})
        for change in changes.changed
    ]
    for before, after in pairs:
        for key in sums:
            sums[key] += counts_as(after)[key] - counts_as(before)[key]
    return sums


def counts_as(facts: dict[str, str]) -> dict[str, int]:
    """What a person with these facts adds to the figures."""
    in_quota = facts.get("category") in ("staff", "student")
    registered = in_quota and facts.get("status") in Volunteer.REGISTERED
    return {
        "registered": int(registered),
        "joined": int(registered and facts.get("status") == Volunteer.Status.JOINED),
        "party_registered": int(registered and facts.get("politics") in Volunteer.PARTY),
    }


def apply_import(received: RosterImport, *, by: User | None, at: datetime) -> RosterImport:
    """Take the accepted people over, all or none, if nothing changed since the sender saw what it would do."""
    if received.unit_year:
        received.unit_year.check_open(by=by, at=at)
    if received.state != STATE.CHECKED:
        raise ValidationError(_("This roster was already taken over or set aside."), code="import-not-open")
    people = unpacked(zlib.decompress(received.clear_staged()))
    changes = compare_people(people, received.campaign, received.unit_year)
    found = (len(changes.created), len(changes.changed), len(changes.unchanged))
    counts = received.report["counts"]
    if found != (counts["created"], counts["updated"], counts["unchanged"]):
        raise changed_meanwhile()
    created, changed = new_volunteers(changes, received), changed_volunteers(changes, received)
    try:
        with transaction.atomic():
            write(received, created, changed, by=by, at=at)
    except IntegrityError:
        raise changed_meanwhile() from None
    return received


def write(
    received: RosterImport, created: list[Volunteer], changed: list[Volunteer], *, by: User | None, at: datetime
) -> None:
    """The short part that holds the database's write lock."""
    waiting = RosterImport.objects.filter(pk=received.pk, state=STATE.CHECKED)
    if not waiting.update(state=STATE.APPLIED, applied_at=at, staged_sealed=b""):
        raise ValidationError(_("This roster was already taken over or set aside."), code="import-not-open")
    store(created, changed)
    record("roster-applied", received, unit=unit_code(received), by=by, at=at, **received.report["counts"])
    received.state = STATE.APPLIED


def changed_meanwhile() -> ValidationError:
    """Somebody else's act came in between."""
    return ValidationError(
        _("The roster was changed by somebody else since this file was read. Please upload it again."),
        code="roster-changed",
    )


@transaction.atomic
def abandon_import(received: RosterImport, *, by: User | None, at: datetime) -> None:
    """Set a roster aside; nothing was changed."""
    if RosterImport.objects.filter(pk=received.pk, state=STATE.CHECKED).update(
        state=STATE.ABANDONED, staged_sealed=b""
    ):
        record("roster-abandoned", received, unit=unit_code(received), by=by, at=at)
