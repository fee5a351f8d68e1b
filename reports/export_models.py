"""Files that wait for whoever asked for them."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry, User
from campaigns.models import Campaign
from volunteers.sealed import SealedField


class ExportFileQuerySet(models.QuerySet["ExportFile"]):
    """Files by who may see them and how long they are kept."""

    def visible_to(self, user: User) -> Self:
        """Those somebody asked for themselves."""
        return self.filter(by=user)

    def to_be_approved_by(self, user: User) -> Self:
        """Those of others that wait for an administrator's word."""
        is_asked = user.is_active and user.role == User.Role.ADMINISTRATOR
        return self.filter(state=ExportFile.State.HELD).exclude(by=user) if is_asked else self.none()

    def kept(self, at: datetime) -> Self:
        """Those asked for within the last day."""
        return self.filter(at__gt=at - ExportFile.HOURS_KEPT)

    def outdated(self, at: datetime) -> Self:
        """Those nobody may have any more."""
        return self.filter(at__lte=at - ExportFile.HOURS_KEPT)


class ExportFile(models.Model):
    """A file that takes long to make: sealed, for whoever asked for it, for a day (SECURITY C15)."""

    class State(models.TextChoices):
        HELD = "held", _("waits for another administrator")
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
    fetches = models.PositiveIntegerField(_("times fetched"), default=0)
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
