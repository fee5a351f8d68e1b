"""People."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Campaign
from units.models import UnitYear
from volunteers.encryption import decrypt, decrypt_bytes
from volunteers.identifiers import mask_document, mask_phone


class VolunteerQuerySet(models.QuerySet["Volunteer"]):
    """People by who may see them and how far they are."""

    def visible_to(self, user: User) -> Self:
        """Everyone for the office, the own units' people for a contact."""
        return self.filter(unit_year__in=UnitYear.objects.visible_to(user))

    def for_campaign(self, campaign: Campaign | None = None) -> Self:
        """The people of one campaign, of the current one when none is given."""
        return self.filter(campaign=campaign) if campaign else self.filter(campaign__is_current=True)

    def registered(self) -> Self:
        """Those with a volunteer number."""
        return self.filter(status__in=Volunteer.REGISTERED)


class Volunteer(models.Model):
    """One person of a unit in a campaign; the status follows from what is known (DOMAIN 2, our readings)."""

    class Status(models.TextChoices):
        UNREGISTERED = "unregistered", _("not registered")
        PENDING = "pending", _("being verified")
        REGISTERED = "registered", _("registered")
        JOINED = "joined", _("in the team")
        DECLINED = "declined", _("declined")

    class Category(models.TextChoices):
        STAFF = "staff", "教工"
        STUDENT = "student", "学生"
        OTHER = "other", "其他"

    REGISTERED = (Status.REGISTERED, Status.JOINED)
    PARTY = ("01", "02")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit_year = models.ForeignKey(UnitYear, models.PROTECT, related_name="volunteers", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=50)
    sex = models.CharField(_("sex"), max_length=1, blank=True)
    category = models.CharField(_("category"), max_length=10, choices=Category.choices)
    school_number = models.CharField(_("staff or student number"), max_length=32, blank=True)
    politics = models.CharField(_("political affiliation"), max_length=2, blank=True)
    document_type = models.CharField(_("document"), max_length=20)
    document_number_sealed = models.BinaryField()
    fingerprint = models.CharField(max_length=64, editable=False)
    phone_sealed = models.BinaryField(default=b"")
    volunteer_number = models.CharField(_("volunteer number"), max_length=32, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=100, blank=True)
    roster_import = models.ForeignKey("RosterImport", models.PROTECT, null=True, related_name="people")

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")
        ordering = ("unit_year", "category", "school_number", "name", "id")
        indexes = (
            models.Index(name="volunteers_tally", fields=["campaign", "unit_year", "status", "category", "politics"]),
        )
        constraints = (
            models.UniqueConstraint(name="volunteers_person_once", fields=["campaign", "fingerprint"]),
            models.UniqueConstraint(
                name="volunteers_number_once",
                fields=["campaign", "volunteer_number"],
                condition=~Q(volunteer_number=""),
            ),
            models.CheckConstraint(
                name="volunteers_number_means_registered",
                condition=(~Q(volunteer_number="") & Q(status__in=["registered", "joined"]))
                | (Q(volunteer_number="") & Q(status__in=["unregistered", "pending", "declined"])),
            ),
            models.CheckConstraint(
                name="volunteers_joined_on_means_joined", condition=Q(joined_on=None) | Q(status="joined")
            ),
            models.CheckConstraint(
                name="volunteers_category_known", condition=Q(category__in=["staff", "student", "other"])
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clear_document_number(self) -> str:
        """The document number as it stands on the card. Whoever shows it records it first."""
        return decrypt(bytes(self.document_number_sealed), self.seal_context("document_number", self.pk))

    def clear_phone(self) -> str:
        """The phone number, or nothing."""
        return decrypt(bytes(self.phone_sealed), self.seal_context("phone", self.pk)) if self.phone_sealed else ""

    @property
    def masked_document_number(self) -> str:
        """First six and last four characters (DOMAIN 7)."""
        return mask_document(self.clear_document_number())

    @property
    def masked_phone(self) -> str:
        """First three and last four digits (DOMAIN 7)."""
        return mask_phone(self.clear_phone()) if self.phone_sealed else ""

    @staticmethod
    def seal_context(field: str, pk: uuid.UUID) -> str:
        """What binds a sealed number to its row: moved to another one it does not open."""
        return f"volunteer.{field}:{pk}"


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    """Imports by who may see them."""

    def visible_to(self, user: User) -> Self:
        """All for the office, the own units' for a contact."""
        return self if user.is_office else self.filter(unit_year__in=UnitYear.objects.visible_to(user))


class RosterImport(models.Model):
    """One roster somebody sent: the sealed file, what was found in it, and what became of it."""

    class State(models.TextChoices):
        RECEIVED = "received", _("being read")
        REFUSED = "refused", _("could not be read")
        CHECKED = "checked", _("waiting for your confirmation")
        APPLIED = "applied", _("taken over")
        ABANDONED = "abandoned", _("set aside")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit_year = models.ForeignKey(
        UnitYear, models.PROTECT, null=True, related_name="imports", help_text=_("Empty: the column 所在单位 decides.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RECEIVED)
    file_name = models.CharField(_("file"), max_length=100)
    digest = models.CharField(max_length=64)
    upload_sealed = models.BinaryField(default=b"")
    staged_sealed = models.BinaryField(default=b"")
    report = models.JSONField(default=dict)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("time"))
    applied_at = models.DateTimeField(_("taken over at"), null=True)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("roster import")
        verbose_name_plural = _("roster imports")
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.file_name

    def clear_upload(self) -> bytes:
        """The file as it was sent."""
        return decrypt_bytes(bytes(self.upload_sealed), f"roster_import.upload:{self.pk}")

    def clear_staged(self) -> bytes:
        """The accepted rows, waiting for confirmation."""
        return decrypt_bytes(bytes(self.staged_sealed), f"roster_import.staged:{self.pk}")
