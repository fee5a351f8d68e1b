"""The download of the school's projects."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from accounts.access import OFFICE, Request, access
from campaigns.models import Campaign
from reports.downloads import download
from reports.project_export import export_projects


@access(*OFFICE)
def projects_export(request: Request) -> HttpResponse:
    """All projects of the school as a workbook."""
    campaign = get_object_or_404(Campaign.objects.filter(is_current=True))
    made = export_projects(campaign, by=request.user, at=request.received_at)
    return download(made.name, made.whole())
