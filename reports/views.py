"""The pages everybody starts from: My unit, and what a roster would change."""

import uuid
from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import ANY_ACCOUNT, AUDITOR, EVERYONE, Request, access
from campaigns.deadlines import days_left
from jobs.models import Job
from reports.contested import Contested
from reports.models import Reminder, Submission
from reports.news import news_of
from reports.readiness import head_count_changed, may_submit
from reports.roster_changes import change_set
from reports.roster_preview import (
    before_and_after,
    not_done_in_words,
    notices_in_words,
    refusal_in_words,
    shown_problems,
)
from reports.steps import Step, head_count_step, projects_step, submission_step, team_step, volunteers_step
from reports.tallies import UnitStanding, contested_counts, standing
from reports.unit_page import overview
from reports.versions import not_handed_in
from units.models import UnitYear
from units.visiting import visited_unit
from volunteers.models import RosterImport
from volunteers.roster.asking import ask_applying, is_long
from volunteers.roster.changes import PARTS
from volunteers.roster.importing import abandon_import, apply_import, unit_code

AT_WORK = (RosterImport.State.RECEIVED, RosterImport.State.APPLYING, RosterImport.State.UNDOING)


@access(*ANY_ACCOUNT)
def home(request: Request) -> HttpResponse:
    """To the board for the office, to their unit for contacts, to the record for auditors."""
    if request.user.is_office:
        return redirect("board")
    if request.user.role == AUDITOR:
        return redirect("audit")
    units = UnitYear.objects.visible_to(request.user).for_campaign().select_related("unit")
    if len(units) == 1:
        return redirect("my_unit", units[0].unit.code)
    return render(request, "reports/home.html", {"units": units})


def steps_of(found: UnitStanding, submission: Submission | None) -> list[Step]:
    """The five things to do."""
    figures, terms = found.figures, found.unit_year.campaign.terms
    receipt, version = (submission.receipt_number, submission.version) if submission else ("", 0)
    return [
        head_count_step(figures, found.unit_year.count_confirmed_at is not None),
        team_step(figures),
        volunteers_step(figures, terms),
        projects_step(figures, terms),
        submission_step(receipt, version, may_submit=may_submit(found.findings)),
    ]


def last_submission(unit_year: UnitYear) -> Submission | None:
    """The newest version the unit handed in."""
    last = unit_year.submissions.lean().select_related("by").order_by("-version").first()
    if last:
        last.campaign = unit_year.campaign  # read already
    return last


def ranges_of(found: UnitStanding, contested: Contested) -> list[dict[str, Any]]:
    """Between which figures the unit stands while people are claimed by two units."""
    ranges = (
        (_("Staff and students registered"), contested.registered(found.quota)),
        (_("Party members registered"), contested.party(found.party)),
    )
    return [{"label": label, "least": both[0], "most": both[1]} for label, both in ranges if both]


@access(*EVERYONE)
def my_unit(request: Request, code: str) -> HttpResponse:
    """The five things to do, with state, gap and days left."""
    unit_year = visited_unit(request, code, "team")
    campaign = unit_year.campaign
    found, last = standing(unit_year), last_submission(unit_year)
    steps, contested = steps_of(found, last), contested_counts(unit_year)
    reminder = Reminder.objects.visible_to(request.user).filter(unit_year=unit_year).first()
    since, news = news_of(unit_year, request.user)
    context = {
        "since": since,
        "news": news,
        "unit_year": unit_year,
        "standing": found,
        "steps": steps,
        "contested": contested,
        "ranges": ranges_of(found, contested),
        "next_step": next((step for step in steps if step.tone == "todo"), None),
        "last": last,
        "not_handed_in": not_handed_in(last, found),
        "count_changed": last and head_count_changed(last.figures, found.figures),
        "days_left": days_left(unit_year.deadline, request.received_at),
        "paper_days_left": days_left(campaign.paper_deadline, request.received_at),
        **overview(found, steps, last, reminder, request.received_at),
    }
    return render(request, "reports/my_unit.html", context)


def visited_import(request: Request, number: uuid.UUID) -> RosterImport:
    """A unit's roster of this number, if the visitor may see it; those of the whole school come in by command only."""
    imports = (
        RosterImport.objects.visible_to(request.user)
        .lean()
        .exclude(unit_year=None)
        .select_related("campaign", "unit_year__unit", "unit_year__campaign", "unit_year__team")
    )
    return get_object_or_404(imports, pk=number)


def at_work(request: Request, received: RosterImport) -> Job | None:
    """The visitor's own job that reads this roster, takes it over or takes it back."""
    if received.state not in AT_WORK:
        return None
    return Job.objects.visible_to(request.user).unfinished().filter(subject=str(received.pk)).first()


@access(*EVERYONE)
def roster_preview(request: Request, number: uuid.UUID) -> HttpResponse:
    """Every problem at its row and column, and what taking the good rows over would change, as far as ticked."""
    received = visited_import(request, number)
    if job := at_work(request, received):
        return redirect("job", job.pk)
    changes = change_set(received, request.GET.get("list", ""), request.GET.get("page", ""))
    taken = parts_asked(request)
    context = {
        "received": received,
        "unit_year": received.unit_year,
        "counts": received.report.get("counts"),
        "effect": before_and_after(received, taken),
        "change_set": changes,
        "takeable": [part for part in changes.get("parts", []) if part.may_be_taken],
        "taken": taken,
        "ticks": urlencode({"chosen": "1", "part": taken}, doseq=True),
        "problems": shown_problems(received),
        "problems_total": len(received.report.get("problems", [])),
        "notices": notices_in_words(received),
        "refusal": refusal_in_words(received),
        "not_done": not_done_in_words(received),
    }
    return render(request, "reports/roster_preview.html", context)


@require_POST
@access(*EVERYONE)
def roster_apply(request: Request, number: uuid.UUID) -> HttpResponse:
    """Take the good rows over: a short roster at once, a long one by the worker."""
    received, parts = visited_import(request, number), parts_asked(request)
    try:
        if is_long(received):
            return redirect("job", ask_applying(received, parts=parts, by=request.user, at=request.received_at).pk)
        apply_import(received, parts=parts, by=request.user, at=request.received_at)
    except ValidationError as refusal:
        received.refresh_from_db()
        if received.state == RosterImport.State.APPLIED:  # a second click, or the same page open twice
            messages.info(request, _("This file was already taken over; it was done once."))
            return redirect("my_unit", unit_code(received))
        if received.state != RosterImport.State.APPLYING:  # whose page leads to the job
            messages.error(request, " ".join(refusal.messages))
        return redirect("roster_preview", number)
    said = _("Taken over: %(created)s new, %(updated)s changed; %(claims)s asked for from other units.")
    messages.success(request, said % received.report["applied"])
    return redirect("my_unit", unit_code(received))


def parts_asked(request: Request) -> Collection[str]:
    """The parts that are ticked; all of them where nobody said anything yet."""
    said = request.POST or request.GET
    return [part for part in PARTS if part in said.getlist("part")] if "chosen" in said else PARTS


@require_POST
@access(*EVERYONE)
def roster_abandon(request: Request, number: uuid.UUID) -> HttpResponse:
    """Set the roster aside; nothing was changed."""
    received = visited_import(request, number)
    try:
        abandon_import(received, by=request.user, at=request.received_at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("roster_preview", number)
    messages.info(request, _("The file was set aside. Nothing was changed."))
    return redirect("roster_upload", unit_code(received))
