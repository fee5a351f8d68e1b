"""The counts behind every figure: one grouped query each for people and projects, however many units there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from campaigns.findings import Finding
from campaigns.models import Campaign
from campaigns.terms import Terms
from projects.models import Project, ProjectQuerySet
from reports.contested import Contested, Counted
from reports.quota import Quota
from reports.readiness import UnitFigures, findings
from units.models import Team, UnitYear, UnitYearQuerySet
from volunteers.models import Claim, Volunteer, VolunteerQuerySet

QUOTA_PEOPLE = Q(category__in=["staff", "student"])


@dataclass(frozen=True)
class UnitStanding:
    """A unit of the campaign with its figures, and what is missing where somebody asks."""

    unit_year: UnitYear
    figures: UnitFigures

    @property
    def terms(self) -> Terms:
        """What the campaign asks for."""
        return self.unit_year.campaign.terms

    @property
    def team(self) -> Team | None:
        """The unit's team, once there is one."""
        return getattr(self.unit_year, "team", None)

    @cached_property
    def findings(self) -> list[Finding]:
        """What is missing, what blocks first."""
        return findings(self.figures, self.terms)

    @property
    def quota(self) -> Quota:
        """Registered staff and students against the head count."""
        return self.figures.quota(self.terms)

    @property
    def party(self) -> Quota | None:
        """Registered party members against all; None for a unit without any."""
        return self.figures.party(self.terms)

    @property
    def projects_needed(self) -> int:
        """How many projects the unit owes."""
        return self.figures.projects_needed(self.terms)

    @property
    def missing_count(self) -> tuple[int, int]:
        """How many things block and how many there are, to sort by."""
        return sum(finding.blocking for finding in self.findings), len(self.findings)

    @property
    def projects_met(self) -> bool:
        """Whether there are enough."""
        return self.figures.projects >= self.projects_needed


def people_counts(people: VolunteerQuerySet) -> dict[int, dict[str, int]]:
    """Listed, registered, joined and registered party members by unit."""
    registered = Q(status__in=Volunteer.REGISTERED)
    # Counting the grouping column lets the database answer from the index alone.
    rows = (
        people.order_by()
        .values("unit_year")
        .annotate(
            listed=Count("unit_year"),
            registered=Count("unit_year", filter=registered & QUOTA_PEOPLE),
            joined=Count("unit_year", filter=Q(status=Volunteer.Status.JOINED) & QUOTA_PEOPLE),
            party_registered=Count("unit_year", filter=registered & QUOTA_PEOPLE & Q(politics__in=Volunteer.PARTY)),
        )
    )
    counts: dict[int, dict[str, Any]] = {row["unit_year"]: dict(row) for row in rows}
    for row in counts.values():
        del row["unit_year"]
    return counts


def contested_counts(unit_year: UnitYear) -> Contested:
    """The unit's people whom another unit asks for, and those it asks for itself, by what the figures count."""
    given: dict[UUID, Volunteer] = {}
    asked: list[Claim] = []
    # Those about nobody any more are left out here: asked to, SQLite may begin with all people of the school.
    claims = Claim.objects.unsettled().touching(unit_year).select_related("holder")
    for claim, holder in ((claim, claim.holder) for claim in claims if claim.holder):
        if claim.unit_year_id == unit_year.pk:
            asked.append(claim)  # counted by what the own roster says: the other unit's is nobody's business here
        else:
            given[holder.pk] = holder
    return Contested(listed=counted(given.values()), asked=counted(asked))


def counted(people: Iterable[Volunteer | Claim]) -> Counted:
    """How many people there are, how many count as registered, and how many of those are party members."""
    listed = list(people)
    in_quota = [one for one in listed if one.category in ("staff", "student") and one.status in Volunteer.REGISTERED]
    return Counted(len(listed), len(in_quota), sum(one.politics in Volunteer.PARTY for one in in_quota))


def project_counts(projects: ProjectQuerySet) -> dict[int, int]:
    """Published and finished projects by unit."""
    return dict(projects.counted().order_by().values_list("unit_year").annotate(Count("pk")))


def figures_of(unit_year: UnitYear, people: dict[str, int] | None, projects: int) -> UnitFigures:
    """The figures of one unit from its own row and the counts."""
    team = getattr(unit_year, "team", None)
    return UnitFigures(
        staff=unit_year.staff,
        students=unit_year.students,
        party_members=unit_year.party_members,
        has_students=unit_year.has_students,
        projects_waived=bool(unit_year.waiver_reason),
        projects=projects,
        team_state=team.state if team else Team.State.DRAFT.value,
        **(people or dict.fromkeys(("listed", "registered", "joined", "party_registered"), 0)),
    )


def standing(unit_year: UnitYear) -> UnitStanding:
    """Where one unit stands."""
    people = people_counts(Volunteer.objects.for_campaign(unit_year.campaign).filter(unit_year=unit_year))
    projects = project_counts(Project.objects.filter(unit_year=unit_year))
    return UnitStanding(unit_year, figures_of(unit_year, people.get(unit_year.pk), projects.get(unit_year.pk, 0)))


def standings(campaign: Campaign, units: UnitYearQuerySet) -> list[UnitStanding]:
    """Where each of these units stands, in the order of Attachment 1: three queries."""
    people = people_counts(Volunteer.objects.for_campaign(campaign))
    projects = project_counts(Project.objects.filter(unit_year__campaign=campaign))
    listed = units.for_campaign(campaign).select_related("unit", "team")
    for unit_year in listed:
        unit_year.campaign = campaign  # one for all, read already
    return [
        UnitStanding(each, figures_of(each, people.get(each.pk), projects.get(each.pk, 0))) for each in listed
    ]
