"""What units handed in, and how far they were day by day."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Campaign
from reports.export_models import ExportFile as ExportFile
from reports.export_models import ExportPart as ExportPart
from reports.purge_models import CampaignPurge as CampaignPurge
from reports.reminder_models import Reminder as Reminder
from units.models import UnitYear
from volunteers.sealed import SealedField


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Submissions by who may see them."""

    def visible_to(self, user: User) -> Self:
        """All for the office, the own units' for a contact."""
        return self.filter(unit_year__in=UnitYear.objects.visible_to(user))


class Submission(models.Model):
    """One frozen version of what a unit handed in: sealed content, its digest, receipt number, who and when."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit_year = models.ForeignKey(UnitYear, models.PROTECT, related_name="submissions", verbose_name=_("unit"))
    version = models.PositiveSmallIntegerField(_("version"))
    receipt = models.PositiveIntegerField(_("receipt number"))
    content_sealed = SealedField(binds="submission.content:{unit_year_id}:{version}")
    digest = models.CharField(max_length=64)
    figures = models.JSONField(_("figures"))
    explanation = models.CharField(_("explanation"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("account"))
    at = models.DateTimeField(_("received at"))

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
        )

    def __str__(self) -> str:
        return self.receipt_number

    @property
    def receipt_number(self) -> str:
        """The number the contact keeps: year and running number."""
        return f"{self.campaign.year}-{self.receipt:04d}"


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
