"""The office's pages about the school's projects."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import OFFICE, Request, access
from accounts.acting import accepted
from campaigns.models import Campaign
from campaigns.this_year import about_this_year
from projects.forms import CommentForm, WaiverForm
from projects.models import Project
from projects.school import LONGEST_COMMENT, comment_project, judged, known_projects, side_by_side, spread
from projects.waiving import waive_projects
from units.models import UnitYear
from units.visiting import visited_unit

WEAKEST = 20
MOST_PAIRS = 50
UNITS_AT_ONCE = 20


@access(*OFFICE)
@about_this_year
def school_projects(request: Request, campaign: Campaign) -> HttpResponse:
    """All projects: how the categories spread, the weakest names, names that sound alike, and the units' lists."""
    known = known_projects(campaign)
    projects = [project for project in known if project.unit_year.campaign_id == campaign.pk]
    weak = [one for one in judged(projects) if one.hints]
    units = list({project.unit_year_id: project.unit_year for project in projects}.values())
    shown = Paginator(units, UNITS_AT_ONCE).get_page(request.GET.get("page"))
    pairs = side_by_side(known, campaign.year)
    context = {
        "projects": projects,
        "by_unit": [project for project in projects if project.unit_year in shown.object_list],
        "before": shown.previous_page_number() if shown.has_previous() else None,
        "behind": shown.next_page_number() if shown.has_next() else None,
        "spread": spread(projects),
        "most": max((count for _word, count in spread(projects)), default=0),
        "weak": weak[:WEAKEST],
        "weak_total": len(weak),
        "pairs": pairs[:MOST_PAIRS],
        "pairs_total": len(pairs),
    }
    return render(request, "projects/school_projects.html", context)


@access(*OFFICE)
def project_comment(request: Request, number: int) -> HttpResponse:
    """Write to the unit's contact about a project."""
    projects = Project.objects.visible_to(request.user).for_campaign().select_related("unit_year__unit")
    project = get_object_or_404(projects, pk=number)
    form = CommentForm(request.POST or None, initial={"comment": project.comment})

    def act() -> Project:
        comment = form.cleaned_data["comment"]
        return comment_project(project, comment=comment, by=request.user, at=request.received_at)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("The contact sees the comment beside the project."))
        return redirect("school_projects")
    context = {"project": project, "form": form, "longest": LONGEST_COMMENT}
    return render(request, "projects/project_comment.html", context)


@access(*OFFICE)
def projects_waive(request: Request, code: str) -> HttpResponse:
    """Waive the minimum of projects for a unit, or ask for it again."""
    unit_year = visited_unit(request, code)
    form = WaiverForm(request.POST or None, initial={"reason": unit_year.waiver_reason})

    def act() -> UnitYear:
        reason = form.cleaned_data["reason"]
        return waive_projects(unit_year, reason=reason, by=request.user, at=request.received_at)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Stored. The unit sees it on its projects page."))
        return redirect("project_list", code)
    return render(request, "projects/projects_waive.html", {"unit_year": unit_year, "form": form})
