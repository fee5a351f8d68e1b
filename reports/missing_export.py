"""The list of those who may still register leaves the house: recorded first, then written."""

from datetime import datetime

from accounts.models import User
from reports import drawings, missing
from reports.exporting import Attachment, heading
from reports.leaving import Departure, Errand, begin
from reports.missing_listing import missing_lines, missing_people
from units.models import UnitYear
from volunteers.models import VolunteerQuerySet

TITLE = "{year}年志愿者注册工作尚未注册人员名单（内部使用，请勿公开）"


def export_missing(
    unit_year: UnitYear, people: VolunteerQuerySet, *, chosen: dict[str, str], by: User | None, at: datetime
) -> Attachment:
    """The names of the unit still missing as a workbook, of the class that was chosen if one was."""
    what = {"list": "missing", "format": "xlsx", "filter": chosen}
    errand = Errand(unit_year, what, missing.COLUMNS, missing_people(people).count(), lists_people=True)
    departure = Departure(begin(errand, by=by, at=at), unit_year)
    title = TITLE.format(year=unit_year.campaign.year)
    above = heading(title, unit_year.campaign, unit_year, by, at)
    table = departure.counted(missing.table(above, missing_lines(people)))
    name = departure.file_name("未注册名单", unit_year.name, "xlsx")
    return Attachment(name, departure.watched(drawings.workbook(table)))
