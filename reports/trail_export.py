"""The record leaves the house as a workbook, and that is recorded as well."""

from datetime import datetime

from django.utils.translation import override

from accounts.models import AuditQuerySet, User
from campaigns.models import Campaign
from reports import drawings, trail
from reports.exporting import Attachment, heading
from reports.leaving import Departure, Errand, begin
from reports.trail_listing import lines_of


def export_trail(entries: AuditQuerySet, campaign: Campaign, asked: list[str], *, by: User, at: datetime) -> Attachment:
    """Record what was asked for and how many entries that are, then draw them, in Chinese as all our tables."""
    last = entries.values_list("pk", flat=True).first() or 0
    entries = entries.filter(pk__lte=last)
    what = {"list": "record", "format": "xlsx", "fields": asked}
    departure = Departure(begin(Errand(campaign, what, trail.COLUMNS, entries.count()), by=by, at=at), campaign)
    title = heading("{school}操作记录", campaign, None, by, at)
    with override("zh-hans"):
        table = departure.counted(trail.table(title, lines_of(entries)))
        content = b"".join(departure.watched(drawings.workbook(table)))
    return Attachment(departure.file_name("操作记录", campaign.school_name, "xlsx"), iter([content]))
