"""Pages about a unit's head count and team."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import EVERYONE, OFFICE, Request, access
from accounts.acting import accepted
from units.filing import file_team
from units.forms import HeadCountForm, ReviewForm, TeamForm
from units.head_counts import confirm_head_count, set_head_count
from units.models import Team, UnitYear
from units.review import approve_team, return_team
from units.visiting import visited_unit


@access(*EVERYONE)
def head_count(request: Request, code: str) -> HttpResponse:
    """Enter how many staff, students and party members the unit has."""
    unit_year = visited_unit(request, code)
    form = HeadCountForm(request.POST or None, instance=unit_year)

    def act() -> UnitYear:
        facts = {**form.cleaned_data, "source": form.cleaned_data["count_source"]}
        del facts["count_source"]
        return set_head_count(visited_unit(request, code), **facts, by=request.user, at=request.received_at)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("The head count is stored."))
        return redirect("my_unit", code)
    return render(request, "units/head_count.html", {"unit_year": visited_unit(request, code), "form": form})


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


@access(*EVERYONE)
def team(request: Request, code: str) -> HttpResponse:
    """File the unit's team, or mend what the office returned."""
    unit_year = visited_unit(request, code)
    form = TeamForm(request.POST or None, instance=getattr(unit_year, "team", None), unit_year=unit_year)

    def act() -> Team:
        return file_team(unit_year, facts=form.cleaned_data, by=request.user, at=request.received_at)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("The team is filed. The office looks at it next."))
        return redirect("my_unit", code)
    context = {"unit_year": unit_year, "form": form, "team": stored_team(request, unit_year)}
    return render(request, "units/team.html", context)


def stored_team(request: Request, unit_year: UnitYear) -> Team | None:
    """The unit's team as it is filed, whatever a form has in hand."""
    return (
        Team.objects.visible_to(request.user)
        .select_related("unit_year__campaign")
        .filter(unit_year=unit_year)
        .first()
    )


@access(*OFFICE)
def team_review(request: Request, code: str) -> HttpResponse:
    """Look at a filed team; approve it or send it back with a reason."""
    unit_year = visited_unit(request, code)
    if (filed := stored_team(request, unit_year)) is None:
        raise Http404
    form = ReviewForm(request.POST or None, initial={"version": filed.version})

    def act() -> Team:
        decision = form.cleaned_data
        if decision["decision"] == "approve":
            return approve_team(filed, version=decision["version"], by=request.user, at=request.received_at)
        return return_team(
            filed, version=decision["version"], reason=decision["reason"], by=request.user, at=request.received_at
        )

    if request.method == "POST" and accepted(form, act):
        messages.success(
            request, _("Decided: %(team)s – %(state)s.") % {"team": filed, "state": filed.get_state_display()}
        )
        return redirect("board")
    return render(request, "units/team_review.html", {"unit_year": unit_year, "form": form, "team": filed})
