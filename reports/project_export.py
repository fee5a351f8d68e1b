"""The school's projects leave the house as a workbook."""

from datetime import datetime

from accounts.models import User
from campaigns.models import Campaign
from projects.codes import AUDIENCES, SERVICE_CATEGORIES
from projects.models import Project
from reports import drawings, project_table
from reports.exporting import Attachment, heading
from reports.leaving import Departure, Errand, begin

STATES = {
    Project.State.DRAFT: "草稿",
    Project.State.PUBLISHED: "已发布",
    Project.State.FINISHED: "已结束",
    Project.State.VOID: "作废",
}


def project_line(project: Project) -> project_table.ProjectLine:
    """A project in official words."""
    return project_table.ProjectLine(
        unit=project.unit_year.name,
        name=project.name,
        state=STATES[Project.State(project.state)],
        categories="、".join(SERVICE_CATEGORIES[code] for code in project.categories),
        audiences="、".join(AUDIENCES[code] for code in project.audiences),
        period=f"{project.starts_on.isoformat()}至{project.ends_on.isoformat()}",
        place=project.place,
        places_offered=project.places_offered,
        contact=project.contact_name,
        phone=project.contact_phone,
        number=project.national_number,
    )


def export_projects(campaign: Campaign, *, by: User | None, at: datetime) -> Attachment:
    """Record it, then draw every project of the campaign, unit by unit."""
    projects = Project.objects.for_campaign(campaign).select_related("unit_year").order_by("unit_year__position", "pk")
    errand = Errand(campaign, {"list": "projects", "format": "xlsx"}, project_table.COLUMNS, projects.count())
    departure = Departure(begin(errand, by=by, at=at), campaign)
    title = heading("{school}{year}年志愿服务项目一览表", campaign, None, by, at)
    table = departure.counted(project_table.table(title, [project_line(project) for project in projects]))
    name = departure.file_name("志愿服务项目", campaign.school_name, "xlsx")
    return Attachment(name, departure.watched(drawings.workbook(table)))
