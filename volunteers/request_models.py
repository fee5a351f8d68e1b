"""What people ask about their own data."""

import uuid
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Campaign
from units.models import UnitYear
from volunteers.encryption import decrypt, encrypt
from volunteers.sealed import SealedField


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    """Requests by who may see them and how far they are."""

    def visible_to(self, user: User) -> Self:
        """All for the office, the own units' for a contact."""
        return self if user.is_office else self.filter(unit_year__in=UnitYear.objects.visible_to(user))

    def waiting(self) -> Self:
        """Those nobody has decided."""
        return self.filter(state=DataRequest.State.WAITING)


class DataRequest(models.Model):
    """A person asks to see, correct or delete what is kept about them (个人信息保护法 §§ 44–47); the office decides."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("to see what is kept")
        CORRECTION = "correction", _("to have something corrected")
        DELETION = "deletion", _("to be deleted")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for an answer")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit_year = models.ForeignKey(UnitYear, models.PROTECT, related_name="data_requests", verbose_name=_("unit"))
    person = models.ForeignKey(
        "volunteers.Volunteer", models.SET_NULL, null=True, related_name="data_requests", verbose_name=_("volunteer")
    )
    kind = models.CharField(_("the person asks"), max_length=10, choices=Kind.choices)
    wish_sealed = SealedField(binds="data_request.wish:{pk}", default=b"")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("account"))
    at = models.DateTimeField(_("time"))
    answer = models.CharField(_("answer"), max_length=200, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request about data")
        verbose_name_plural = _("requests about data")
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(
                name="volunteers_one_request_waits",
                fields=["person", "kind"],
                condition=models.Q(state="waiting"),
                violation_error_message=_("The same request of this person already waits for the office."),
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def wish(self) -> str:
        """What the person wrote or said."""
        return decrypt(bytes(self.wish_sealed), f"data_request.wish:{self.pk}") if self.wish_sealed else ""

    def keep(self, wish: str) -> None:
        """Seal what the person wrote or said."""
        self.wish_sealed = encrypt(wish, f"data_request.wish:{self.pk}") if wish else b""
