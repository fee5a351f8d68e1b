"""The record is sealed entry by entry, each seal upon the one before: what is changed later is found (SECURITY C25)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_noop

from accounts.models import AuditEntry, AuditSeal

PURGED = "audit-purged"
AT_ONCE = 1000
CHANGED = gettext_noop("Entry %(entry)s is not as it was written.")
REMOVED = gettext_noop("Entry %(entry)s was removed.")
ADDED = gettext_noop("Entry %(entry)s was added later.")


def seal_of(entry: AuditEntry, before: str) -> str:
    """The seal of an entry upon the seal before it."""
    at = entry.at.astimezone(UTC).isoformat()
    who = [entry.by_id, entry.role, entry.address, entry.session, entry.request]
    what = [entry.action, entry.object_type, entry.object_id, entry.unit, entry.reason, entry.detail]
    text = json.dumps([before, entry.pk, at, *who, *what], ensure_ascii=False, sort_keys=True)
    return salted_hmac("accounts.sealing", text, secret=settings.FINGERPRINT_KEY, algorithm="sha256").hexdigest()


def chain_start() -> tuple[int, str]:
    """The last entry that was put away lawfully, and its seal: the chain goes on from there."""
    purge = AuditEntry.objects.filter(action=PURGED).order_by("-pk").first()
    return (int(purge.object_id), purge.detail["mac"]) if purge else (0, "")


def seal_entries(at: datetime) -> int:
    """Seal what was written since the last time; returns how many entries that were."""
    try:
        with transaction.atomic():
            hold_writers()
            last = AuditSeal.objects.order_by("-pk").first()
            number, mac = (last.pk, last.mac) if last else chain_start()
            seals = []
            for entry in AuditEntry.objects.filter(pk__gt=number).order_by("pk").iterator(AT_ONCE):
                mac = seal_of(entry, mac)
                seals.append(AuditSeal(entry=entry.pk, mac=mac))
            AuditSeal.objects.bulk_create(seals, batch_size=AT_ONCE)
    except OperationalError:
        return 0  # somebody is writing just now: the next time
    return len(seals)


def hold_writers() -> None:
    """PostgreSQL numbers an entry before it is stored: nobody may be in between. On SQLite one writes at a time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE accounts_auditentry IN SHARE MODE NOWAIT")


@dataclass
class Verification:
    """How many entries there are, how many of them sealed, and which are not as they were: number and sentence."""

    entries: int = 0
    sealed: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)


def verify_entries() -> Verification:
    """Hold every entry against its seal."""
    found, (start, before) = Verification(), chain_start()
    seals = dict(AuditSeal.objects.filter(pk__gt=start).order_by("pk").values_list("entry", "mac"))
    last = max(seals, default=start)
    for number, entry in numbered(start, last, set(seals)):
        found.entries += entry is not None
        if entry is None:
            found.faults.append((number, REMOVED))
        elif number in seals:
            found.sealed += 1
            if seals[number] != seal_of(entry, before):
                found.faults.append((number, CHANGED))
        elif number < last:
            found.faults.append((number, ADDED))
        before = seals.get(number, before)
    return found


def numbered(start: int, last: int, sealed: set[int]) -> Iterator[tuple[int, AuditEntry | None]]:
    """Every entry by its number, and the number of every one that is sealed and gone."""
    missing = sorted(sealed - set(AuditEntry.objects.filter(pk__gt=start, pk__lte=last).values_list("pk", flat=True)))
    for entry in AuditEntry.objects.filter(pk__gt=start).order_by("pk").iterator(AT_ONCE):
        while missing and missing[0] < entry.pk:
            yield missing.pop(0), None
        yield entry.pk, entry
    yield from ((number, None) for number in missing)
