"""Pages about a unit's projects."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import EVERYONE, Request, access
from accounts.acting import accepted
from projects.forms import CopyForm, ProjectForm
from projects.importing import copy_projects, last_years
from projects.keeping import keep_project
from projects.minimum import projects_needed
from projects.models import Project
from projects.quality import EXAMPLES
from projects.school import name_hints
from units.models import UnitYear
from units.visiting import visited_unit


@access(*EVERYONE)
def project_list(request: Request, code: str) -> HttpResponse:
    """The unit's projects of the year, and how many are still needed."""
    unit_year = visited_unit(request, code)
    projects = unit_year.projects.all()
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
        "can_copy": bool(last_years(unit_year)),
    }
    return render(request, "projects/project_list.html", context)


def visited_project(unit_year: UnitYear, number: int) -> Project:
    """The project of this number of a unit that may be seen; 404 otherwise."""
    return get_object_or_404(unit_year.projects.all(), pk=number)


@access(*EVERYONE)
def project_add(request: Request, code: str) -> HttpResponse:
    """Add a project; contact and dates of the last one are offered again."""
    unit_year = visited_unit(request, code)
    last = unit_year.projects.last()
    repeated = ("contact_name", "contact_phone", "starts_on", "ends_on")
    offered = {field: getattr(last, field) for field in repeated} if last else {}
    return project_page(request, unit_year, ProjectForm(request.POST or None, unit_year=unit_year, initial=offered))


@access(*EVERYONE)
def project_edit(request: Request, code: str, number: int) -> HttpResponse:
    """Change a project, tell how it went, or make it void."""
    unit_year = visited_unit(request, code)
    project = visited_project(unit_year, number)
    return project_page(request, unit_year, ProjectForm(request.POST or None, instance=project, unit_year=unit_year))


def project_page(request: Request, unit_year: UnitYear, form: ProjectForm) -> HttpResponse:
    """The form of a new or known project, with the coach's hints for its name."""
    shown_name = form.instance.name

    def act() -> Project:
        seen = form.cleaned_data["seen"]
        return keep_project(form.instance, seen=seen, by=request.user, at=request.received_at)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("The project “%(name)s” is stored.") % {"name": form.instance})
        again = "project_add" if "another" in request.POST else "project_list"
        return redirect(again, unit_year.unit.code)
    context = {"unit_year": unit_year, "form": form, "examples": EXAMPLES, "shown_name": shown_name}
    if shown_name:
        context["hints"] = name_hints(shown_name, unit_year, form.instance.pk)
    if form.is_overtaken:
        form.compare_with(visited_project(unit_year, form.instance.pk))
    return render(request, "projects/project_edit.html", context, status=409 if form.is_overtaken else 200)


@access(*EVERYONE)
def project_name_hints(request: Request, code: str) -> HttpResponse:
    """What could be better about a name while it is typed."""
    unit_year = visited_unit(request, code)
    name, known = request.GET.get("name", "")[:50], request.GET.get("but", "")
    found = name_hints(name, unit_year, int(known) if known.isdecimal() else None)
    return render(request, "projects/project_name_hints.html", {"hints": found, "name": name})


@access(*EVERYONE)
def projects_copy(request: Request, code: str) -> HttpResponse:
    """Take last year's projects over as drafts."""
    unit_year = visited_unit(request, code)
    form, copied = CopyForm(request.POST or None, projects=last_years(unit_year)), [0]

    def act() -> None:
        chosen = {int(number) for number in form.cleaned_data["projects"]}
        copied[0] = copy_projects(unit_year, chosen=chosen, by=request.user, at=request.received_at)

    if request.method == "POST" and accepted(form, act):
        sentence = ngettext("%(count)s draft is made.", "%(count)s drafts are made.", copied[0])
        messages.success(request, sentence % {"count": copied[0]})
        return redirect("project_list", code)
    return render(request, "projects/projects_copy.html", {"unit_year": unit_year, "form": form})


@access(*EVERYONE)
def project_summary(request: Request, code: str, number: int) -> HttpResponse:
    """A project on one page, to print."""
    unit_year = visited_unit(request, code)
    return render(
        request,
        "projects/project_summary.html",
        {"unit_year": unit_year, "project": visited_project(unit_year, number)},
    )
