"""Pages about a unit's imports: their history, and taking one back."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import EVERYONE, Request, access
from accounts.paging import stretch
from campaigns.deadlines import is_open
from reports.models import Submission
from reports.roster_undoing import ask_undoing, handed_in_since, undo_roster
from reports.views import at_work, visited_import
from units.models import UnitYear
from units.visiting import visited_unit
from volunteers.models import RosterImport
from volunteers.roster.asking import is_long
from volunteers.roster.importing import unit_code
from volunteers.roster.undoing import look_back

A_PAGE = 25
NAMED_AT_MOST = 200
TONES = {
    "received": "wait",
    "refused": "stop",
    "checked": "todo",
    "applying": "wait",
    "applied": "done",
    "abandoned": "info",
    "undoing": "wait",
    "undone": "warn",
}


@access(*EVERYONE)
def roster_history(request: Request, code: str) -> HttpResponse:
    """Every import of the unit: who, when, which file, what it did, and whether it can be taken back."""
    unit_year = visited_unit(request, code)
    imports = RosterImport.objects.visible_to(request.user).filter(unit_year=unit_year).select_related("by")
    lean = imports.lean().defer("changes_sealed", "mending_sealed")
    shown = stretch(lean, request.GET.get("page", ""), A_PAGE)
    last = Submission.objects.visible_to(request.user).filter(unit_year=unit_year).order_by("-at").first()
    is_open_now = may_act(request, unit_year)
    rows = [(received, TONES[received.state], is_open_now and is_undoable(received, last)) for received in shown.rows]
    context = {"unit_year": unit_year, "shown": shown, "rows": rows, "count": imports.count()}
    return render(request, "reports/roster_history.html", context)


def is_undoable(received: RosterImport, last: Submission | None) -> bool:
    """Whether an import was applied, and after the unit last handed in."""
    if received.state != RosterImport.State.APPLIED or received.applied_at is None:
        return False
    return last is None or last.at < received.applied_at


def may_act(request: Request, unit_year: UnitYear) -> bool:
    """Whether the visitor may still change the unit's roster."""
    return request.user.is_office or is_open(unit_year.campaign.deadline, request.received_at, unit_year.extended_until)


@access(*EVERYONE)
def roster_undo(request: Request, number: uuid.UUID) -> HttpResponse:
    """Show what taking an import back would do, and do it."""
    received = visited_import(request, number)
    if job := at_work(request, received):
        return redirect("job", job.pk)
    try:
        if request.method == "POST":
            return taken_back(request, received)
        back = look_back(received)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("roster_history", unit_code(received))
    context = {
        "received": received,
        "unit_year": received.unit_year,
        "back": back,
        "edited": back.edited[:NAMED_AT_MOST],
        "is_late": handed_in_since(received),
    }
    return render(request, "reports/roster_undo.html", context)


def taken_back(request: Request, received: RosterImport) -> HttpResponse:
    """A short import is taken back at once, a long one by the worker."""
    if is_long(received):
        return redirect("job", ask_undoing(received, by=request.user, at=request.received_at).pk)
    back = undo_roster(received, by=request.user, at=request.received_at)
    counts = {"removed": len(back.removed), "restored": len(back.restored), "edited": len(back.edited)}
    said = _("Taken back: %(removed)s removed, %(restored)s as before, %(edited)s left as edited later.") % counts
    messages.success(request, said)
    return redirect("roster_history", unit_code(received))
