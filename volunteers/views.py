"""Pages about a unit's people."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django_tables2 import RequestConfig

from accounts.access import EVERYONE, Request, access
from accounts.acting import accepted
from jobs.models import Job
from jobs.running import enqueue
from units.visiting import visited_unit
from volunteers.forms import RosterForm
from volunteers.models import Volunteer
from volunteers.roster.importing import receive
from volunteers.tables import VolunteerFilter, VolunteerTable

ROWS = 50


@access(*EVERYONE)
def volunteer_list(request: Request, code: str) -> HttpResponse:
    """The unit's people with how far each is; numbers masked."""
    unit_year = visited_unit(request, code)
    people = Volunteer.objects.visible_to(request.user).filter(unit_year=unit_year)
    chosen = VolunteerFilter(request.GET, queryset=people)
    table = VolunteerTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": ROWS}).configure(table)
    return render(request, "volunteers/volunteer_list.html", {"unit_year": unit_year, "filter": chosen, "table": table})


@access(*EVERYONE)
def roster_upload(request: Request, code: str) -> HttpResponse:
    """Send a roster; it is read by the worker and shown before anything is taken over."""
    unit_year = visited_unit(request, code)
    form = RosterForm(request.POST or None, request.FILES or None)
    asked: list[Job] = []

    def act() -> None:
        facts = form.cleaned_data
        received = receive(
            facts["file"], facts["file_name"], unit_year.campaign, unit_year, by=request.user, at=request.received_at
        )
        asked.append(enqueue("read-roster", received, by=request.user, at=request.received_at))

    if request.method == "POST" and accepted(form, act):
        return redirect("job", asked[0].pk)
    return render(request, "volunteers/roster_upload.html", {"unit_year": unit_year, "form": form})
