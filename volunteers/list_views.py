"""Pages about many of a unit's people: the list, searching, and changing those ticked."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import EVERYONE, Request, access
from accounts.acting import accepted
from accounts.paging import show_by_key
from units.models import UnitYear
from units.visiting import visited_unit
from volunteers.claiming import claims_waiting
from volunteers.models import Edit, RosterImportQuerySet, Volunteer
from volunteers.person_forms import SearchForm, TickedForm
from volunteers.searching import found_by
from volunteers.standing import Outcome, set_department, set_status
from volunteers.tables import VolunteerFilter, VolunteerTable

ROWS = 50
MOST_FOUND = 50


def last_edit(request: Request, unit_year: UnitYear) -> Edit | None:
    """The unit's newest change by hand, while it can be taken back."""
    edits = unit_year.edits.filter(undone_at=None).select_related("by")
    newest = (edits if request.user.is_office else edits.made_by_units()).first()
    return newest if newest and newest.is_undoable else None


def open_imports(unit_year: UnitYear) -> RosterImportQuerySet:
    """Rosters of the unit that are being read or wait for somebody's word."""
    return unit_year.imports.open().only("unit_year", "file_name", "at", "state")


@access(*EVERYONE)
def volunteer_list(request: Request, code: str) -> HttpResponse:
    """The unit's people with how far each is; numbers masked."""
    return list_page(request, visited_unit(request, code), TickedForm())


def list_page(request: Request, unit_year: UnitYear, ticked: TickedForm) -> HttpResponse:
    """The list under the filter of the address, with what is to become of those ticked."""
    today = localdate(request.received_at)
    chosen = VolunteerFilter(request.GET, unit_year.volunteers.all(), today=today)
    table = VolunteerTable(chosen.qs, today=today, exclude=("unit",))
    show_by_key(table, request, ROWS)
    context = {
        "unit_year": unit_year,
        "filter": chosen,
        "table": table,
        "ticked": ticked,
        "search": SearchForm(),
        "edit": last_edit(request, unit_year),
        "open_imports": open_imports(unit_year),
        "claims": claims_waiting(unit_year),
    }
    return render(request, "volunteers/volunteer_list.html", context)


@require_POST
@access(*EVERYONE)
def volunteer_search(request: Request, code: str) -> HttpResponse:
    """Find people by name or number; the words travel in the body of the request only (SECURITY C13)."""
    unit_year = visited_unit(request, code)
    form, found = SearchForm(request.POST), Volunteer.objects.none()
    if form.is_valid():
        everywhere = form.cleaned_data["everywhere"] and request.user.is_office
        people = Volunteer.objects.visible_to(request.user).for_campaign(unit_year.campaign)
        found = found_by(people if everywhere else people.filter(unit_year=unit_year), form.cleaned_data["words"])
    shown = list(found.select_related("unit_year")[: MOST_FOUND + 1])
    table = VolunteerTable(
        shown[:MOST_FOUND], today=localdate(request.received_at), exclude=("people",), orderable=False
    )
    context = {
        "unit_year": unit_year,
        # What was typed may be a document number: it is not sent back.
        "search": SearchForm() if form.is_valid() else form,
        "table": table,
        "found_nobody": form.is_valid() and not shown,
        "more": len(shown) > MOST_FOUND,
    }
    return render(request, "volunteers/volunteer_search.html", context)


@require_POST
@access(*EVERYONE)
def volunteer_bulk(request: Request, code: str) -> HttpResponse:
    """Set the status or the class of everybody ticked, or of everybody the filter shows."""
    unit_year, form = visited_unit(request, code), TickedForm(request.POST)
    outcomes: list[Outcome] = []
    if accepted(form, lambda: outcomes.append(set_as_asked(request, unit_year, form))):
        say(request, outcomes[0])
        return redirect(back(request, code))
    return list_page(request, unit_year, form)


def set_as_asked(request: Request, unit_year: UnitYear, form: TickedForm) -> Outcome:
    """Do what the form asks for."""
    asked, by, at = form.cleaned_data, request.user, request.received_at
    people = ticked_people(request, unit_year, form)
    if asked["action"] == TickedForm.DEPARTMENT:
        return set_department(unit_year, people, department=asked["department"], by=by, at=at)
    return set_status(unit_year, people, status=asked["action"], day=asked["day"], by=by, at=at)


def ticked_people(request: Request, unit_year: UnitYear, form: TickedForm) -> list[uuid.UUID]:
    """Those ticked, or all the filter of the address shows."""
    if not form.cleaned_data["everyone"]:
        return list(form.cleaned_data["people"])
    chosen = VolunteerFilter(request.GET, unit_year.volunteers.all(), today=localdate(request.received_at))
    return list(chosen.qs.values_list("pk", flat=True))


def say(request: Request, outcome: Outcome) -> None:
    """What was done, and to whom it did not apply."""
    words = ngettext("%(count)s person was changed.", "%(count)s people were changed.", outcome.changed)
    messages.success(request, words % {"count": outcome.changed})
    if outcome.unfit:
        words = _(
            "%(count)s were left as they are: with a volunteer number somebody is registered or has joined, "
            "without one not yet."
        )
        messages.warning(request, words % {"count": outcome.unfit})


def back(request: Request, code: str) -> str:
    """Where the ticks were set: the list under its filter, or the person's own page."""
    if request.POST.get("page") == "volunteer" and len(request.POST.getlist("people")) == 1:
        return reverse("volunteer", args=request.POST.getlist("people"))
    return reverse("volunteer_list", args=[code]) + (f"?{request.GET.urlencode()}" if request.GET else "")
