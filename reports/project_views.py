"""The download of the school's projects."""

from django.http import HttpResponse

from accounts.access import OFFICE, Request, access
from campaigns.models import Campaign
from campaigns.this_year import about_this_year
from reports.downloads import download
from reports.project_export import export_projects


@access(*OFFICE)
@about_this_year
def projects_export(request: Request, campaign: Campaign) -> HttpResponse:
    """All projects of the school as a workbook."""
    made = export_projects(campaign, by=request.user, at=request.received_at)
    return download(made.name, made.whole())
