"""The year's drive."""

from datetime import datetime

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.deadlines import end_of
from campaigns.terms import Terms


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Campaigns by their standing."""

    def current(self) -> "Campaign":
        """The one campaign that is running; raises Campaign.DoesNotExist before the first is opened."""
        return self.get(is_current=True)


class Campaign(models.Model):
    """One year's drive: every date, number and text of the circular (DOMAIN 2), so that next year needs no code."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    is_current = models.BooleanField(_("current"), default=False, editable=False)
    school_name = models.CharField(_("school"), max_length=50)
    office_name = models.CharField(_("office"), max_length=50, default="校文明办")
    electronic_due_on = models.DateField(_("teams, projects and tables due on"))
    electronic_due_time = models.TimeField(
        _("hour"), null=True, blank=True, help_text=_("Empty: the end of the day, Beijing time.")
    )
    paper_due_on = models.DateField(_("signed paper due on"))
    quota_percent = models.PositiveSmallIntegerField(
        _("registered, % of staff and students"), default=60, validators=[MaxValueValidator(100)]
    )
    party_percent = models.PositiveSmallIntegerField(
        _("registered, % of party members"), default=100, validators=[MaxValueValidator(100)]
    )
    projects_minimum = models.PositiveSmallIntegerField(_("projects at least"), default=4)
    liaison_chain = models.TextField(_("liaison chain"), help_text=_("One organisation a line, the highest first."))
    registration_status = models.CharField(
        _("registration status"), max_length=50, default="未登记的社会组织或其他组织"
    )
    mailbox = models.EmailField(_("office's mailbox"))
    mail_subject = models.CharField(_("mail subject"), max_length=100, default="{unit}志愿注册信息汇总")
    mails_workbooks = models.BooleanField(
        _("mail the two workbooks along"),
        default=False,
        help_text=_(
            "They hold complete numbers and open with a password only, which the receipt page shows. "
            "Otherwise the mail holds counts and a link."
        ),
    )
    attachment1_title = models.CharField(
        _("title of Attachment 1"), max_length=100, default="{school}{year}年志愿服务队规范名称一览表"
    )
    attachment2_title = models.CharField(
        _("title of Attachment 2"), max_length=100, default="{school}个人注册及加入志愿服务队办法"
    )
    attachment3_title = models.CharField(
        _("title of Attachment 3"), max_length=100, default="{school}{year}年志愿服务队注册信息汇总表"
    )
    attachment4_title = models.CharField(
        _("title of Attachment 4"), max_length=100, default="{school}{year}年志愿者注册信息汇总表"
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ("-year",)
        constraints = (
            models.UniqueConstraint(
                name="campaigns_one_current",
                fields=["is_current"],
                condition=Q(is_current=True),
                violation_error_message=_(
                    "Another campaign has just become the current one. Look at it before you go on."
                ),
            ),
            models.CheckConstraint(
                name="campaigns_percentages",
                condition=Q(quota_percent__lte=100, party_percent__lte=100),
                violation_error_message=_("A percentage is at most 100."),
            ),
            models.CheckConstraint(
                name="campaigns_paper_after_files",
                condition=Q(paper_due_on__gte=models.F("electronic_due_on")),
                violation_error_message=_("The paper is due on the day of the electronic tables or later."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.school_name} {self.year}"

    @property
    def chain(self) -> tuple[str, ...]:
        """The liaison chain, the highest organisation first."""
        return tuple(line.strip() for line in self.liaison_chain.splitlines() if line.strip())

    @property
    def terms(self) -> Terms:
        """The demands on a unit, for the rules."""
        return Terms(
            self.quota_percent, self.party_percent, self.projects_minimum, self.chain, self.registration_status
        )

    @property
    def deadline(self) -> datetime:
        """The first moment at which teams, projects and tables are late."""
        return end_of(self.electronic_due_on, self.electronic_due_time)

    @property
    def paper_deadline(self) -> datetime:
        """The first moment at which the signed paper is late."""
        return end_of(self.paper_due_on)

    def text(self, template: str, unit: str = "") -> str:
        """A title or subject of the circular with school, year and unit filled in."""
        return template.replace("{school}", self.school_name).replace("{year}", str(self.year)).replace("{unit}", unit)
