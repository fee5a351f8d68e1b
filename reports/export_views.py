"""Attachments on their way out: masked by a link, complete ones for a reason, the whole school's by the worker."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.access import ADMINISTRATOR, EVERYONE, OFFICE, Request, access
from accounts.acting import accepted
from accounts.confirming import confirm_address, confirmed, is_confirmed
from campaigns.models import Campaign
from campaigns.this_year import about_this_year
from jobs.models import Job
from reports.downloads import download, streamed
from reports.export_files import KIND, approve_export, ask_export, fetch, waiting_for
from reports.export_links import link_for
from reports.exporting import DRAWINGS, NUMBERS, TEXT, Attachment, export
from reports.forms import ClearNumbersForm, LockForm, SchoolExportForm
from reports.models import ExportFile
from reports.tables import Undrawable
from units.models import UnitYear
from units.visiting import visited_unit


@access(*OFFICE)
@about_this_year
def attachments(request: Request, campaign: Campaign) -> HttpResponse:
    """The whole school's tables."""
    return render(request, "reports/attachments.html", {"campaign": campaign})


@access(*EVERYONE)
@require_safe
def attachment(request: Request, code: str, number: int, drawing: str) -> HttpResponse:
    """One unit's attachment, numbers masked."""
    unit_year = visited_unit(request, code, "team")
    refuse_unknown(NUMBERS, number, drawing)
    return made(request, masked(request, number, drawing, unit_year.campaign, unit_year), "submission", code)


@access(*OFFICE)
@require_safe
@about_this_year
def school_attachment(request: Request, campaign: Campaign, number: int, drawing: str) -> HttpResponse:
    """A short attachment of the whole school; the long one is made by the worker."""
    refuse_unknown(NUMBERS[:3], number, drawing)
    return made(request, masked(request, number, drawing, campaign), "attachments")


def masked(
    request: Request, number: int, drawing: str, campaign: Campaign, unit_year: UnitYear | None = None
) -> Callable[[], Attachment]:
    """The act by which an attachment leaves with masked numbers."""
    facts: dict[str, Any] = {"clear": False, "reason": "", "by": request.user, "at": request.received_at}
    return lambda: export(number, campaign, unit_year, drawing, **facts)


def refuse_unknown(numbers: tuple[int, ...], number: int, drawing: str) -> None:
    """What there is no attachment of is not found."""
    if number not in numbers or drawing not in DRAWINGS or (number == TEXT and drawing != "pdf"):
        raise Http404


def made(request: Request, act: Callable[[], Attachment], *page: str) -> HttpResponse:
    """The file, or back to the page with what was wrong."""
    try:
        file = act()
        return download(file.name, file.whole())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    except Undrawable as refusal:
        messages.error(request, _(refusal.message) % refusal.params)
    return redirect(*page)


@sensitive_post_parameters("password")
@access(*EVERYONE)
@confirmed
def attachment_complete(request: Request, code: str) -> HttpResponse:
    """A unit's people with complete numbers: for a reason, behind a password if wanted."""
    unit_year = visited_unit(request, code, "team")
    form = ClearNumbersForm(request.POST or None)
    answer = complete(request, form, partial(export, 4, unit_year.campaign, unit_year))
    back_url = reverse("submission", args=[code])
    context = {"unit_year": unit_year, "form": form, "back_url": back_url}
    return answer or render(request, "reports/attachment_complete.html", context)


def complete(request: Request, form: ClearNumbersForm, act: Callable[..., Attachment]) -> HttpResponse | None:
    """The file of somebody who said what it is for; None while the form is not in order."""
    answers: list[HttpResponse] = []

    def give() -> None:
        asked = form.cleaned_data
        facts: dict[str, Any] = {"reason": asked["reason"], "by": request.user, "at": request.received_at}
        try:
            file = act(asked["drawing"] or "xlsx", clear=True, **facts)
            answers.append(download(file.name, file.whole(form.chosen)))
        except Undrawable as refusal:
            raise ValidationError(_(refusal.message) % refusal.params, code=refusal.code) from None

    return answers[0] if request.method == "POST" and accepted(form, give) else None


@access(*OFFICE)
@about_this_year
def school_export(request: Request, campaign: Campaign) -> HttpResponse:
    """Everybody of the school, made by the worker."""
    form = SchoolExportForm(request.POST or None)
    jobs: list[Job | None] = []
    if request.POST.get("clear") and not is_confirmed(request):
        return redirect(confirm_address(request.path))

    def act() -> None:
        jobs.append(ask_export(4, campaign, by=request.user, at=request.received_at, **form.cleaned_data))

    if request.method == "POST" and accepted(form, act):
        return redirect("job", jobs[0].pk) if jobs[0] else redirect("exports")
    context = {"form": form, "confirmed": is_confirmed(request), "confirm": confirm_address(request.path)}
    return render(request, "reports/school_export.html", context)


def files_of(request: Request) -> QuerySet[ExportFile]:
    """The visitor's own files of the last day."""
    return ExportFile.objects.visible_to(request.user).kept(request.received_at)


@access(*OFFICE)
def exports(request: Request) -> HttpResponse:
    """What the worker made for the visitor, to be fetched within a day."""
    context = {
        "files": [(file, link_for(file), LockForm(auto_id=f"{file.pk}_%s")) for file in files_of(request)],
        "waiting": Job.objects.visible_to(request.user).unfinished().filter(kind=KIND).first(),
        "to_approve": waiting_for(request.user, request.received_at),
        "confirmed": is_confirmed(request),
        "confirm": confirm_address(request.path),
    }
    return render(request, "reports/exports.html", context)


@require_POST
@access(ADMINISTRATOR)
def export_approve(request: Request, number: uuid.UUID) -> HttpResponse:
    """Let somebody else's file of the whole school be made."""
    file = get_object_or_404(waiting_for(request.user, request.received_at), pk=number)
    try:
        approve_export(file, by=request.user, at=request.received_at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Approved. The file is made now, for %(name)s.") % {"name": file.by})
    return redirect("exports")


@sensitive_post_parameters("password")
@require_POST
@access(*OFFICE)
def export_fetch(request: Request, number: uuid.UUID, link: str) -> HttpResponseBase:
    """One of them; complete numbers only for who proved a short while ago who they are."""
    file = get_object_or_404(files_of(request).filter(state=ExportFile.State.READY), pk=number)
    if file.clear_numbers and not is_confirmed(request):
        return redirect(confirm_address(reverse("exports")))
    form = LockForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["password"])))
        return redirect("exports")
    password = form.chosen if file.is_workbook else ""
    try:
        content = fetch(file, link=link, password=password, by=request.user, at=request.received_at)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
        return redirect("exports")
    return streamed(file.name, content)
