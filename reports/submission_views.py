"""Pages on which a unit hands in and looks at its versions."""

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts.access import EVERYONE, Request, access
from accounts.acting import accepted
from accounts.confirming import confirmed
from reports.export_views import complete, made
from reports.forms import ClearNumbersForm, SubmitForm
from reports.models import Submission
from reports.paper.checking import password_of
from reports.readiness import may_submit
from reports.submission_files import FILES, export_version
from reports.submissions import submit
from reports.tallies import standing
from reports.versions import not_handed_in, since_the_one_before
from reports.views import last_submission
from units.models import UnitYear
from units.visiting import visited_unit


@access(*EVERYONE)
def submission(request: Request, code: str) -> HttpResponse:
    """Hand in, see what blocks, keep the receipt, print."""
    unit_year = visited_unit(request, code, "team")
    form = SubmitForm(request.POST or None)
    if request.method == "POST" and accepted(
        form, lambda: submit(unit_year, **form.cleaned_data, by=request.user, at=request.received_at)
    ):
        messages.success(request, _("Handed in. Keep the receipt number below."))
        return redirect("submission", code)
    found, last = standing(unit_year), last_submission(unit_year)
    context = {
        "unit_year": unit_year,
        "form": form,
        "new_form": uuid.uuid4(),
        "standing": found,
        "may_submit": may_submit(found.findings),
        "last": last,
        "not_handed_in": not_handed_in(last, found),
        "password": last and mailed_password(last),
        "is_late": request.received_at >= unit_year.deadline,
        "subject": unit_year.campaign.text(unit_year.campaign.mail_subject, unit_year.name),
    }
    is_used = form.has_error(NON_FIELD_ERRORS, "form-used")
    return render(request, "reports/submission.html", context, status=422 if is_used else 200)


def mailed_password(visited: Submission) -> str:
    """What opens the workbooks that were mailed with a version, if any were."""
    return password_of(visited) if visited.campaign.mails_workbooks else ""


@access(*EVERYONE)
def submission_changes(request: Request, code: str) -> HttpResponse:
    """What was changed since the last version was handed in."""
    unit_year = visited_unit(request, code, "team")
    if (last := last_submission(unit_year)) is None:
        raise Http404
    changes = not_handed_in(last, standing(unit_year))
    context = {"unit_year": unit_year, "last": last, "changes": changes}
    return render(request, "reports/submission_changes.html", context)


@access(*EVERYONE)
def submission_versions(request: Request, code: str) -> HttpResponse:
    """All versions of a unit with their receipts."""
    unit_year = visited_unit(request, code)
    versions = Submission.objects.visible_to(request.user).filter(unit_year=unit_year).lean()
    context = {
        "unit_year": unit_year,
        "versions": versions.select_related("campaign", "by", "paper_received_by"),
    }
    return render(request, "reports/submission_versions.html", context)


def visited_version(request: Request, unit_year: UnitYear, version: int) -> Submission:
    """The unit's version of this number; otherwise 404."""
    versions = Submission.objects.visible_to(request.user).filter(unit_year=unit_year)
    named = versions.select_related("campaign", "unit_year__unit", "by", "paper_received_by")
    return get_object_or_404(named, version=min(version, 2**15 - 1))


@access(*EVERYONE)
def submission_version(request: Request, code: str, version: int) -> HttpResponse:
    """One version: its receipt, its tables, what it changed."""
    unit_year = visited_unit(request, code)
    visited = visited_version(request, unit_year, version)
    context = {
        "unit_year": unit_year,
        "version": visited,
        "changes": since_the_one_before(visited),
        "password": mailed_password(visited),
        "is_newest": visited == last_submission(unit_year),
    }
    return render(request, "reports/submission_version.html", context)


@access(*EVERYONE)
@require_safe
def submission_attachment(request: Request, code: str, version: int, number: int, drawing: str) -> HttpResponse:
    """A version's attachment, numbers masked."""
    visited = visited_version(request, visited_unit(request, code), version)
    if (number, drawing) not in FILES:
        raise Http404
    facts: dict[str, Any] = {"clear": False, "reason": "", "by": request.user, "at": request.received_at}
    act = partial(export_version, visited, number, drawing, **facts)
    return made(request, act, "submission_version", code, str(visited.version))


@sensitive_post_parameters("password")
@access(*EVERYONE)
@confirmed
def submission_complete(request: Request, code: str, version: int) -> HttpResponse:
    """A version's people with complete numbers, for the paper that is signed: for a reason."""
    unit_year = visited_unit(request, code)
    visited = visited_version(request, unit_year, version)
    form = ClearNumbersForm(request.POST or None)
    answer = complete(request, form, partial(export_version, visited, 4))
    back_url = reverse("submission_version", args=[code, visited.version])
    context = {"unit_year": unit_year, "form": form, "version": visited, "back_url": back_url}
    return answer or render(request, "reports/attachment_complete.html", context)
