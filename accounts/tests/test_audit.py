"""Audit entries are added and read, never changed."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.audit import record
from accounts.models import AuditEntry
from volunteer_portal.tests.acts import entry, recorded
from volunteer_portal.tests.school import stored_account, stored_campaign

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_record_keeps_who_when_what_on_what_and_why() -> None:
    campaign, by = stored_campaign(), stored_account("reviewer")
    record("campaign-looked-at", campaign, unit="cs", reason="抽查", by=by, at=AT, rows=7)
    record("campaign-looked-at", campaign, by=None, at=AT)
    assert recorded() == [
        entry("campaign-looked-at", campaign, unit="cs", reason="抽查", by=by, at=AT, rows=7),
        entry("campaign-looked-at", campaign, by=None, at=AT),
    ]


def saved_again(kept: AuditEntry) -> None:
    kept.reason = "another"
    kept.save()


def bulk_updated(kept: AuditEntry) -> None:
    kept.reason = "another"
    AuditEntry.objects.bulk_update([kept], ["reason"])


@pytest.mark.parametrize(
    "act",
    [
        saved_again,
        bulk_updated,
        lambda kept: kept.delete(),
        lambda kept: AuditEntry.objects.all().delete(),
        lambda kept: AuditEntry.objects.update(reason="another"),
        lambda kept: AuditEntry.objects.filter(pk=kept.pk).update(action="nothing"),
        lambda kept: AuditEntry.objects.update_or_create(pk=kept.pk, defaults={"reason": "another"}),
        lambda kept: AuditEntry(pk=kept.pk, at=AT, action="nothing", object_type="", object_id="").save(),
    ],
)
def test_entries_are_neither_changed_nor_deleted(act: Callable[[AuditEntry], object]) -> None:
    kept = record("campaign-looked-at", stored_campaign(), by=None, at=AT)
    before = recorded()
    with pytest.raises((TypeError, IntegrityError)), transaction.atomic():
        act(kept)
    assert recorded() == before
