"""Pages about a unit's line of Attachment 1, its head count and team."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import EVERYONE, OFFICE, Request, access
from accounts.acting import accepted
from campaigns.models import Campaign
from campaigns.sentences import in_words, notices_in_words, sentence_of
from campaigns.this_year import about_this_year
from sheets.problems import Refused
from units import listing
from units.cockpit.rows import TeamRow
from units.filing import file_team
from units.forms import ExtensionForm, HeadCountForm, QuestionForm, ReviewForm, TeamForm, UnitYearForm
from units.head_counts import ask_about_head_count, confirm_head_count, set_head_count
from units.importing import UnitList, apply_units, confirmed, examine_units, staged
from units.models import Team, UnitYear
from units.overtaken_forms import SeenForm
from units.review import approve_team, return_team
from units.table_import import TableForm, rows_of, sealed_rows
from units.visiting import visited_unit


@access(*EVERYONE)
def head_count(request: Request, code: str) -> HttpResponse:
    """Enter how many staff, students and party members the unit has."""
    unit_year = visited_unit(request, code)
    form = HeadCountForm(request.POST or None, instance=unit_year)

    def act() -> UnitYear:
        facts, seen = form.facts, form.cleaned_data["seen"]
        facts["source"] = facts.pop("count_source")
        return set_head_count(visited_unit(request, code), **facts, seen=seen, by=request.user, at=request.received_at)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("The head count is stored."))
        return redirect("my_unit", code)
    return form_page(request, "units/head_count.html", form, visited_unit(request, code, "count_confirmed_by"))


def form_page(request: Request, template: str, form: SeenForm, stored: UnitYear) -> HttpResponse:
    """A form about a unit; where somebody else was quicker, with what they stored beside what was typed."""
    if form.is_overtaken:
        form.compare_with(stored)
    context = {"unit_year": stored, "form": form}
    return render(request, template, context, status=409 if form.is_overtaken else 200)


@require_POST
@access(*OFFICE)
def head_count_confirm(request: Request, code: str) -> HttpResponse:
    """The office agrees with a unit's numbers."""
    try:
        seen = request.POST.get("seen", "")
        confirm_head_count(visited_unit(request, code), seen=seen, by=request.user, at=request.received_at)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The head count is confirmed."))
    return redirect("my_unit", code)


@access(*OFFICE)
def head_count_ask(request: Request, code: str) -> HttpResponse:
    """Ask the contact about a head count instead of confirming it."""
    unit_year = visited_unit(request, code)
    form = QuestionForm(request.POST or None)

    def act() -> UnitYear:
        return ask_about_head_count(unit_year, **form.cleaned_data, by=request.user, at=request.received_at)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("The question stands on the unit's pages until new numbers are stored."))
        return redirect("my_unit", code)
    return render(request, "units/head_count_ask.html", {"unit_year": unit_year, "form": form})


@access(*OFFICE)
def extend_deadline(request: Request, code: str) -> HttpResponse:
    """Give one unit more time, with a reason."""
    unit_year = visited_unit(request, code)
    initial = {"until": unit_year.extended_until, "reason": unit_year.extension_reason}
    form = ExtensionForm(request.POST or None, initial=initial)

    def act() -> UnitYear:
        return listing.extend_deadline(unit_year, **form.cleaned_data, by=request.user, at=request.received_at)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("The unit has time until the end of %(day)s.") % {"day": unit_year.extended_until})
        return redirect("my_unit", code)
    return render(request, "units/extend_deadline.html", {"unit_year": visited_unit(request, code), "form": form})


@access(*EVERYONE)
def team(request: Request, code: str) -> HttpResponse:
    """File the unit's team, or mend what the office returned."""
    unit_year = visited_unit(request, code)
    filed = stored_team(request, unit_year)
    last = filed.reviews.valid().last() if filed and filed.state == Team.State.RETURNED else None
    form = TeamForm(request.POST or None, instance=filed, unit_year=unit_year, returned=last.fields if last else ())

    def act() -> Team:
        seen = form.cleaned_data["seen"]
        return file_team(unit_year, facts=form.facts, version=seen, by=request.user, at=request.received_at)

    is_filed = request.method == "POST" and accepted(form, act)
    stored = stored_team(request, unit_year)
    if is_filed and stored:
        messages.success(request, _("The team is filed. The office looks at it next."))
        for finding in stored.findings:
            messages.warning(request, sentence_of(finding))
        return redirect("my_unit", code)
    if stored and form.is_overtaken:
        form.compare_with(stored)
    context = {"unit_year": unit_year, "form": form, "team": stored}
    return render(request, "units/team.html", context, status=409 if form.is_overtaken else 200)


def stored_team(request: Request, unit_year: UnitYear) -> Team | None:
    """The unit's team as it is filed, whatever a form has in hand."""
    return (
        Team.objects.visible_to(request.user).select_related("unit_year__campaign").filter(unit_year=unit_year).first()
    )


@access(*OFFICE)
def team_review(request: Request, code: str) -> HttpResponse:
    """Look at a filed team; approve it or send it back with a reason."""
    unit_year = visited_unit(request, code)
    if (filed := stored_team(request, unit_year)) is None:
        raise Http404
    form = ReviewForm(request.POST or None, initial={"version": filed.version})

    if request.method == "POST" and accepted(form, lambda: decided(request, form, filed)):
        messages.success(
            request, _("Decided: %(team)s – %(state)s.") % {"team": filed, "state": filed.get_state_display()}
        )
        return redirect("cockpit")
    return render(
        request,
        "units/team_review.html",
        {"unit_year": unit_year, "form": form, "team": filed, "row": TeamRow(unit_year, request.received_at)},
    )


def decided(request: Request, form: ReviewForm, team: Team) -> Team:
    """Do what the reviewer chose."""
    chosen = form.cleaned_data
    if chosen["decision"] == "approve":
        return approve_team(team, version=chosen["version"], by=request.user, at=request.received_at)
    return return_team(
        team,
        version=chosen["version"],
        reason=chosen["reason"],
        fields=chosen["to_mend"],
        by=request.user,
        at=request.received_at,
    )


@access(*OFFICE)
def unit_list(request: Request) -> HttpResponse:
    """Attachment 1 as it stands, line by line."""
    units = UnitYear.objects.visible_to(request.user).for_campaign().select_related("unit")
    return render(request, "units/unit_list.html", {"units": units})


@access(*OFFICE)
def unit_edit(request: Request, code: str) -> HttpResponse:
    """Mend one line of Attachment 1."""
    unit_year = visited_unit(request, code)
    form = UnitYearForm(request.POST or None, instance=unit_year)

    def act() -> UnitYear:
        seen = form.cleaned_data["seen"]
        return listing.change_line(unit_year, facts=form.facts, seen=seen, by=request.user, at=request.received_at)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("The line is stored."))
        for problem in form.warnings:
            messages.warning(request, sentence_of(problem))
        return redirect("unit_list")
    return form_page(request, "units/unit_edit.html", form, visited_unit(request, code))


@access(*OFFICE)
@about_this_year
def units_import(request: Request, campaign: Campaign) -> HttpResponse:
    """Take Attachment 1 over from a file: choose it, see what it would change, confirm."""
    if "staged" in request.POST:
        return units_confirmed(request, campaign)
    form, found = TableForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        try:
            found = examine_units(form.cleaned_data["file"], form.cleaned_data["file_name"], campaign)
        except Refused as refusal:
            form.add_error("file", ValidationError(sentence_of(refusal), code=refusal.code))
    return render(request, "units/units_import.html", {"form": form, **(preview(found) if found else {})})


def units_confirmed(request: Request, campaign: Campaign) -> HttpResponse:
    """Store the lines that were shown, and only those."""
    try:
        found = confirmed(rows_of(request.POST["staged"], kind="units"), campaign)
        apply_units(found, campaign, by=request.user, at=request.received_at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("units_import")
    counts = {"created": len(found.created), "updated": len(found.updated)}
    messages.success(request, _("Attachment 1 is stored: %(created)s new units, %(updated)s changed.") % counts)
    return redirect("unit_list")


def preview(found: UnitList) -> dict[str, Any]:
    """What Attachment 1 would change, for the page."""
    changes = found.created or found.updated
    return {
        "found": found,
        "counts": [
            (_("Rows in the file"), found.rows),
            (_("new"), len(found.created)),
            (_("changed"), len(found.updated)),
            (_("unchanged"), len(found.unchanged)),
            (_("left out"), found.rows - len(found.created) - len(found.updated) - len(found.unchanged)),
            (_("units not in the file"), found.absent),
        ],
        "problems": [in_words(problem) for problem in found.problems],
        "problems_total": len(found.problems),
        "notices": notices_in_words(found.notices),
        "staged": sealed_rows(staged(found), kind="units") if changes else "",
    }
