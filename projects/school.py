"""The school's projects as the office looks at them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from campaigns.models import Campaign
from projects.codes import SERVICE_CATEGORIES
from projects.models import Project, ProjectQuerySet
from projects.quality import Hint, Known, hints, pairs, weight
from units.models import UnitYear

LONGEST_COMMENT = 200


@dataclass(frozen=True, slots=True)
class Judged:
    """A project with what could be better about its name."""

    project: Project
    hints: list[Hint]

    @property
    def weight(self) -> int:
        """How weak the name is."""
        return weight(self.hints)


def lately(campaign: Campaign) -> ProjectQuerySet:
    """Every project of the school this year and the last, but void ones."""
    projects = Project.objects.filter(unit_year__campaign__year__in=(campaign.year, campaign.year - 1))
    return projects.exclude(state=Project.State.VOID).order_by("unit_year__position", "pk")


def known_projects(campaign: Campaign) -> list[Project]:
    """The projects of the two years with their units: one query."""
    return list(lately(campaign).select_related("unit_year__unit", "unit_year__campaign"))


def as_known(project: Project) -> Known:
    """What the name coach has to know of another project."""
    return Known(project.name, project.unit_year.name, project.unit_year.campaign.year)


def name_hints(name: str, unit_year: UnitYear, but: int | None = None) -> list[Hint]:
    """What could be better about a name of this unit, compared with the whole school."""
    others = lately(unit_year.campaign)
    others = others.exclude(pk=but) if but else others
    known = others.values_list("name", "unit_year__name", "unit_year__campaign__year")
    return hints(name, unit_year.known_as, [Known(*facts) for facts in known])


def judged(projects: Sequence[Project]) -> list[Judged]:
    """Every project with the hints its name itself gives, the weakest names first."""
    found = [Judged(project, hints(project.name, project.unit_year.known_as)) for project in projects]
    return sorted(found, key=lambda one: -one.weight)


def side_by_side(projects: Sequence[Project], year: int) -> list[tuple[Project, Project]]:
    """Every two projects whose names sound alike, at least one of them of this year."""
    places = pairs([as_known(project) for project in projects])
    both = [(projects[one], projects[other]) for one, other in places]
    return [pair for pair in both if any(project.unit_year.campaign.year == year for project in pair)]


def spread(projects: Sequence[Project]) -> list[tuple[str, int]]:
    """How many projects each service category has, the most frequent first; unused ones too."""
    counts = Counter(code for project in projects for code in project.categories)
    return sorted(((word, counts[code]) for code, word in SERVICE_CATEGORIES.items()), key=lambda pair: -pair[1])


@transaction.atomic
def comment_project(project: Project, *, comment: str, by: User, at: datetime) -> Project:
    """Tell the unit's contact something about a project; an empty comment takes the last one back."""
    comment = comment.strip()
    if len(comment) > LONGEST_COMMENT:
        sentence = _("Keep the comment within 200 characters.")
        raise ValidationError({"comment": ValidationError(sentence, code="too-long")})
    project.comment = comment
    project.save(update_fields=["comment"])
    record("project-commented", project, unit=project.unit_year.unit.code, by=by, at=at)
    return project
