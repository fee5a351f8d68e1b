"""The record leaves the house as a workbook, and that is recorded as well."""

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import override

from accounts.audit import record
from accounts.models import AuditEntry, AuditQuerySet, User
from campaigns.models import Campaign
from reports import trail, xlsx
from reports.exporting import Attachment, heading
from reports.trail_listing import lines_of


def export_trail(entries: AuditQuerySet, campaign: Campaign, asked: list[str], *, by: User, at: datetime) -> Attachment:
    """Record what was asked for and how many entries that are, then draw them, in Chinese as all our tables."""
    last = entries.values_list("pk", flat=True).first() or 0
    entries = entries.filter(pk__lte=last)
    record("audit-exported", AuditEntry, by=by, at=at, count=entries.count(), fields=asked)
    title = heading("{school}操作记录", campaign, None, by, at)
    with override("zh-hans"):
        content = b"".join(xlsx.stream(trail.table(title, lines_of(entries))))
    return Attachment(f"操作记录 {campaign.school_name} {localdate(at):%Y%m%d}.xlsx", iter([content]))
