"""What units handed in, and how far they were day by day."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Campaign
from reports.export_models import ExportFile as ExportFile
from reports.export_models import ExportPart as ExportPart
from reports.purge_models import CampaignPurge as CampaignPurge
from reports.reminder_models import Reminder as Reminder
from reports.submission_models import SubmissionFile as SubmissionFile
from units.models import UnitYear
from volunteers.sealed import SealedField


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Submissions by who may see them."""

    def visible_to(self, user: User) -> Self:
        """All for the office, the own units' for a contact."""
        return self.filter(unit_year__in=UnitYear.objects.visible_to(user))

    def lean(self) -> Self:
        """Without the frozen content, which is large."""
        return self.defer("content_sealed")


class Submission(models.Model):
    """One frozen version of what a unit handed in: sealed content, its digest, receipt number, who and when.

    `stamp` marks the data it was frozen from: while the unit's is the same, nothing changed. `form` is the rendered
    form it came by. What happens to it later: the office is told by mail, its paper comes in.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit_year = models.ForeignKey(UnitYear, models.PROTECT, related_name="submissions", verbose_name=_("unit"))
    version = models.PositiveSmallIntegerField(_("version"))
    receipt = models.PositiveIntegerField(_("receipt number"))
    content_sealed = SealedField(binds="submission.content:{unit_year_id}:{version}")
    digest = models.CharField(max_length=64)
    stamp = models.CharField(max_length=64, editable=False)
    figures = models.JSONField(_("figures"))
    explanation = models.CharField(_("explanation"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("account"))
    at = models.DateTimeField(_("received at"))
    form = models.UUIDField(null=True, editable=False)
    mailed_at = models.DateTimeField(_("mailed at"), null=True, editable=False)
    paper_received_at = models.DateTimeField(_("paper received at"), null=True, editable=False)
    paper_received_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("paper received by")
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ("unit_year", "-version")
        constraints = (
            models.UniqueConstraint(
                name="reports_version_once",
                fields=["unit_year", "version"],
                violation_error_message=_("The unit has already handed in this version."),
            ),
            models.UniqueConstraint(
                name="reports_receipt_once",
                fields=["campaign", "receipt"],
                violation_error_message=_("This receipt number is taken."),
            ),
            models.UniqueConstraint(
                name="reports_form_once",
                fields=["unit_year", "form"],
                violation_error_message=_("This form was already handed in."),
            ),
        )

    def __str__(self) -> str:
        return self.receipt_number

    @property
    def receipt_number(self) -> str:
        """The number the contact keeps: year and running number."""
        return f"{self.campaign.year}-{self.receipt:04d}"

    @property
    def on(self) -> date:
        """The day it was received, as it is printed."""
        return localdate(self.at)

    @property
    def seal_context(self) -> str:
        """What binds the sealed content to its version."""
        return f"submission.content:{self.unit_year_id}:{self.version}"


class DailyFiguresQuerySet(models.QuerySet["DailyFigures"]):
    """Recorded days by who may see them."""

    def visible_to(self, user: User) -> Self:
        """All for the office, the own units' for a contact."""
        return self.filter(unit_year__in=UnitYear.objects.visible_to(user))


class DailyFigures(models.Model):
    """How far a unit was at the end of a day: counts only, recorded by the worker."""

    unit_year = models.ForeignKey(UnitYear, models.CASCADE, related_name="daily_figures", verbose_name=_("unit"))
    day = models.DateField(_("day"))
    total = models.PositiveIntegerField(_("staff and students"), null=True)
    registered = models.PositiveIntegerField(_("registered"))
    joined = models.PositiveIntegerField(_("in the team"))

    objects = DailyFiguresQuerySet.as_manager()

    class Meta:
        verbose_name = _("figures of a day")
        verbose_name_plural = _("figures of days")
        ordering = ("unit_year", "day")
        constraints = (
            models.UniqueConstraint(
                name="reports_day_once",
                fields=["unit_year", "day"],
                violation_error_message=_("The figures of this day are already recorded."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_year} {self.day}"
