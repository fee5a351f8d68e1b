"""Is everything there that the portal needs? Asked by /readyz and by the administrator's page."""

import platform
import shutil
import ssl
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple
from xml.parsers import expat

import django
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.models import Campaign
from jobs.models import AtWork, Job
from volunteer_portal.backups.keeping import last_backup
from volunteer_portal.floor import wanted
from volunteers.checks import keys_fit

SILENT_AFTER: Final = timedelta(minutes=1)
LOOKED_THROUGH_EVERY: Final = 300  # seconds
TRIES_BEFORE_ALARM: Final = 3
A_DAY_AND_A_BIT: Final = timedelta(hours=26)
MAIL: Final = "^(tell|send)-"  # what the names of jobs that send mail begin with


class Seen(NamedTuple):
    """What one check found, in words for the administrator."""

    name: str
    label: str | Promise
    is_well: bool
    said: str


def checks(at: datetime) -> list[Seen]:
    """Everything in settings.READINESS_CHECKS; a check that the database leaves without an answer has failed."""
    return [answer_of(name, at) for name in settings.READINESS_CHECKS]


def answer_of(path: str, at: datetime) -> Seen:
    """What one check says."""
    check: Callable[[datetime], Seen] = import_string(path)
    try:
        return check(at)
    except (DatabaseError, InterfaceError):
        name = path.rpartition(".")[2]
        return Seen(name, name, False, _("The database does not answer."))


def database(at: datetime) -> Seen:
    """The database answers; SQLite's file is looked through every few minutes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    is_whole = connection.vendor != "sqlite" or looked_through(int(at.timestamp()) // LOOKED_THROUGH_EVERY)
    said = _("It answers.") if is_whole else _("The file is damaged. Restore the last backup.")
    return Seen("database", gettext_lazy("Database"), is_whole, said)


@lru_cache(maxsize=1)
def looked_through(every: int) -> bool:
    """Whether SQLite finds no fault in its file; the answer is kept for a few minutes."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        return bool(cursor.fetchone() == ("ok",))


def keys(at: datetime) -> Seen:
    """What is stored opens with the keys that are here."""
    faults = keys_fit(["default"])
    said = " ".join(str(fault.msg) for fault in faults) or _("They open what is stored.")
    return Seen("keys", gettext_lazy("Keys"), not faults, said)


def worker(at: datetime) -> Seen:
    """Somebody does the long work."""
    last = AtWork.objects.order_by("-alive_at").first()
    if last is None:
        return Seen(
            "worker", gettext_lazy("Worker"), False, _("No worker is running: files are not read, mails not sent.")
        )
    count = AtWork.objects.filter(alive_at__gt=at - SILENT_AFTER).count()
    said = ngettext("%(count)s is at work.", "%(count)s are at work.", count) % {"count": count}
    if not count:
        said = _("Silent for %(time)s.") % {"time": timesince(last.alive_at, at)}
    return Seen("worker", gettext_lazy("Worker"), count > 0, said)


def disk(at: datetime) -> Seen:
    """There is room to write."""
    places = [place for place in (settings.DATA_DIR, settings.BACKUP_DIR) if Path(place).is_dir()]
    free = [shutil.disk_usage(place) for place in places]
    least = min(free, key=lambda usage: usage.free / usage.total)
    said = _("%(free)s GB of %(total)s GB are free.") % {"free": least.free >> 30, "total": least.total >> 30}
    return Seen("disk", gettext_lazy("Disk"), least.free >= settings.SPACE_WANTED * least.total, said)


def mail(at: datetime) -> Seen:
    """Mails get away."""
    waiting = Job.objects.filter(kind__regex=MAIL, state=Job.State.QUEUED)
    stuck = waiting.filter(attempts__gte=TRIES_BEFORE_ALARM).count()
    lost = Job.objects.filter(kind__regex=MAIL, state=Job.State.FAILED, finished_at__gt=at - timedelta(days=1)).count()
    said = ngettext("%(count)s mail waits.", "%(count)s mails wait.", waiting.count()) % {"count": waiting.count()}
    if stuck or lost:
        said = _("The mail server does not take them: %(stuck)s wait, %(lost)s were given up.") % {
            "stuck": stuck,
            "lost": lost,
        }
    return Seen("mail", gettext_lazy("Mail"), not (stuck or lost), said)


def backup(at: datetime) -> Seen:
    """The last backup is not old."""
    last = last_backup()
    is_well = bool(last and at - last < A_DAY_AND_A_BIT) or not Campaign.objects.exists()
    said = _("The last one was made %(time)s ago.") % {"time": timesince(last, at)} if last else _("None was made yet.")
    return Seen("backup", gettext_lazy("Backup"), is_well, said)


def versions() -> list[tuple[str, str]]:
    """What runs here, for whoever asks whether a hole is closed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        (database_version,) = cursor.fetchone()
    older = wanted(sys.version_info[:3], expat.version_info)
    found = [
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        (connection.display_name, database_version),
        ("OpenSSL", ssl.OPENSSL_VERSION.removeprefix("OpenSSL ")),
        ("expat", expat.EXPAT_VERSION.removeprefix("expat_")),
    ]
    sentence = _("%(version)s, should be %(least)s or newer")
    return [
        (name, sentence % {"version": version, "least": older[name]} if name in older else version)
        for name, version in found
    ]


def queue(at: datetime) -> list[tuple[str | Promise, int]]:
    """How much long work waits, is being done, and went wrong since yesterday."""
    waiting = Job.objects.filter(state=Job.State.QUEUED)
    return [
        (gettext_lazy("waiting"), waiting.exclude(not_before__gt=at).count()),
        (gettext_lazy("put off until later"), waiting.filter(not_before__gt=at).count()),
        (gettext_lazy("at work"), Job.objects.filter(state=Job.State.RUNNING).count()),
        (
            gettext_lazy("failed since yesterday"),
            Job.objects.filter(state=Job.State.FAILED, finished_at__gt=at - timedelta(days=1)).count(),
        ),
    ]


def workers() -> list[AtWork]:
    """The workers that were seen since yesterday."""
    return list(AtWork.objects.all())
