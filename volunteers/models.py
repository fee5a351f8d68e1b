"""People."""

import json
import uuid
import zlib
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Campaign
from units.models import UnitYear
from volunteers.edit_models import Edit as Edit
from volunteers.edit_models import EditLine as EditLine
from volunteers.encryption import decrypt, decrypt_bytes, encrypt_bytes
from volunteers.identifiers import mask_document, mask_phone
from volunteers.key_models import KeyProof as KeyProof
from volunteers.request_models import DataRequest as DataRequest
from volunteers.sealed import SealedField


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

    def numbered(self) -> Self:
        """The same, said as the index of volunteer numbers says it: without this it is not used."""
        return self.exclude(volunteer_number="")

    def update(self, **facts: Any) -> int:
        """Every change counts up `version`, by which a later writer notices it (SECURITY C19)."""
        return super().update(**{"version": F("version") + 1, **facts})


class Volunteer(models.Model):
    """One person of a unit in a campaign; the status follows from what is known (DOMAIN 2, our readings).

    `version` counts the changes. Three indexes begin with the campaign, so it needs none of its own.
    """

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
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+", db_index=False)
    unit_year = models.ForeignKey(UnitYear, models.PROTECT, related_name="volunteers", verbose_name=_("unit"))
    name = models.CharField(_("full name"), max_length=50)
    sex = models.CharField(_("sex"), max_length=1, blank=True)
    category = models.CharField(_("category"), max_length=10, choices=Category.choices)
    school_number = models.CharField(_("staff or student number"), max_length=32, blank=True)
    politics = models.CharField(_("political affiliation"), max_length=2, blank=True)
    department = models.CharField(_("class or department"), max_length=50, blank=True)
    document_type = models.CharField(_("document"), max_length=20)
    document_number_sealed = SealedField(binds="volunteer.document_number:{pk}")
    fingerprint = models.CharField(max_length=64, editable=False)
    phone_sealed = SealedField(binds="volunteer.phone:{pk}", default=b"")
    phone_fingerprint = models.CharField(max_length=24, blank=True, editable=False)
    volunteer_number = models.CharField(_("volunteer number"), max_length=32, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices)
    pending_since = models.DateField(_("being verified since"), null=True, blank=True)
    registered_on = models.DateField(
        _("number known since"), null=True, blank=True, help_text=_("When the volunteer number reached the portal.")
    )
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=100, blank=True)
    roster_import = models.ForeignKey("RosterImport", models.PROTECT, null=True, related_name="people", db_index=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")
        ordering = ("unit_year", "category", "school_number", "name", "id")
        indexes = (
            models.Index(name="volunteers_tally", fields=["campaign", "unit_year", "status", "category", "politics"]),
            models.Index(Upper("school_number"), name="volunteers_school_number"),
            models.Index(name="volunteers_phone", fields=["phone_fingerprint"]),
        )
        constraints = (
            models.UniqueConstraint(
                name="volunteers_person_once",
                fields=["campaign", "fingerprint"],
                violation_error_message=_("This person is already listed this year."),
            ),
            models.UniqueConstraint(
                name="volunteers_number_once",
                fields=["campaign", "volunteer_number"],
                condition=~Q(volunteer_number=""),
                violation_error_message=_("Another person has this volunteer number."),
            ),
            models.CheckConstraint(
                name="volunteers_number_means_registered",
                condition=(~Q(volunteer_number="") & Q(status__in=["registered", "joined"]))
                | (Q(volunteer_number="") & Q(status__in=["unregistered", "pending", "declined"])),
                violation_error_message=_("Whoever is registered has a volunteer number, and nobody else has one."),
            ),
            models.CheckConstraint(
                name="volunteers_pending_since_means_pending",
                condition=Q(pending_since=None) | Q(status="pending"),
                violation_error_message=_("A day of sending in belongs to somebody who is being verified."),
            ),
            models.CheckConstraint(
                name="volunteers_registered_on_means_registered",
                condition=Q(registered_on=None) | Q(status__in=["registered", "joined"]),
                violation_error_message=_("A day of registration belongs to somebody who has a volunteer number."),
            ),
            models.CheckConstraint(
                name="volunteers_joined_on_means_joined",
                condition=Q(joined_on=None) | Q(status="joined"),
                violation_error_message=_("A day of joining belongs to somebody who is in the team."),
            ),
            models.CheckConstraint(
                name="volunteers_category_known",
                condition=Q(category__in=["staff", "student", "other"]),
                violation_error_message=_("A person is staff, a student or other."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def change(self, **facts: Any) -> bool:
        """Store these facts, unless somebody changed the person since it was loaded."""
        return bool(Volunteer.objects.filter(pk=self.pk, version=self.version).update(**facts))

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

    def lean(self) -> Self:
        """Without the files, which are large, but with whether there are any."""
        found = {"keeps_file": ~Q(upload_sealed=b""), "keeps_marked": ~Q(marked_sealed=b"")}
        there = {name: models.ExpressionWrapper(fact, models.BooleanField()) for name, fact in found.items()}
        return self.defer("upload_sealed", "marked_sealed", "staged_sealed", "undo_sealed").annotate(**there)

    def open(self) -> Self:
        """Those somebody still waits for: being read, read and not confirmed, or in the worker's hands."""
        state = RosterImport.State
        return self.filter(state__in=(state.RECEIVED, state.CHECKED, state.APPLYING, state.UNDOING))


class RosterImport(models.Model):
    """One roster somebody sent: the sealed file, what was found in it, and what became of it."""

    class State(models.TextChoices):
        RECEIVED = "received", _("being read")
        REFUSED = "refused", _("could not be read")
        CHECKED = "checked", _("waiting for your confirmation")
        APPLYING = "applying", _("being taken over")
        APPLIED = "applied", _("taken over")
        ABANDONED = "abandoned", _("set aside")
        UNDOING = "undoing", _("being taken back")
        UNDONE = "undone", _("taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit_year = models.ForeignKey(
        UnitYear, models.PROTECT, null=True, related_name="imports", help_text=_("Empty: the column 所在单位 decides.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RECEIVED)
    file_name = models.CharField(_("file"), max_length=100)
    digest = models.CharField(max_length=64)
    upload_sealed = SealedField(binds="roster_import.upload:{pk}", default=b"")
    staged_sealed = SealedField(binds="roster_import.staged:{pk}", default=b"")
    changes_sealed = SealedField(binds="roster_import.changes:{pk}", default=b"")
    undo_sealed = SealedField(binds="roster_import.undo:{pk}", default=b"")
    mending_sealed = SealedField(binds="roster_import.mending:{pk}", default=b"")
    marked_sealed = SealedField(binds="roster_import.marked:{pk}", default=b"")
    columns_said = models.JSONField(
        default=dict, blank=True, help_text=_("What the sender's headers mean, where somebody had to say it.")
    )
    report = models.JSONField(default=dict)
    informed_version = models.CharField(
        max_length=20, blank=True, help_text=_("Which notice the people were given, as the sender says.")
    )
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("time"))
    applied_at = models.DateTimeField(_("taken over at"), null=True)
    undone_at = models.DateTimeField(_("taken back at"), null=True)

    keeps_file: bool
    keeps_marked: bool

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("roster import")
        verbose_name_plural = _("roster imports")
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.file_name

    @property
    def unit_code(self) -> str:
        """The unit's code for the record; nothing for a roster of the whole school."""
        return self.unit_year.unit.code if self.unit_year else ""

    def clear_upload(self) -> bytes:
        """The file as it was sent."""
        return decrypt_bytes(bytes(self.upload_sealed), f"roster_import.upload:{self.pk}")

    def clear_staged(self) -> bytes:
        """The accepted rows, waiting for confirmation."""
        return decrypt_bytes(bytes(self.staged_sealed), f"roster_import.staged:{self.pk}")

    def keep(self, part: str, content: Any) -> None:
        """Seal as JSON `changes` (what pages list), `undo` (the way back), `mending` (rows mended, columns to name)."""
        packed = zlib.compress(json.dumps(content, ensure_ascii=False).encode(), 1)
        setattr(self, f"{part}_sealed", encrypt_bytes(packed, f"roster_import.{part}:{self.pk}"))

    def kept(self, part: str) -> Any:
        """What was kept, opened; nothing when nothing was."""
        sealed = bytes(getattr(self, f"{part}_sealed"))
        return json.loads(zlib.decompress(decrypt_bytes(sealed, f"roster_import.{part}:{self.pk}"))) if sealed else {}


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Claims by who may see them and how far they are."""

    def visible_to(self, user: User) -> Self:
        """All for the office; for a contact those the own units raised, and those about people they list."""
        if user.is_office:
            return self
        own = UnitYear.objects.visible_to(user)
        return self.filter(Q(unit_year__in=own) | Q(holder__unit_year__in=own))

    def unsettled(self) -> Self:
        """Those nobody has decided."""
        return self.filter(state__in=Claim.UNSETTLED)

    def touching(self, unit_year: UnitYear) -> Self:
        """Those a unit raised or that are about people it lists."""
        return self.filter(Q(unit_year=unit_year) | Q(holder__unit_year=unit_year))

    def for_office(self, at: datetime) -> Self:
        """What the units do not settle themselves: both want the person, or nobody answered in time."""
        late = Q(state=Claim.State.OPEN, at__lt=at - Claim.DAYS_TO_ANSWER)
        return self.filter(late | Q(state=Claim.State.KEPT), holder__isnull=False)


class Claim(models.Model):
    """A unit's roster names a person whom another unit lists; held until one gives way or the office decides."""

    class State(models.TextChoices):
        OPEN = "open", _("the other unit is asked")
        KEPT = "kept", _("the office decides")
        RELEASED = "released", _("released")
        WITHDRAWN = "withdrawn", _("withdrawn")
        MOVED = "moved", _("decided for the asking unit")
        STAYS = "stays", _("decided for the listing unit")

    UNSETTLED = (State.OPEN, State.KEPT)
    DAYS_TO_ANSWER = timedelta(days=3)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit_year = models.ForeignKey(UnitYear, models.PROTECT, related_name="claims", verbose_name=_("asking unit"))
    holder = models.ForeignKey(Volunteer, models.SET_NULL, null=True, related_name="claims")
    fingerprint = models.CharField(max_length=64, editable=False)
    facts_sealed = SealedField(binds="claim.facts:{pk}", default=b"")
    category = models.CharField(max_length=10)
    politics = models.CharField(max_length=2, blank=True)
    status = models.CharField(max_length=12)
    roster_import = models.ForeignKey(RosterImport, models.PROTECT, null=True, related_name="claims")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by"))
    at = models.DateTimeField(_("asked at"))
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("settled by"))
    settled_at = models.DateTimeField(_("settled at"), null=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("double claim")
        verbose_name_plural = _("double claims")
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(
                name="volunteers_claim_once",
                fields=["campaign", "fingerprint", "unit_year"],
                condition=Q(state__in=["open", "kept"]),
                violation_error_message=_("The unit has already asked for this person."),
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    def clear_facts(self) -> dict[str, str]:
        """What the asking unit's roster says of the person; nothing once it is settled."""
        sealed = bytes(self.facts_sealed)
        facts: dict[str, str] = json.loads(decrypt(sealed, f"claim.facts:{self.pk}")) if sealed else {}
        return facts

    @property
    def shown(self) -> dict[str, str]:
        """The person as the asking unit wrote them, the number masked; the other unit's roster is not looked at."""
        facts = self.clear_facts()
        return {"name": facts["name"], "document": mask_document(facts["document_number"])} if facts else {}
