"""The reviewer's page on deadline day; every act works with and without JavaScript."""

import re
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import OFFICE, Request, access
from accounts.acting import accepted
from campaigns.models import Campaign
from campaigns.this_year import about_this_year
from units.cockpit.lanes import Lane, clock
from units.cockpit.news import news
from units.cockpit.rows import by_lane, moved_since, outbox, stamps, team_rows
from units.forms import ReviewForm
from units.models import TeamReview
from units.outbox import release_decisions, undo_decisions
from units.review import approve_clean
from units.views import decided, stored_team
from units.visiting import visited_unit

NUMBER = re.compile(r"[0-9]{1,15}")
SEEN = re.compile(r"(?P<team>[0-9]{1,15}):(?P<version>[0-9]{1,9})")


def page(request: Request, campaign: Campaign) -> dict[str, Any]:
    """Everything the reviewer's page shows at this moment."""
    rows = team_rows(campaign, request.user, request.received_at)
    lanes = by_lane(rows)
    untold = TeamReview.objects.visible_to(request.user).untold(request.received_at)
    return {
        "rows": rows,
        "stamp": stamps(rows),
        "lanes": [(lane, lanes[lane]) for lane in Lane],
        "waiting": len(lanes[Lane.CLEAN]) + len(lanes[Lane.LOOK]),
        "clock": clock(campaign.deadline, request.received_at),
        "outbox": outbox(rows, request.user),
        "unsent": untold.filter(team__unit_year__campaign=campaign).count(),
    }


@access(*OFFICE)
@about_this_year
def cockpit(request: Request, campaign: Campaign) -> HttpResponse:
    """All teams in lanes, to be decided one after the other."""
    return render(request, "units/cockpit/cockpit.html", {**page(request, campaign), "form": ReviewForm()})


@access(*OFFICE)
def cockpit_changes(request: Request) -> HttpResponse:
    """The rows that are no longer what the reviewer's page shows, for a page that asks every few seconds."""
    return changes(request)


def changes(request: Request) -> HttpResponse:
    """Rows, counts, clock, outbox and messages as they are now; `stamp` tells how the page shows its rows."""
    found = page(request, get_object_or_404(Campaign.objects.filter(is_current=True)))
    shown = request.GET.get("stamp", "") or request.POST.get("stamp", "") or found["stamp"]
    if len(shown) != len(found["stamp"]):  # units came or went since: the page is asked for anew
        return HttpResponseClientRefresh()
    moved = moved_since(found["rows"], shown)
    told = news(moved, request.user) if request.method == "GET" else ""
    return render(request, "units/cockpit/changes.html", {**found, "moved": moved, "news": told})


def answer(request: Request) -> HttpResponse:
    """What changed, for a page that asked by htmx; the whole page otherwise."""
    return changes(request) if request.htmx else redirect("cockpit")


def asked(request: Request) -> Mapping[str, Any]:
    """What was decided: a row's one button says the version that was seen and approved, the dialog is a whole form."""
    if "approve" in request.POST:
        return {"decision": "approve", "version": request.POST["approve"]}
    return request.POST


@require_POST
@access(*OFFICE)
def cockpit_decide(request: Request, code: str) -> HttpResponse:
    """Approve a team or return it."""
    unit_year = visited_unit(request, code)
    if (team := stored_team(request, unit_year)) is None:
        raise Http404
    form = ReviewForm(asked(request))
    if accepted(form, lambda: decided(request, form, team)):
        words = {"unit": unit_year.name, "state": team.get_state_display()}
        messages.success(request, _("%(unit)s: %(state)s.") % words)
        return answer(request)
    for sentences in form.errors.values():
        messages.error(request, f"{unit_year.name}: {' '.join(map(str, sentences))}")
    response = answer(request)
    if request.htmx and not form.has_error("__all__", "already-decided"):
        response.status_code = 422
    return response


@require_POST
@access(*OFFICE)
def cockpit_approve_clean(request: Request) -> HttpResponse:
    """Approve the whole clean lane as it was seen."""
    pairs = filter(None, (SEEN.fullmatch(seen) for seen in request.POST.getlist("seen")))
    seen = {int(pair["team"]): int(pair["version"]) for pair in pairs}
    passed = approve_clean(seen, by=request.user, at=request.received_at)
    count = len(passed.approved)
    sentence = ngettext("%(count)s clean team approved.", "%(count)s clean teams approved.", count)
    messages.success(request, sentence % {"count": count})
    for team, why in passed.skipped:
        messages.warning(request, _("Left out: %(unit)s. %(why)s") % {"unit": team.unit_year.name, "why": why})
    return answer(request)


@require_POST
@access(*OFFICE)
def cockpit_undo(request: Request) -> HttpResponse:
    """Take back decisions that are still in the outbox."""
    numbers = [int(number) for number in request.POST.getlist("review") if NUMBER.fullmatch(number)]
    try:
        teams = undo_decisions(numbers, by=request.user, at=request.received_at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return answer(request)
    sentence = ngettext("%(count)s decision taken back.", "%(count)s decisions taken back.", len(teams))
    messages.success(request, sentence % {"count": len(teams)})
    if kept := len(numbers) - len(teams):
        sentence = ngettext("%(count)s decision had left the outbox.", "%(count)s decisions had left the outbox.", kept)
        messages.warning(request, sentence % {"count": kept})
    return answer(request)


@require_POST
@access(*OFFICE)
def cockpit_release(request: Request) -> HttpResponse:
    """Let one's own decisions go; their notices leave together."""
    campaign = get_object_or_404(Campaign.objects.filter(is_current=True))
    count = release_decisions(campaign, by=request.user, at=request.received_at)
    sentence = ngettext("%(count)s notice leaves now.", "%(count)s notices leave now.", count)
    messages.success(request, sentence % {"count": count})
    return answer(request)
