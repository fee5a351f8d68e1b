"""Long acts on a roster, taken over or taken back by the worker: the click is what counts, not when its turn comes."""

from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from jobs.models import Job
from jobs.running import enqueue, progress
from sheets.problems import Problem, gettext_noop
from volunteers.models import RosterImport
from volunteers.roster.handing_back import ROWS_AT_ONCE
from volunteers.roster.importing import apply_import, closed, keep_if, refuse_unready
from volunteers.roster.reporting import as_json

STATE = RosterImport.State
WAITS_AS: Final = {STATE.CHECKED: STATE.APPLYING, STATE.APPLIED: STATE.UNDOING}
BACK_TO: Final = {waiting: before for before, waiting in WAITS_AS.items()}
FAULT_OF_OURS: Final = gettext_noop(
    "This could not be done because of a fault of ours. Nothing was changed. Try again; if it happens twice, tell the "
    "office."
)


def is_long(received: RosterImport) -> bool:
    """Whether a roster has so many rows that nobody should wait for it with an open page."""
    rows: int = received.report.get("counts", {}).get("rows", 0)
    return rows > ROWS_AT_ONCE


@transaction.atomic
def ask(received: RosterImport, kind: str, *, by: User | None, at: datetime, **what: Any) -> Job:
    """Have the worker do something with a roster; until it is done nothing else is done with it."""
    before = STATE(received.state)
    if before not in WAITS_AS:
        raise closed()
    received.state = WAITS_AS[before]
    received.report = {key: kept for key, kept in received.report.items() if key != "not_done"} | {"asked": what}
    if not keep_if(received, before, "state", "report"):
        raise closed()
    return enqueue(kind, received, by=by, at=at)


def do(number: str, act: Callable[[RosterImport], object]) -> str:
    """Do what was asked, once; a refusal is kept for the page of the roster, which is returned."""
    related = ("campaign", "unit_year__unit", "unit_year__campaign")
    received = RosterImport.objects.select_related(*related).get(pk=number)
    if received.state in BACK_TO:
        try:
            with override("en"):  # so that a refusal is kept in the words the catalogue knows
                act(received)
        except ValidationError as refusal:
            let_go(received, Problem(refusal.code or "", str(refusal.message), refusal.params or {}))
    return reverse("roster_preview", args=[received.pk])


def apply_asked(number: str, job: Job) -> str:
    """Take a roster over as its sender asked; twice does no harm."""

    def act(received: RosterImport) -> None:
        parts, written_at = received.report["asked"]["parts"], timezone.now()
        told = partial(progress, job)
        apply_import(received, parts=parts, report=told, written_at=written_at, by=job.by, at=job.asked_at)

    return do(number, act)


def ask_applying(received: RosterImport, *, parts: Collection[str], by: User | None, at: datetime) -> Job:
    """Have the worker take the chosen parts over."""
    refuse_unready(received, parts, by=by, at=at)
    return ask(received, "apply-roster", by=by, at=at, parts=sorted(parts))


def let_go(received: RosterImport, why: Problem) -> None:
    """The roster waits for its sender again, who is told why."""
    stored = RosterImport.objects.only("state", "report").get(pk=received.pk)
    if stored.state in BACK_TO:
        waiting, stored.report["not_done"] = stored.state, as_json(why)
        stored.state = BACK_TO[STATE(waiting)]
        keep_if(stored, waiting, "state", "report")


def give_up_asked(number: str) -> None:
    """The worker could not do what was asked."""
    let_go(RosterImport.objects.only("state").get(pk=number), Problem("fault-of-ours", FAULT_OF_OURS))
