"""How far each of the five things to do is: a figure, and the part of a ring that is filled."""

from typing import NamedTuple

from campaigns.terms import Terms
from reports.lights import Filing
from reports.quota import Quota
from reports.readiness import UnitFigures

AROUND = 100  # of the ring, as its length is told to the picture


class Ring(NamedTuple):
    """The figure in a ring, and how many hundredths of it are filled; full only when nothing is left to do."""

    figure: str
    filled: int


def of_parts(done: int, parts: int) -> Ring:
    """So many of so many."""
    return Ring(f"{done}/{parts}", min(done * AROUND // parts, AROUND))


def steps_done(*done: object) -> Ring:
    """How many of these are so."""
    return of_parts(sum(map(bool, done)), len(done))


def to_goal(quota: Quota) -> int:
    """How many hundredths of the way to its goal a quota is; nothing while there is no total."""
    if quota.needed is None:
        return 0
    return AROUND if quota.is_reached else quota.count * AROUND // quota.needed


def people_ring(quota: Quota, party: Quota | None) -> Ring:
    """The rate of registration; filled as far as the goal for all, and for the party members, both allow."""
    ways = [to_goal(quota), *([to_goal(party)] if party else [])]
    return Ring(quota.text, min(ways))


def projects_ring(published: int, needed: int) -> Ring:
    """The published projects of those owed."""
    return of_parts(published, needed) if needed else Ring(str(published), AROUND)


def rings(figures: UnitFigures, terms: Terms, filing: Filing, *, confirmed: bool) -> list[Ring]:
    """The rings of the five things, in their order."""
    handed_in, paper = filing.receipt and not filing.is_changed, [] if filing.paper is None else [filing.paper]
    return [
        steps_done(figures.total, figures.total and confirmed),
        steps_done(figures.team_state in ("filed", "approved"), figures.team_state == "approved"),
        people_ring(figures.quota(terms), figures.party(terms)),
        projects_ring(figures.projects, figures.projects_needed(terms)),
        steps_done(handed_in, *paper),
    ]
