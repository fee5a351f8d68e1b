"""Backups of the whole portal: made while people work, proven in a scratch database, put back (SECURITY C24)."""

import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, cast

from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.sealing import verify_entries
from campaigns.models import Campaign
from volunteer_portal.backups import postgresql, sqlite
from volunteer_portal.backups.contents import facts as facts_now
from volunteer_portal.backups.contents import is_used
from volunteer_portal.backups.sealing import read, write
from volunteers.proving import prove_numbers

NUMBERS_PROVEN = 100
Facts = dict[str, Any]


class Copying(Protocol):
    """How a kind of database is copied, looked at and put back."""

    def snapshot(self) -> AbstractContextManager[tuple[Facts, Iterator[bytes]]]: ...
    def scratch(self, content: Iterable[bytes]) -> AbstractContextManager[None]: ...
    def load(self, content: Iterable[bytes]) -> None: ...


def copying() -> Copying:
    """That of the portal's own database."""
    return cast(Copying, sqlite if connection.vendor == "sqlite" else postgresql)


def back_up(file: Path, at: datetime) -> Facts:
    """Write everything the database holds into a new sealed file; a half-written one never bears its name."""
    if file.exists():
        raise ValidationError(_("There is a file of this name already."), code="file-exists")
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        with copying().snapshot() as (facts, content), opened_for_us(unfinished) as target:
            facts["made_at"] = at.isoformat(timespec="seconds")
            write(target, facts, content)
            target.flush()
            os.fsync(target.fileno())
        unfinished.rename(file)
    except OSError as failure:
        sentence = _("The backup could not be written: %(reason)s.")
        raise ValidationError(sentence, code="backup-unwritten", params={"reason": failure.strerror}) from None
    finally:
        unfinished.unlink(missing_ok=True)
    return {"file": str(file), "bytes": file.stat().st_size, **in_short(facts)}


def opened_for_us(file: Path) -> Any:
    """A file that nobody else can read."""
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def verify(file: Path) -> Facts:
    """Restore a backup into a scratch database and prove it: rows, numbers, audit trail."""
    with file.open("rb") as source:
        facts, content = read(source)
        refuse_another_kind(facts)
        with copying().scratch(content):
            refuse_difference(facts, facts_now())
            drawn, wrong = prove_numbers(NUMBERS_PROVEN)
            trail = verify_entries()
    if wrong:
        sentence = _(
            "%(wrong)s of %(drawn)s numbers do not open: ENCRYPTION_KEYS or FINGERPRINT_KEY is not that of the backup."
        )
        raise ValidationError(sentence, code="numbers-closed", params={"wrong": wrong, "drawn": drawn})
    if trail.faults:
        raise ValidationError(_("The audit trail in the backup is not as it was written."), code="trail-broken")
    return {"valid": True, **in_short(facts), "numbers": drawn, "audit_sealed": trail.sealed}


def restore(file: Path, at: datetime, *, overwrite: bool) -> Facts:
    """Put a backup in the place of the database; everybody has to log in again."""
    if is_used() and not overwrite:
        sentence = _("The database is in use: it would be lost. Add --overwrite if that is what you want.")
        raise ValidationError(sentence, code="database-not-empty")
    with file.open("rb") as source:
        facts, content = read(source)
        refuse_another_kind(facts)
        copying().load(content)
    refuse_difference(facts, facts_now())
    Session.objects.all().delete()
    if campaign := Campaign.objects.order_by("-is_current", "-year").first():
        record("database-restored", campaign, by=None, at=at, made_at=facts["made_at"])
    return in_short(facts)


def refuse_another_kind(facts: Facts) -> None:
    """A dump of PostgreSQL cannot be put into SQLite, nor the other way."""
    if facts["database"] != connection.vendor:
        sentence = _("The backup is of %(database)s, the portal here runs on another database.")
        raise ValidationError(sentence, code="another-database", params={"database": facts["database"]})


def refuse_difference(promised: Facts, found: Facts) -> None:
    """What was restored has to be what was there when the backup was made."""
    tables = sorted(set(promised["tables"].items()) ^ set(found["tables"].items()))
    if tables or promised["trail"] != found["trail"]:
        names = ", ".join(sorted({table for table, _rows in tables})) or "accounts_auditentry"
        sentence = _("The restored database differs from the one that was backed up: %(names)s.")
        raise ValidationError(sentence, code="restored-differs", params={"names": names})


def in_short(facts: Facts) -> Facts:
    """What a command tells of a backup."""
    rows = facts["tables"]
    return {
        "made_at": facts["made_at"],
        "database": facts["database"],
        "tables": len(rows),
        "rows": sum(rows.values()),
        "people": rows.get("volunteers_volunteer", 0),
        "audit_entries": rows.get("accounts_auditentry", 0),
    }
