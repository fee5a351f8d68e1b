"""What units handed in, and files on their way out."""

import uuid
from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry, User
from campaigns.models import Campaign
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

    `form` is the rendered form it came by. What happens to it later: the office is told by mail, its paper comes in.
    """

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


class ExportFileQuerySet(models.QuerySet["ExportFile"]):
    """Files by who may see them and how long they are kept."""

    def visible_to(self, user: User) -> Self:
        """Those somebody asked for themselves."""
        return self.filter(by=user)

    def kept(self, at: datetime) -> Self:
        """Those asked for within the last day."""
        return self.filter(at__gt=at - ExportFile.HOURS_KEPT)

    def outdated(self, at: datetime) -> Self:
        """Those nobody may have any more."""
        return self.filter(at__lte=at - ExportFile.HOURS_KEPT)


class ExportFile(models.Model):
    """A file that takes long to make: sealed, for whoever asked for it, for a day (SECURITY C15)."""

    class State(models.TextChoices):
        ASKED = "asked", _("being made")
        READY = "ready", _("ready")
        REFUSED = "refused", _("cannot be written")
        FAILED = "failed", _("failed")

    HOURS_KEPT = timedelta(hours=24)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    attachment = models.PositiveSmallIntegerField(_("attachment"))
    drawing = models.CharField(_("form"), max_length=10)
    clear_numbers = models.BooleanField(_("complete numbers"))
    started = models.ForeignKey(AuditEntry, models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    name = models.CharField(_("file"), max_length=200, blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    problem = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("account"))
    at = models.DateTimeField(_("asked for at"))

    objects = ExportFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file for download")
        verbose_name_plural = _("files for download")
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.name or str(self.pk)

    @property
    def kept_until(self) -> datetime:
        """When it is deleted."""
        return self.at + self.HOURS_KEPT

    @property
    def is_workbook(self) -> bool:
        """Whether it can be put behind a password."""
        return self.drawing in ("xlsx", "sheets")

    @property
    def problem_in_words(self) -> str:
        """What stopped it, for whoever can mend it."""
        sentence: str = self.problem["message"]
        return str(gettext(sentence) % self.problem["params"])


class ExportPart(models.Model):
    """A stretch of a file, sealed for its place in it."""

    file = models.ForeignKey(ExportFile, models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    content_sealed = SealedField(binds="export_file.part:{file_id}:{position}")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="reports_part_once",
                fields=["file", "position"],
                violation_error_message=_("This part of the file is there already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.file_id} {self.position}"


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
