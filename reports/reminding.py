"""Reminding exactly the units that lack something: by mail and on their page, at most once a day each."""

import smtplib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from campaigns.findings import Finding
from campaigns.models import Campaign
from jobs.models import Job
from jobs.running import Later, enqueue
from reports.board_lines import BoardLine, board_lines
from reports.lacking import lacking
from reports.models import Reminder
from units.models import UnitYear
from units.notices import letter, recipients

NOTICE = "tell-reminder"


@dataclass(frozen=True, slots=True)
class Due:
    """A unit to be reminded: what it lacks, who gets which words, and today's reminder if there is one already."""

    line: BoardLine
    findings: list[Finding]
    addresses: list[str]
    text: str
    sent: Reminder | None

    @property
    def unit_year(self) -> UnitYear:
        """Whom it is about."""
        return self.line.unit_year


def words(unit_year: UnitYear, findings: list[Finding], kind: str) -> str:
    """Subject and body in Chinese: sentences with counts, and a link; never a name."""
    link = settings.SITE_URL.rstrip("/") + reverse("my_unit", args=[unit_year.unit.code])
    with translation.override("zh-hans"):
        context = {"unit_year": unit_year, "findings": findings, "link": link, "kind": kind}
        return render_to_string("reports/reminder.txt", context).strip()


def due_units(campaign: Campaign, kind: str, at: datetime) -> list[Due]:
    """The units that lack something of this kind at this moment, in the order of Attachment 1."""
    found = [(line, lacking(line.standing.findings, line.filing, kind)) for line in board_lines(campaign, at)]
    units = [line.unit_year for line, findings in found if findings]
    addresses = recipients(units)
    today = Reminder.objects.filter(unit_year__in=units, day=localdate(at)).select_related("by")
    sent = {reminder.unit_year_id: reminder for reminder in today}
    return [
        Due(line, findings, addresses[key], words(line.unit_year, findings, kind), sent.get(key))
        for line, findings in found
        if findings and (key := line.unit_year.pk)
    ]


@transaction.atomic
def remind(campaign: Campaign, *, units: Collection[str], kind: str, by: User | None, at: datetime) -> list[Reminder]:
    """Remind those of these units (by code) that lack something of this kind now and were not reminded today."""
    if not units:
        raise ValidationError(_("Tick at least one unit. Nothing was sent."), code="nobody-chosen")
    Campaign.objects.select_for_update().get(pk=campaign.pk)  # one after the other, so that nobody is reminded twice
    due = [each for each in due_units(campaign, kind, at) if each.unit_year.unit.code in units and not each.sent]
    if not due:
        raise ValidationError(
            _("None of these units lacks anything of this, or they were all reminded today. Nothing was sent."),
            code="nobody-to-remind",
        )
    reminders = [
        Reminder.objects.create(
            unit_year=each.unit_year,
            day=localdate(at),
            kind=kind,
            codes=[finding.code for finding in each.findings],
            text=each.text,
            recipients=len(each.addresses),
            by=by,
            at=at,
        )
        for each in due
    ]
    for reminder in reminders:
        enqueue(NOTICE, reminder, by=by, at=at)
    codes = [each.unit_year.unit.code for each in due]
    record("units-reminded", campaign, by=by, at=at, kind=kind, units=codes)
    return reminders


def tell_reminder(number: str, job: Job) -> str:
    """Send a reminder's mail, once; a unit without any address finds it on its page only."""
    reminder = Reminder.objects.select_related("unit_year__team").get(pk=number)
    to = recipients([reminder.unit_year])[reminder.unit_year.pk]
    if reminder.told_at or not to:
        return ""
    try:
        letter(reminder.text, to, f"reminder-{reminder.pk}").send()
    except (smtplib.SMTPException, OSError) as failure:
        raise Later from failure
    Reminder.objects.filter(pk=number).update(told_at=timezone.now(), recipients=len(to))
    return ""
