"""Units and their teams."""

from datetime import date, datetime, timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.deadlines import end_of, is_open
from campaigns.findings import Finding
from campaigns.models import Campaign
from units.contacts_models import ContactInvitation as ContactInvitation
from units.contacts_models import StaffContactQuerySet
from units.naming import MAXIMUM_LENGTH, Stretch, stretches
from units.restructuring_models import Restructuring as Restructuring
from units.review_models import HELD as HELD
from units.review_models import TeamReview as TeamReview
from units.team_checks import chain_findings, contact_findings, name_findings, rename_findings, status_findings

PHONE = RegexValidator(
    r"\A(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?)\Z",
    _("Give a mobile number of 11 digits, or a landline such as 0371-67780000."),
)


class Unit(models.Model):
    """A party unit of the university, whatever it is called this year."""

    code = models.SlugField(
        _("code"),
        max_length=20,
        unique=True,
        help_text=_("Short and lasting, for example 'cs'. It stands in addresses and commands."),
    )

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class StaffContact(models.Model):
    """A person who works for a unit in this portal, from one day until another."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="contacts", verbose_name=_("unit"))
    user = models.ForeignKey(User, models.PROTECT, related_name="contact_of", verbose_name=_("account"))
    since = models.DateField(_("since"))
    until = models.DateField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("Empty while the person is in charge. Access ends at once when a day is given."),
    )

    objects = StaffContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit contact")
        verbose_name_plural = _("unit contacts")
        ordering = ("unit", "since")
        constraints = (
            models.UniqueConstraint(
                name="units_contact_once",
                fields=["unit", "user"],
                condition=Q(until=None),
                violation_error_message=_("This person is already a contact of the unit."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.unit}"


class UnitYearQuerySet(models.QuerySet["UnitYear"]):
    """Lines of Attachment 1 by who may see them and which year they belong to."""

    def visible_to(self, user: User) -> Self:
        """All units for the office, the own ones for a contact."""
        if user.is_office:
            return self
        return self.filter(unit__contacts__user=user, unit__contacts__until=None)

    def for_campaign(self, campaign: Campaign | None = None) -> Self:
        """The units of one campaign, of the current one when none is given; without those that were closed in it."""
        year = self.filter(campaign=campaign) if campaign else self.filter(campaign__is_current=True)
        return year.filter(closed_on=None)


class UnitYear(models.Model):
    """One line of Attachment 1: a unit in a campaign, with the name, kind and head counts it had that year."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", "党委"
        GENERAL_BRANCH = "general-branch", "党总支"
        BRANCH = "branch", "直属党支部"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="units", verbose_name=_("campaign"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="years", verbose_name=_("unit"))
    position = models.PositiveSmallIntegerField(_("position in Attachment 1"), default=0)
    name = models.CharField(_("party unit"), max_length=60)
    short_names = models.CharField(
        _("short names"),
        max_length=200,
        blank=True,
        help_text=_("How rosters write the unit in the column 所在单位, with 、 between them."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.COMMITTEE)
    is_college = models.BooleanField(_("college"), default=True)
    has_students = models.BooleanField(_("has students"), default=True)
    standard_name = models.CharField(_("standard name of the team"), max_length=MAXIMUM_LENGTH)
    former_name = models.CharField(_("former name"), max_length=200, blank=True)
    remark = models.CharField(_("remark"), max_length=100, blank=True)

    staff = models.PositiveIntegerField(_("staff"), null=True, blank=True)
    students = models.PositiveIntegerField(_("students"), null=True, blank=True)
    party_members = models.PositiveIntegerField(_("party members"), null=True, blank=True)
    counted_on = models.DateField(_("counted on"), null=True, blank=True)
    count_source = models.CharField(_("source"), max_length=60, blank=True)
    count_set_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    count_set_at = models.DateTimeField(null=True, blank=True, editable=False)
    count_confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    count_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    count_question = models.CharField(_("question about the head count"), max_length=200, blank=True, editable=False)

    extended_until = models.DateField(_("extended until"), null=True, blank=True)
    extension_reason = models.CharField(_("reason of the extension"), max_length=100, blank=True)
    waiver_reason = models.CharField(
        _("projects waived because"),
        max_length=100,
        blank=True,
        help_text=_("With a reason given, the unit needs no minimum of projects."),
    )

    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)

    objects = UnitYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit of the year")
        verbose_name_plural = _("units of the year")
        ordering = ("campaign", "position", "pk")
        constraints = (
            models.UniqueConstraint(
                name="units_once_a_year",
                fields=["campaign", "unit"],
                violation_error_message=_("This unit is already in the year's list."),
            ),
            models.UniqueConstraint(
                name="units_standard_name_unique",
                fields=["campaign", "standard_name"],
                condition=Q(closed_on=None),
                violation_error_message=_("Another unit has this standard name."),
            ),
            models.CheckConstraint(
                name="units_counts_whole",
                condition=Q(staff=None, students=None, party_members=None, counted_on=None)
                | Q(staff__isnull=False, students__isnull=False, party_members__isnull=False, counted_on__isnull=False),
                violation_error_message=_("Give all head counts and their date, or none."),
            ),
            models.CheckConstraint(
                name="units_party_within_people",
                condition=Q(party_members=None) | Q(party_members__lte=F("staff") + F("students")),
                violation_error_message=_(
                    "There are more party members than staff and students together. Check the three numbers."
                ),
            ),
            models.CheckConstraint(
                name="units_no_students_counted",
                condition=Q(has_students=True) | Q(students=None) | Q(students=0),
                violation_error_message=_(
                    "This unit is listed as one without students. Enter 0, or ask the office to change the list."
                ),
            ),
            models.CheckConstraint(
                name="units_extension_reason",
                condition=Q(extended_until=None) | ~Q(extension_reason=""),
                violation_error_message=_("Give the reason of the extension."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def total(self) -> int | None:
        """Staff and students together; None while there is no head count."""
        return None if self.staff is None or self.students is None else self.staff + self.students

    @property
    def deadline(self) -> datetime:
        """The first moment at which this unit is late, counting its extension if it has one."""
        last = self.campaign.deadline
        return max(last, end_of(self.extended_until)) if self.extended_until else last

    @property
    def paper_deadline(self) -> datetime:
        """The first moment at which this unit's signed paper is late: never before its own time to hand in ends."""
        return max(self.campaign.paper_deadline, self.deadline)

    @property
    def last_day(self) -> date:
        """The last day on which this unit is in time."""
        return localdate(self.deadline - timedelta(microseconds=1))

    @property
    def numbers(self) -> str:
        """The three head counts in short, by which a reviewer's page is recognised as out of date."""
        return f"{self.staff}/{self.students}/{self.party_members}"

    def check_open(self, *, by: User | None, at: datetime) -> None:
        """Refuse any change of a closed unit, and a contact's after the deadline; the office may still mend things."""
        if self.closed_on:
            raise ValidationError(
                _("This unit was closed on %(day)s. Nothing was changed. Ask the office which unit took its place."),
                code="unit-closed",
                params={"day": self.closed_on.isoformat()},
            )
        if by is not None and by.is_contact and not is_open(self.campaign.deadline, at, self.extended_until):
            raise ValidationError(
                _("The deadline has passed. Nothing was changed. Ask the office for more time."), code="deadline-passed"
            )

    @property
    def known_as(self) -> list[str]:
        """Every word a roster may use for this unit: code, name and short names."""
        return [self.unit.code, self.name, *(name.strip() for name in self.short_names.split("、") if name.strip())]


class TeamQuerySet(models.QuerySet["Team"]):
    """Teams by who may see them."""

    def visible_to(self, user: User) -> Self:
        """All teams for the office, the own units' for a contact."""
        return self.filter(unit_year__in=UnitYear.objects.visible_to(user))

    def for_campaign(self, campaign: Campaign | None = None) -> Self:
        """The teams of one campaign, of the current one when none is given."""
        return self.filter(unit_year__in=UnitYear.objects.for_campaign(campaign))


class Team(models.Model):
    """What a unit files about its volunteer team for the year (DOMAIN 2.1)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("not filed")
        FILED = "filed", _("waiting for the office")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")

    unit_year = models.OneToOneField(UnitYear, models.CASCADE, related_name="team", verbose_name=_("unit of the year"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    registered_name = models.CharField(
        _("registered name"), max_length=MAXIMUM_LENGTH, validators=[MinLengthValidator(2)]
    )
    liaison_code = models.CharField(
        _("liaison code"),
        max_length=32,
        help_text=_("队伍联络编号, shown in the team's account on the national system."),
        validators=[RegexValidator(r"\A[0-9A-Za-z-]{2,32}\Z", _("The code has 2 to 32 letters, digits or hyphens."))],
    )
    liaison_chain = models.TextField(_("liaison chain"), help_text=_("One organisation a line, the highest first."))
    registration_status = models.CharField(_("registration status"), max_length=50)
    contact_name = models.CharField(
        _("staff contact"), max_length=50, help_text=_("A member of staff who looks after the team's account.")
    )
    contact_is_staff = models.BooleanField(_("This person is a member of staff, not a student."), default=False)
    contact_phone = models.CharField(_("phone"), max_length=20, validators=[PHONE])
    contact_email = models.EmailField(_("e-mail"))
    registered_on = models.DateField(_("registered on"))
    renamed_on = models.DateField(
        _("renamed on"), null=True, blank=True, help_text=_("Only if the team was renamed this year.")
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TeamQuerySet.as_manager()

    FACTS = (
        "registered_name",
        "liaison_code",
        "liaison_chain",
        "registration_status",
        "contact_name",
        "contact_is_staff",
        "contact_phone",
        "contact_email",
        "registered_on",
        "renamed_on",
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = (
            models.CheckConstraint(
                name="units_team_renamed_after_registered",
                condition=Q(renamed_on=None) | Q(renamed_on__gte=F("registered_on")),
                violation_error_message=_("A team is renamed after it was registered. Check the two dates."),
            ),
        )

    def __str__(self) -> str:
        return self.registered_name

    @classmethod
    def label(cls, name: str) -> str:
        """A fact as the form calls it, in the reader's language."""
        return str(next(field.verbose_name for field in cls._meta.fields if field.name == name))

    @property
    def chain(self) -> tuple[str, ...]:
        """The liaison chain, the highest organisation first."""
        return tuple(line.strip() for line in self.liaison_chain.splitlines() if line.strip())

    @property
    def findings(self) -> list[Finding]:
        """What a reviewer would notice."""
        campaign = self.unit_year.campaign
        return [
            *name_findings(self.registered_name, self.unit_year.standard_name),
            *chain_findings(self.chain, campaign.chain),
            *status_findings(self.registration_status, campaign.registration_status),
            *contact_findings(self.contact_name, self.contact_phone, self.contact_email, self.contact_is_staff),
            *rename_findings(self.renamed_on, campaign.electronic_due_on),
        ]

    @property
    def name_stretches(self) -> list[Stretch]:
        """The registered name beside the standard one, where they differ."""
        standard = self.unit_year.standard_name
        return [] if self.registered_name == standard else stretches(standard, self.registered_name)

    @property
    def snapshot(self) -> dict[str, str | bool]:
        """What is filed, as a decision keeps it: dates in ISO form."""
        facts = ((field, getattr(self, field)) for field in self.FACTS)
        return {field: fact if isinstance(fact, bool) else str(fact or "") for field, fact in facts}

    @property
    def changed_on(self) -> date:
        """The date Attachment 3 shows: of the renaming if there was one, of the registration otherwise."""
        return self.renamed_on or self.registered_on
