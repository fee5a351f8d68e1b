"""Pages about a unit's projects."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import EVERYONE, Request, access
from accounts.acting import accepted
from projects.forms import ProjectForm
from projects.keeping import keep_project
from projects.minimum import projects_needed
from projects.models import Project
from units.models import UnitYear
from units.visiting import visited_unit


@access(*EVERYONE)
def project_list(request: Request, code: str) -> HttpResponse:
    """The unit's projects of the year, and how many are still needed."""
    unit_year = visited_unit(request, code)
    projects = Project.objects.visible_to(request.user).filter(unit_year=unit_year)
    counted = sum(project.state in Project.COUNTED for project in projects)
    needed = projects_needed(
        unit_year.campaign.projects_minimum, has_students=unit_year.has_students, waived=bool(unit_year.waiver_reason)
    )
    context = {
        "unit_year": unit_year,
        "projects": projects,
        "counted": counted,
        "needed": needed,
        "missing": max(0, needed - counted),
    }
    return render(request, "projects/project_list.html", context)


@access(*EVERYONE)
def project_add(request: Request, code: str) -> HttpResponse:
    """Add a project; contact and dates of the last one are offered again."""
    unit_year = visited_unit(request, code)
    last = Project.objects.visible_to(request.user).filter(unit_year=unit_year).last()
    repeated = ("contact_name", "contact_phone", "starts_on", "ends_on")
    offered = {field: getattr(last, field) for field in repeated} if last else {}
    return project_page(request, unit_year, ProjectForm(request.POST or None, unit_year=unit_year, initial=offered))


@access(*EVERYONE)
def project_edit(request: Request, code: str, number: int) -> HttpResponse:
    """Change a project, or make it void."""
    unit_year = visited_unit(request, code)
    project = get_object_or_404(Project.objects.visible_to(request.user).filter(unit_year=unit_year), pk=number)
    return project_page(request, unit_year, ProjectForm(request.POST or None, instance=project, unit_year=unit_year))


def project_page(request: Request, unit_year: UnitYear, form: ProjectForm) -> HttpResponse:
    """The form of a new or known project."""
    if request.method == "POST" and accepted(
        form, lambda: keep_project(form.instance, by=request.user, at=request.received_at)
    ):
        messages.success(request, _("The project “%(name)s” is stored.") % {"name": form.instance})
        again = "project_add" if "another" in request.POST else "project_list"
        return redirect(again, unit_year.unit.code)
    return render(request, "projects/project_edit.html", {"unit_year": unit_year, "form": form})
