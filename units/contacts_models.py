"""Invitations: how somebody becomes a unit's contact."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class StaffContactQuerySet(models.QuerySet[Any]):
    """Contacts by who may see them and whether they are in charge."""

    def visible_to(self, user: User) -> Self:
        """All for the office; for a contact those of the own units, colleagues before and beside them."""
        if user.is_office:
            return self
        own = self.model._default_manager.filter(user=user, until=None)
        return self.filter(unit__in=own.values("unit"))

    def in_charge(self) -> Self:
        """Those who work for their unit now."""
        return self.filter(until=None)


class ContactInvitationQuerySet(models.QuerySet["ContactInvitation"]):
    """Invitations by who may see them and whether they still work."""

    def visible_to(self, user: User) -> Self:
        """All for the office, those of the own units for a contact."""
        return self if user.is_office else self.filter(unit__contacts__user=user, unit__contacts__until=None)

    def waiting(self, at: datetime) -> Self:
        """Those whose link works at this moment: neither used nor withdrawn nor too old."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)


class ContactInvitation(models.Model):
    """A link that makes somebody a contact of a unit, once and for 72 hours; only a hash of its secret is kept."""

    unit = models.ForeignKey("units.Unit", models.CASCADE, related_name="invitations", verbose_name=_("unit"))
    name = models.CharField(_("full name"), max_length=50)
    email = models.EmailField(_("e-mail"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    replaces = models.ForeignKey(
        "units.StaffContact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successions",
        verbose_name=_("successor of"),
    )
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("invited by"))
    at = models.DateTimeField(_("invited at"))
    expires_at = models.DateTimeField(_("works until"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    contact = models.ForeignKey(
        "units.StaffContact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("unit contact"),
    )

    objects = ContactInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="units_invitation_used_or_withdrawn",
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                violation_error_message=_("An invitation that was accepted cannot be withdrawn."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.at:%Y-%m-%d}"

    @property
    def predecessor(self) -> User | None:
        """Whose successor is invited, if anybody's."""
        return self.replaces.user if self.replaces else None

    @property
    def successor(self) -> User | None:
        """Who accepted."""
        return self.contact.user if self.contact else None
