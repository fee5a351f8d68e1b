"""What units undertake."""

from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Campaign
from units.models import PHONE, UnitYear


class ProjectQuerySet(models.QuerySet["Project"]):
    """Projects by who may see them and whether they count."""

    def visible_to(self, user: User) -> Self:
        """All projects for the office, the own units' for a contact."""
        return self.filter(unit_year__in=UnitYear.objects.visible_to(user))

    def for_campaign(self, campaign: Campaign | None = None) -> Self:
        """The projects of one campaign, of the current one when none is given."""
        return self.filter(unit_year__in=UnitYear.objects.for_campaign(campaign))

    def counted(self) -> Self:
        """Those that count towards the minimum: published or finished."""
        return self.filter(state__in=Project.COUNTED)


class Project(models.Model):
    """One project of a unit for the year, with the national system's fields (DOMAIN 4)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        FINISHED = "finished", _("finished")
        VOID = "void", _("void")

    COUNTED = (State.PUBLISHED, State.FINISHED)
    FACTS = (
        "name",
        "categories",
        "audiences",
        "starts_on",
        "ends_on",
        "recruits_from",
        "recruits_until",
        "place",
        "places_offered",
        "contact_name",
        "contact_phone",
        "description",
        "national_number",
        "state",
        "participants",
        "hours",
        "result",
    )

    unit_year = models.ForeignKey(UnitYear, models.CASCADE, related_name="projects", verbose_name=_("unit of the year"))
    name = models.CharField(_("name"), max_length=50, help_text=_("Striking and easy to find. At most 50 characters."))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PUBLISHED)
    categories = models.JSONField(_("service categories"), default=list)
    audiences = models.JSONField(_("for whom"), default=list)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    recruits_from = models.DateField(_("recruiting from"), null=True, blank=True)
    recruits_until = models.DateField(_("recruiting until"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=100)
    places_offered = models.PositiveIntegerField(_("volunteers wanted"), validators=[MinValueValidator(1)])
    contact_name = models.CharField(_("contact"), max_length=50)
    contact_phone = models.CharField(_("phone"), max_length=20, validators=[PHONE])
    description = models.TextField(_("description"), max_length=1000, blank=True)
    national_number = models.CharField(
        _("project number"),
        max_length=40,
        blank=True,
        help_text=_("项目编号 on the national system, once it is published there."),
    )

    comment = models.CharField(_("comment of the office"), max_length=200, blank=True)
    participants = models.PositiveIntegerField(_("people who took part"), null=True, blank=True)
    hours = models.DecimalField(_("hours of service"), max_digits=8, decimal_places=1, null=True, blank=True)
    result = models.TextField(_("result in short"), max_length=500, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ("pk",)
        indexes = (models.Index(name="projects_unit_state", fields=["unit_year", "state"]),)
        constraints = (
            models.UniqueConstraint(
                name="projects_name_once_a_unit",
                fields=["unit_year", "name"],
                violation_error_message=_("The unit already has a project of this name."),
            ),
            models.CheckConstraint(
                name="projects_period",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The project ends before it begins. Check the two dates."),
            ),
            models.CheckConstraint(
                name="projects_recruiting_period",
                condition=Q(recruits_from=None) | Q(recruits_until=None) | Q(recruits_until__gte=F("recruits_from")),
                violation_error_message=_("Recruiting ends before it begins. Check the two dates."),
            ),
            models.CheckConstraint(
                name="projects_outcome_when_finished",
                condition=Q(state="finished") | Q(participants=None, hours=None, result=""),
                violation_error_message=_("People, hours and result are told of a finished project only."),
            ),
            models.CheckConstraint(
                name="projects_places",
                condition=Q(places_offered__gte=1),
                violation_error_message=_("At least one volunteer is wanted."),
            ),
        )

    def __str__(self) -> str:
        return self.name
