"""Whatever stands in front of somebody – a unit, a team, a project, a person – found among what they may see."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from campaigns.models import Campaign
from projects.models import Project
from units.invisible import tidy
from units.models import UnitYear
from volunteers.models import Volunteer
from volunteers.searching import found_by

MOST = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What fits some words, and whether there was more of it than is shown."""

    units: list[UnitYear]
    projects: list[Project]
    people: list[Volunteer]

    @property
    def nothing(self) -> bool:
        """Whether nothing fits."""
        return not (self.units or self.projects or self.people)

    @property
    def more(self) -> bool:
        """Whether more fits than is shown."""
        return any(len(found) > MOST for found in (self.units, self.projects, self.people))


def found_anywhere(words: str, campaign: Campaign, user: User) -> Found:
    """Units and their teams, projects and people of the year that somebody may see: one query each."""
    wanted = tidy(words)
    names = ("name", "short_names", "standard_name", "team__registered_name", "team__liaison_code")
    unit = Q(unit__code__iexact=wanted)
    for name in names:
        unit |= Q(**{f"{name}__icontains": wanted})
    units = UnitYear.objects.visible_to(user).for_campaign(campaign).filter(unit).select_related("unit", "team")
    projects = (
        Project.objects.visible_to(user)
        .for_campaign(campaign)
        .filter(Q(name__icontains=wanted) | Q(national_number__iexact=wanted))
    )
    people = found_by(Volunteer.objects.visible_to(user).for_campaign(campaign), words)
    return Found(
        list(units[: MOST + 1]),
        list(projects.select_related("unit_year__unit")[: MOST + 1]),
        list(people.select_related("unit_year__unit")[: MOST + 1]),
    )
