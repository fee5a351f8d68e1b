"""The search at the head of every page."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import EVERYONE, Request, access
from campaigns.models import Campaign
from campaigns.this_year import about_this_year
from reports.finding import MOST, found_anywhere
from reports.forms import FindForm


@access(*EVERYONE)
@about_this_year
def search(request: Request, campaign: Campaign) -> HttpResponse:
    """Find a unit, a team, a project or a person; the words travel in the body of the request only (SECURITY C13)."""
    form = FindForm(request.POST or None)
    found = found_anywhere(form.cleaned_data["words"], campaign, request.user) if form.is_valid() else None
    # What was typed may be a document number: it is not sent back.
    context = {"form": FindForm() if found else form, "found": found, "most": MOST}
    return render(request, "reports/search.html", context)
