"""Pages on which a roster is put right: its columns, its problems, one of its rows, its file back."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.access import EVERYONE, Request, access
from accounts.acting import accepted
from jobs.models import Job
from jobs.running import run_at_once
from reports.downloads import download
from reports.roster_preview import before_and_after, refusal_in_words
from reports.roster_problems import problems_page
from reports.views import at_work, visited_import
from units.visiting import visited_unit
from volunteers.models import RosterImport
from volunteers.roster.column_choice import choose_columns, forget_columns
from volunteers.roster.handing_back import ROWS_AT_ONCE, file_back
from volunteers.roster.keeping import kept_until
from volunteers.roster.mending import IN_HAND, mend_row, show_row
from volunteers.roster_forms import ColumnsForm, RowForm


@access(*EVERYONE)
def roster_columns(request: Request, number: uuid.UUID) -> HttpResponse:
    """The sender says which column is which; a guess stands there already."""
    received = visited_import(request, number)
    asked = received.kept("mending").get("to_name")
    if not asked:
        return redirect("roster_preview", number)
    form = ColumnsForm(request.POST or None, asked)
    jobs: list[Job] = []

    def act() -> None:
        jobs.append(choose_columns(received, form.words(), by=request.user, at=request.received_at))

    if request.method == "POST" and accepted(form, act):
        return to_the_job(request, received, jobs[0])
    context = {
        "received": received,
        "unit_year": received.unit_year,
        "form": form,
        "asked": asked,
        "refusal": refusal_in_words(received),
    }
    return render(request, "reports/roster_columns.html", context)


def to_the_job(request: Request, received: RosterImport, job: Job) -> HttpResponse:
    """To the page of the job; a short one is done here, so that the page leads on at once."""
    if received.report.get("counts", {}).get("rows", ROWS_AT_ONCE + 1) <= ROWS_AT_ONCE:
        run_at_once(job, request.received_at)
    return redirect("job", job.pk)


@require_POST
@access(*EVERYONE)
def roster_columns_forget(request: Request, code: str) -> HttpResponse:
    """The unit's next files are read by the usual headers alone."""
    forget_columns(visited_unit(request, code), by=request.user, at=request.received_at)
    messages.success(request, _("Forgotten. The next file is read by its headers alone."))
    return redirect("roster_upload", code)


@access(*EVERYONE)
def roster_problems(request: Request, number: uuid.UUID) -> HttpResponse:
    """All problems, by kind and at their cells; a row can be mended, the file taken back with marks."""
    received = visited_import(request, number)
    if job := at_work(request, received):
        return redirect("job", job.pk)
    file_is_kept = received.keeps_file and received.state in IN_HAND
    kind, page = request.GET.get("kind", ""), request.GET.get("page", "")
    context: dict[str, Any] = {
        "received": received,
        "unit_year": received.unit_year,
        "counts": received.report.get("counts"),
        "effect": before_and_after(received),
        "refusal": refusal_in_words(received),
        "kept_until": kept_until(received),
        "file_is_kept": file_is_kept,
        **problems_page(received, kind, page, may_mend=file_is_kept),
    }
    return render(request, "reports/roster_problems.html", context)


@require_POST
@sensitive_post_parameters()
@access(*EVERYONE)
def roster_row(request: Request, number: uuid.UUID, row: int) -> HttpResponse:
    """One row with its complete values, recorded; then the same row put right."""
    received, jobs = visited_import(request, number), list[Job]()
    form = RowForm(request.POST if "save" in request.POST else None)

    def act() -> None:
        jobs.append(mend_row(received, row, form.cleaned_data, by=request.user, at=request.received_at))

    if form.is_bound and accepted(form, act):
        messages.success(request, _("Row %(row)s is mended, and the whole file was checked anew.") % {"row": row})
        return to_the_job(request, received, jobs[0])
    if not form.is_bound:
        try:
            form = RowForm(texts=show_row(received, row, by=request.user, at=request.received_at))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("roster_problems", number)
    context = {"received": received, "unit_year": received.unit_year, "form": form, "row": row}
    return render(request, "reports/roster_row.html", context)


@require_POST
@access(*EVERYONE)
def roster_file_back(request: Request, number: uuid.UUID) -> HttpResponse:
    """The sender's own workbook with faulty cells marked; a long one is made by the worker first."""
    received = visited_import(request, number)
    try:
        made = file_back(received, by=request.user, at=request.received_at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("roster_problems", number)
    if isinstance(made, Job):
        return redirect("job", made.pk)
    name = _("%(file)s with marks.xlsx") % {"file": received.file_name.rpartition(".")[0] or received.file_name}
    return download(name, made)
