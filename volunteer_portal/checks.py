"""What is looked at before the portal answers in production: nothing in it may be a sample (SECURITY C28)."""

import stat
from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from accounts.models import AuditEntry, User
from volunteers.checks import is_migrated

SAMPLE_NAMES: Final = ("admin", "demo", "guest", "root", "test")
SAMPLE_ENDING: Final = "-demo"


@register(Tags.database)
def no_sample_school(databases: Sequence[str] | None = None, **_others: Any) -> list[CheckMessage]:
    """The demo school and real people never share a database."""
    if settings.EMBEDDED or not is_migrated(databases):
        return []
    if AuditEntry.objects.filter(action="demo-loaded").exists():
        return [Error("DATABASE_URL leads to the demo school: name an empty database.", id="portal.E001")]
    return []


@register(Tags.database)
def no_sample_accounts(databases: Sequence[str] | None = None, **_others: Any) -> list[CheckMessage]:
    """Accounts whose names everybody guesses."""
    if settings.EMBEDDED or not is_migrated(databases):
        return []
    active = User.objects.filter(is_active=True)
    names = active.filter(username__in=SAMPLE_NAMES) | active.filter(username__endswith=SAMPLE_ENDING)
    if found := sorted(names.values_list("username", flat=True)):
        advice = "Make accounts that bear people's names, and switch these off."
        return [Error(f"DATABASE_URL: there are sample accounts: {', '.join(found)}.", hint=advice, id="portal.E002")]
    return []


@register(Tags.security)
def nobody_else_reads_the_data(**_others: Any) -> list[CheckMessage]:
    """The folder of the data belongs to the portal alone."""
    if settings.EMBEDDED or not settings.DATA_DIR.stat().st_mode & stat.S_IRWXO:
        return []
    advice = f"chmod o-rwx {settings.DATA_DIR}"
    return [Error("DATA_DIR is open to every account of this machine.", hint=advice, id="portal.E003")]
