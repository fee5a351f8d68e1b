"""The page that takes a unit's list of projects over from a file."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import EVERYONE, Request, access
from campaigns.sentences import in_words, notices_in_words, sentence_of
from projects.importing import ProjectList, add_projects, examine_projects
from sheets.problems import Refused
from units.models import UnitYear
from units.table_import import TableForm, rows_of, sealed_rows
from units.visiting import visited_unit


@access(*EVERYONE)
def projects_import(request: Request, code: str) -> HttpResponse:
    """Choose a file of projects, see what it would add, confirm."""
    unit_year = visited_unit(request, code)
    if "staged" in request.POST:
        return projects_confirmed(request, unit_year)
    form, found = TableForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        try:
            found = examine_projects(form.cleaned_data["file"], form.cleaned_data["file_name"], unit_year)
        except Refused as refusal:
            form.add_error("file", ValidationError(sentence_of(refusal), code=refusal.code))
    context = {"unit_year": unit_year, "form": form, **(preview(found, unit_year) if found else {})}
    return render(request, "projects/projects_import.html", context)


def projects_confirmed(request: Request, unit_year: UnitYear) -> HttpResponse:
    """Store the projects that were shown, and only those."""
    code = unit_year.unit.code
    try:
        rows = rows_of(request.POST["staged"], kind=kind(unit_year))
        added = add_projects(unit_year, rows=rows, by=request.user, at=request.received_at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("projects_import", code)
    sentence = ngettext("%(count)s project is stored.", "%(count)s projects are stored.", len(added))
    messages.success(request, sentence % {"count": len(added)})
    return redirect("project_list", code)


def kind(unit_year: UnitYear) -> str:
    """Binds a preview to its unit: confirmed elsewhere it is refused."""
    return f"projects.{unit_year.pk}"


def preview(found: ProjectList, unit_year: UnitYear) -> dict[str, Any]:
    """What the file would add, for the page."""
    return {
        "found": found,
        "counts": [
            (_("Rows in the file"), found.rows),
            (_("new"), len(found.new)),
            (_("left out"), found.rows - len(found.new)),
        ],
        "problems": [in_words(problem) for problem in found.problems],
        "problems_total": len(found.problems),
        "notices": notices_in_words(found.notices),
        "staged": sealed_rows([dict(facts) for facts in found.new], kind=kind(unit_year)) if found.new else "",
    }
