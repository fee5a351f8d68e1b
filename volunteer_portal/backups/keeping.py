"""Backups made by the worker in their time, and the old ones put away."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from campaigns.deadlines import OFFICE_TIME
from campaigns.models import Campaign
from jobs.models import Job
from jobs.running import enqueue
from units.models import UnitYear
from volunteer_portal.backups import sqlite
from volunteer_portal.backups.making import back_up
from volunteer_portal.backups.rota import is_due, to_keep

KIND = "back-up"
NAME = "portal-%Y%m%dT%H%M%SZ.backup"
LEFT_BEHIND = timedelta(days=1)


@transaction.atomic
def ask_for_backup(at: datetime) -> Job | None:
    """Let a backup be made when one is due and none is being made; an empty house needs none."""
    # Two workers who look at the same moment wait for one another here.
    campaign = Campaign.objects.select_for_update().filter(is_current=True).first()
    if campaign is None or Job.objects.unfinished().filter(kind=KIND).exists():
        return None
    due = is_due(last_backup(), at, is_deadline_day=is_deadline_day(campaign, at))
    return enqueue(KIND, campaign, by=None, at=at) if due else None


def last_backup() -> datetime | None:
    """When the last backup was asked for that was made."""
    made = Job.objects.filter(kind=KIND, state=Job.State.DONE)
    return made.order_by("-asked_at").values_list("asked_at", flat=True).first()


def is_deadline_day(campaign: Campaign, at: datetime) -> bool:
    """Whether somebody's last day is today."""
    today = at.astimezone(OFFICE_TIME).date()
    extended = UnitYear.objects.for_campaign(campaign).filter(extended_until=today)
    return campaign.electronic_due_on == today or extended.exists()


def make_backup(number: str, job: Job) -> str:
    """Make the backup that is due in BACKUP_DIR."""
    now = timezone.now()
    settings.BACKUP_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    back_up(settings.BACKUP_DIR / now.astimezone(UTC).strftime(NAME), now)
    put_away_old(now)
    return ""


def put_away_old(at: datetime) -> None:
    """Delete the backups that need not be kept, and what a killed process left behind."""
    files = {made_at(file): file for file in settings.BACKUP_DIR.glob("portal-*Z.backup")}
    for moment in files.keys() - to_keep(files, at):
        files[moment].unlink()
    left = [*settings.BACKUP_DIR.glob("*.unfinished"), *settings.DATA_DIR.glob(f"{sqlite.FOLDER}*")]
    for path in left:
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < at - LEFT_BEHIND:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def made_at(file: Path) -> datetime:
    """The moment in a backup's name."""
    return datetime.strptime(file.name, NAME).replace(tzinfo=UTC)
