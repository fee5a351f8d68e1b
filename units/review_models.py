"""The history of a team's review: what was filed, decided, taken back."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User

HELD = timedelta(minutes=10)
PATIENCE = timedelta(minutes=5)


class TeamReviewQuerySet(models.QuerySet["TeamReview"]):
    """Steps of reviews by who may see them and where they stand."""

    def visible_to(self, user: User) -> Self:
        """All steps for the office, the own units' for a contact."""
        if user.is_office:
            return self
        own = {"team__unit_year__unit__contacts__user": user, "team__unit_year__unit__contacts__until": None}
        return self.filter(**own)

    def valid(self) -> Self:
        """Steps nobody took back."""
        return self.filter(undone_at=None)

    def in_outbox(self, at: datetime) -> Self:
        """Decisions that may still be taken back: valid, not released, less than ten minutes old."""
        return self.valid().filter(released_at=None, at__gt=at - HELD).exclude(decision="filed")

    def untold(self, at: datetime) -> Self:
        """Decisions in force that left the outbox, though no notice about them could be sent for five minutes."""
        left = Q(released_at__lt=at - PATIENCE) | Q(at__lt=at - HELD - PATIENCE)
        in_force = self.valid().exclude(decision="filed").filter(team__version=F("version"), team__state=F("decision"))
        return in_force.filter(left, told_at=None)


class TeamReview(models.Model):
    """One step in a team's history: filed, approved or returned, and why; `facts` is what the reviewer saw."""

    class Decision(models.TextChoices):
        FILED = "filed", _("filed")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")

    team = models.ForeignKey("units.Team", models.CASCADE, related_name="reviews")
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices)
    version = models.PositiveIntegerField(_("version"))
    reason = models.CharField(_("reason"), max_length=25, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("account"))
    at = models.DateTimeField(_("time"))
    fields = models.JSONField(_("to be mended"), default=list, blank=True)
    facts = models.JSONField(_("filed as"), default=dict, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    told_at = models.DateTimeField(_("contact told at"), null=True, blank=True)

    objects = TeamReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a review")
        verbose_name_plural = _("steps of a review")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="units_return_has_reason",
                condition=~Q(decision="returned") | ~Q(reason=""),
                violation_error_message=_("Say in at most 25 characters what has to be mended."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.team} {self.decision}"

    @property
    def labels(self) -> list[str]:
        """The fields to be mended, as the team's form calls them."""
        return [self.team.label(name) for name in self.fields]
