"""What units handed in."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Campaign
from reports.purge_models import CampaignPurge as CampaignPurge
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
