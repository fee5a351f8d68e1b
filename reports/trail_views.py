"""The record of acts, to read and to take along."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import ADMINISTRATOR, AUDITOR, Request, access
from accounts.paging import stretch
from campaigns.models import Campaign
from campaigns.this_year import about_this_year
from reports.downloads import download
from reports.trail_export import export_trail
from reports.trail_listing import TrailFilter, Words, line_of, trail

ROWS = 100


@access(ADMINISTRATOR, AUDITOR)
def audit(request: Request) -> HttpResponse:
    """Who did what, when, on what and why."""
    words = Words()
    chosen = TrailFilter(request.GET, queryset=trail(request.user), words=words)
    shown = stretch(chosen.qs, request.GET.get("page", ""), ROWS)
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "filter": chosen,
        "shown": shown,
        "count": chosen.qs.count(),
        "lines": [line_of(entry, words) for entry in shown.rows],
        "asked": asked.urlencode(),
    }
    return render(request, "reports/audit.html", context)


@access(ADMINISTRATOR, AUDITOR)
@about_this_year
def audit_export(request: Request, campaign: Campaign) -> HttpResponse:
    """The entries of the page's filter as a workbook."""
    chosen = TrailFilter(request.GET, queryset=trail(request.user), words=Words())
    asked = sorted(name for name in chosen.filters if request.GET.get(name))
    made = export_trail(chosen.qs, campaign, asked, by=request.user, at=request.received_at)
    return download(made.name, made.whole())
