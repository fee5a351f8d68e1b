"""How long the record is kept: twelve months unless the school says longer, never under six (网络安全法 §21)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction

from accounts.audit import record
from accounts.models import AuditEntry, AuditSeal
from accounts.sealing import PURGED

MONTH = timedelta(days=31)
WEEK = timedelta(days=7)  # so seldom, that putting away does not fill the record itself


def put_away_old_entries(at: datetime) -> int:
    """Delete the entries that have been kept long enough, once it is recorded; the database lets no others go."""
    limit = at - settings.AUDIT_MONTHS * MONTH
    oldest = AuditEntry.objects.order_by("pk").first()
    if oldest is None or oldest.at >= limit - WEEK:
        return 0
    young = AuditEntry.objects.filter(at__gte=limit).order_by("pk").values_list("pk", flat=True).first()
    seals = AuditSeal.objects.filter(entry__lt=young) if young else AuditSeal.objects.all()
    last = seals.order_by("-pk").first()
    if last is None or last.pk < oldest.pk:
        return 0
    return delete_up_to(last, at=at)


@transaction.atomic
def delete_up_to(last: AuditSeal, *, at: datetime) -> int:
    """Record that the entries up to this one go, with the seal on which the chain goes on, then delete them."""
    old: models.QuerySet[AuditEntry] = models.QuerySet(AuditEntry).filter(pk__lte=last.pk)
    count = old.count()
    record(PURGED, AuditEntry(pk=last.pk), by=None, at=at, count=count, mac=last.mac)
    old._raw_delete(old.db)
    seals: models.QuerySet[AuditSeal] = models.QuerySet(AuditSeal).filter(pk__lte=last.pk)
    seals._raw_delete(seals.db)
    return count
