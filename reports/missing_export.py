"""The list of those who may still register leaves the house: recorded first, then written."""

from datetime import datetime

from django.utils.timezone import localdate

from accounts.audit import record
from accounts.models import User
from reports import missing, xlsx
from reports.exporting import Attachment, heading
from reports.missing_listing import missing_lines, missing_people
from units.models import UnitYear
from volunteers.models import VolunteerQuerySet

TITLE = "{year}年志愿者注册工作尚未注册人员名单（内部使用，请勿公开）"


def export_missing(unit_year: UnitYear, people: VolunteerQuerySet, *, by: User | None, at: datetime) -> Attachment:
    """The names of the unit still missing as a workbook, of the class that was chosen if one was."""
    count = missing_people(people).count()
    record("missing-exported", unit_year, unit=unit_year.unit.code, by=by, at=at, count=count)
    title = TITLE.format(year=unit_year.campaign.year)
    above = heading(title, unit_year.campaign, unit_year, by, at)
    name = f"未注册名单 {unit_year.name} {localdate(at):%Y%m%d}.xlsx"
    return Attachment(name, xlsx.stream(missing.table(above, missing_lines(people))))
