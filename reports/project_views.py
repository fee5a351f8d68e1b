"""The download of the school's projects."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from accounts.access import OFFICE, Request, access
from campaigns.models import Campaign
from reports.project_export import export_projects
from reports.views import TYPES


@access(*OFFICE)
def projects_export(request: Request) -> HttpResponse:
    """All projects of the school as a workbook."""
    campaign = get_object_or_404(Campaign.objects.filter(is_current=True))
    made = export_projects(campaign, by=request.user, at=request.received_at)
    disposition = content_disposition_header(as_attachment=True, filename=made.name)
    return HttpResponse(
        b"".join(made.content), content_type=TYPES["xlsx"], headers={"Content-Disposition": disposition}
    )
