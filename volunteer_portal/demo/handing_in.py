"""What the units of the synthetic school have handed in so far."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from accounts.models import User
from campaigns.deadlines import OFFICE_TIME
from campaigns.models import Campaign
from jobs.models import Job
from projects.models import Project
from reports.models import Submission
from reports.paper.receiving import receive_paper
from reports.readiness import may_submit
from reports.submissions import submit
from reports.tallies import standings
from units.models import UnitYear
from volunteers.models import Volunteer

HOUR = timedelta(hours=1)


class Hands(NamedTuple):
    """By whose hand things are done in the synthetic school; nobody logs in as them."""

    contact: User
    office: User


def hand_in(campaign: Campaign, hands: Hands, at: datetime) -> None:
    """The first units that may have handed in, each in another state; the others still can."""
    ready = [found.unit_year for found in standings(campaign, UnitYear.objects.all()) if may_submit(found.findings)]
    for unit_year, story in zip(ready, STORIES, strict=False):
        story(unit_year, hands, at)
    Job.objects.filter(kind="mail-submission").delete()  # nobody is written to in a synthetic school
    Submission.objects.update(mailed_at=at)


def handed_in(unit_year: UnitYear, hands: Hands, at: datetime) -> Submission:
    """A version with its receipt."""
    return submit(unit_year, explanation="其余人员在外实习，返校后补登", by=hands.contact, at=at)


def change_three_things(unit_year: UnitYear, at: datetime) -> None:
    """Two people and a project are no longer as they were handed in."""
    people = Volunteer.objects.filter(unit_year=unit_year).registered().order_by("school_number")
    first, last = people[0], people.reverse()[0]
    Volunteer.objects.filter(pk=first.pk).update(remark="已调整专业")
    Volunteer.objects.filter(pk=last.pk).update(status="joined", joined_on=at.astimezone(OFFICE_TIME).date())
    project = unit_year.projects.order_by("pk")[0]
    Project.objects.filter(pk=project.pk).update(places_offered=project.places_offered + 10)


def two_versions(unit_year: UnitYear, hands: Hands, at: datetime) -> None:
    """Handed in, changed, handed in again."""
    handed_in(unit_year, hands, at - 20 * HOUR)
    change_three_things(unit_year, at)
    handed_in(unit_year, hands, at - 3 * HOUR)


def paper_is_here(unit_year: UnitYear, hands: Hands, at: datetime) -> None:
    """Handed in, and the signed paper came."""
    receive_paper(handed_in(unit_year, hands, at - 19 * HOUR), by=hands.office, at=at - HOUR)


def changed_since(unit_year: UnitYear, hands: Hands, at: datetime) -> None:
    """Handed in, and changed since."""
    handed_in(unit_year, hands, at - 18 * HOUR)
    change_three_things(unit_year, at)


def paper_is_old(unit_year: UnitYear, hands: Hands, at: datetime) -> None:
    """The signed paper came, then another version was handed in."""
    receive_paper(handed_in(unit_year, hands, at - 17 * HOUR), by=hands.office, at=at - 2 * HOUR)
    change_three_things(unit_year, at)
    handed_in(unit_year, hands, at - HOUR)


def paper_is_missing(unit_year: UnitYear, hands: Hands, at: datetime) -> None:
    """Handed in, no paper yet."""
    handed_in(unit_year, hands, at - 16 * HOUR)


STORIES: tuple[Callable[[UnitYear, Hands, datetime], None], ...] = (
    two_versions,
    paper_is_here,
    changed_since,
    paper_is_old,
    paper_is_missing,
)
