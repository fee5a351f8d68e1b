"""Pages a contact hands on: how to register and join (Attachment 2), and the hand-over page."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import EVERYONE, Request, access
from reports.attachment2 import chat_text
from reports.exporting import leaflet_for
from reports.models import Submission
from reports.tallies import standing
from reports.views import last_submission, steps_of
from units.models import StaffContact, UnitYear
from units.visiting import visited_unit
from volunteers.roster.columns import TITLES
from volunteers.roster.remembering import remembered


@access(*EVERYONE)
def attachment2(request: Request, code: str) -> HttpResponse:
    """How a person registers and joins this unit's team: to read, to print, to paste into a chat group."""
    unit_year = visited_unit(request, code, "team")
    leaflet = leaflet_for(unit_year.campaign, unit_year, at=request.received_at)
    context = {"unit_year": unit_year, "leaflet": leaflet, "chat": chat_text(leaflet)}
    return render(request, "reports/attachment2.html", context)


@access(*EVERYONE)
def handover(request: Request, code: str) -> HttpResponse:
    """Everything the next contact has to know, to print: where the unit stands, last year, whom to call."""
    unit_year = visited_unit(request, code, "team")
    found = standing(unit_year)
    contacts = StaffContact.objects.visible_to(request.user).in_charge().filter(unit=unit_year.unit)
    context = {
        "unit_year": unit_year,
        "standing": found,
        "steps": steps_of(found, last_submission(unit_year)),
        "contacts": contacts.select_related("user").distinct(),
        "last_year": last_year(request, unit_year),
        "columns_said": [(label, TITLES[key]) for label, key in remembered(unit_year).items()],
    }
    return render(request, "reports/handover.html", context)


def last_year(request: Request, unit_year: UnitYear) -> dict[str, object] | None:
    """What the unit handed in the year before, or how far it came; None in its first year."""
    earlier = UnitYear.objects.visible_to(request.user).filter(unit=unit_year.unit_id)
    before = (
        earlier.filter(campaign__year__lt=unit_year.campaign.year)
        .select_related("unit", "campaign", "team")
        .order_by("-campaign__year")
        .first()
    )
    if before is None:
        return None
    handed_in = Submission.objects.visible_to(request.user).filter(unit_year=before).select_related("campaign").first()
    return {"unit_year": before, "standing": standing(before), "submission": handed_in}
