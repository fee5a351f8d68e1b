"""Pages about rosters."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import EVERYONE, Request, access
from accounts.acting import accepted
from jobs.models import Job
from units.visiting import visited_unit
from volunteers import consent
from volunteers.forms import RosterForm
from volunteers.roster.columns import TITLES
from volunteers.roster.importing import ask_reading
from volunteers.roster.remembering import remembered


@access(*EVERYONE)
def roster_upload(request: Request, code: str) -> HttpResponse:
    """Send a roster; it is read by the worker and shown before anything is taken over."""
    unit_year = visited_unit(request, code)
    form = RosterForm(request.POST or None, request.FILES or None)
    asked: list[Job] = []

    def act() -> None:
        content, name = form.cleaned_data["file"], form.cleaned_data["file_name"]
        told = consent.VERSION
        asked.append(ask_reading(content, name, unit_year, informed=told, by=request.user, at=request.received_at))

    if request.method == "POST" and accepted(form, act):
        return redirect("job", asked[0].pk)
    said = [(label, TITLES[key]) for label, key in remembered(unit_year).items()]
    context = {"unit_year": unit_year, "form": form, "consent": consent, "said": said}
    return render(request, "volunteers/roster_upload.html", context)
