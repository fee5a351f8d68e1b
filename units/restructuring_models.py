"""The memory of the re-organisation desk."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Campaign


class RestructuringQuerySet(models.QuerySet["Restructuring"]):
    """Re-organisations by who may see them."""

    def visible_to(self, user: User) -> Self:
        """All for the office, none for anybody else."""
        return self if user.is_office else self.none()

    def in_force(self) -> Self:
        """Those that were not taken back."""
        return self.filter(undone_at=None)


class Restructuring(models.Model):
    """One renaming, merger, split or closure: old and new names, and all it changed so that it can be taken back."""

    class Kind(models.TextChoices):
        RENAME = "rename", _("renamed")
        MERGE = "merge", _("merged")
        SPLIT = "split", _("split")
        ABOLISH = "abolish", _("abolished")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="restructurings", verbose_name=_("campaign"))
    kind = models.CharField(_("what happened"), max_length=10, choices=Kind.choices)
    effective_on = models.DateField(_("effective on"))
    basis = models.CharField(_("decided in"), max_length=100, blank=True)
    lines = models.JSONField(_("old and new names"), default=list, blank=True)
    changes = models.JSONField(default=list, blank=True)
    trail_from = models.BigIntegerField(default=0)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("account"))
    at = models.DateTimeField(_("time"))
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = RestructuringQuerySet.as_manager()

    class Meta:
        verbose_name = _("re-organisation")
        verbose_name_plural = _("re-organisations")
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="units_restructuring_kind_known",
                condition=Q(kind__in=["rename", "merge", "split", "abolish"]),
                violation_error_message=_("Choose one of the four kinds."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_on}"

    @property
    def codes(self) -> list[str]:
        """The units it was about."""
        return [line["code"] for line in self.lines]
