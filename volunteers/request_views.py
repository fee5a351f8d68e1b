"""The notice, and pages about people's requests about their own data."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import EVERYONE, OFFICE, OpenRequest, Request, access, open_to_anybody
from accounts.acting import accepted
from volunteers import consent
from volunteers.data_requests import decide_request, file_request
from volunteers.models import DataRequest
from volunteers.person_views import visited_person
from volunteers.request_forms import AnswerForm, DataRequestForm

ANSWERED_SHOWN = 50


@open_to_anybody
def notice(request: OpenRequest) -> HttpResponse:
    """What is kept of people, what for and how long."""
    return render(request, "volunteers/notice.html", {"consent": consent})


@access(*EVERYONE)
def data_request(request: Request, number: uuid.UUID) -> HttpResponse:
    """File what a person asks about their own data."""
    person, form = visited_person(request, number), DataRequestForm(request.POST or None)

    def act() -> DataRequest:
        return file_request(person, **form.cleaned_data, by=request.user, at=request.received_at)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("The office has the request and will answer it."))
        return redirect("volunteer", number)
    mine = DataRequest.objects.visible_to(request.user).filter(person=person).select_related("by")
    context = {"unit_year": person.unit_year, "person": person, "form": form, "requests": mine}
    return render(request, "volunteers/data_request.html", context)


@access(*OFFICE)
def data_requests(request: Request) -> HttpResponse:
    """What people have asked, the oldest first, and what was answered."""
    all_of_them = DataRequest.objects.visible_to(request.user).select_related("unit_year", "person", "by", "decided_by")
    answered = all_of_them.exclude(state=DataRequest.State.WAITING).order_by("-decided_at")[:ANSWERED_SHOWN]
    context = {"waiting": all_of_them.waiting(), "answered": answered}
    return render(request, "volunteers/data_requests.html", context)


@require_POST
@access(*OFFICE)
def data_request_decide(request: Request, number: uuid.UUID) -> HttpResponse:
    """Answer a request."""
    requests = DataRequest.objects.visible_to(request.user).select_related("unit_year__unit", "unit_year__campaign")
    asked, form = get_object_or_404(requests.select_related("person"), pk=number), AnswerForm(request.POST)

    def act() -> DataRequest:
        granted = form.cleaned_data["decision"] == "grant"
        answer = form.cleaned_data["answer"]
        return decide_request(asked, granted=granted, answer=answer, by=request.user, at=request.received_at)

    if accepted(form, act):
        messages.success(request, _("Answered. The unit's contact sees the answer and tells the person."))
    else:
        for error in (error for errors in form.errors.values() for error in errors):
            messages.error(request, str(error))
    return redirect("data_requests")
