"""Reminders: which unit was reminded of what, when, and whether the mail has left."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from units.models import UnitYear


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Reminders by who may see them."""

    def visible_to(self, user: User) -> Self:
        """All for the office, the own units' for a contact."""
        return self.filter(unit_year__in=UnitYear.objects.visible_to(user))

    def for_log(self) -> Self:
        """With whom and by whom, the newest first; without the words."""
        return self.select_related("unit_year__unit", "by").defer("text")


class Reminder(models.Model):
    """A unit was reminded of what it lacks, at most once a day; `text` is what was sent, counts and a link only."""

    class Kind(models.TextChoices):
        EVERYTHING = "everything", _("everything missing")
        HEAD_COUNT = "head-count", _("head count")
        TEAM = "team", _("team")
        PROJECTS = "projects", _("projects")
        QUOTA = "quota", _("registered people")
        SUBMISSION = "submission", _("handing in")
        PAPER = "paper", _("signed paper")

    unit_year = models.ForeignKey(UnitYear, models.PROTECT, related_name="reminders", verbose_name=_("unit"))
    day = models.DateField(_("day"))
    kind = models.CharField(_("about"), max_length=20, choices=Kind.choices)
    codes = models.JSONField(_("what was lacking"), default=list)
    text = models.TextField(_("text"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("account"))
    at = models.DateTimeField(_("time"))
    recipients = models.PositiveSmallIntegerField(_("recipients"), default=0)
    told_at = models.DateTimeField(_("mail sent at"), null=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ("-at", "unit_year__position", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="reports_reminder_once_a_day",
                fields=["unit_year", "day"],
                violation_error_message=_("This unit was already reminded today."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_year} {self.day}"
