"""The people of a unit who may still register, read from the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import Case, Count, Q, Value, When

from reports.missing import MissingPerson
from reports.pace import monday_of
from reports.tallies import QUOTA_PEOPLE
from units.models import UnitYear
from volunteers.milestones import overdue_until
from volunteers.models import Volunteer, VolunteerQuerySet
from volunteers.roster.words import CATEGORIES, POLITICS, STATUSES

STATUS = Volunteer.Status
OUTSIDE_THE_PARTY = Case(When(politics__in=Volunteer.PARTY, then=Value(0)), default=Value(1))


def missing_people(people: VolunteerQuerySet) -> VolunteerQuerySet:
    """Staff and students without a number who have not declined: party members first, then by class or department."""
    missing = people.filter(QUOTA_PEOPLE, status__in=(STATUS.UNREGISTERED, STATUS.PENDING))
    missing = missing.annotate(outside_the_party=OUTSIDE_THE_PARTY)
    return missing.order_by("outside_the_party", "department", "category", "school_number", "name", "id")


@dataclass(frozen=True, slots=True)
class MissingCounts:
    """How many may still register, how many of them are in the party or being verified, and what this week brought."""

    listed: int
    party: int
    pending: int
    overdue: int
    this_week: int

    @classmethod
    def of(cls, unit_year: UnitYear, today: date) -> Self:
        """One query."""
        waiting = Q(status__in=(STATUS.UNREGISTERED, STATUS.PENDING))
        people = Volunteer.objects.filter(QUOTA_PEOPLE, unit_year=unit_year)
        return cls(
            **people.aggregate(
                listed=Count("pk", filter=waiting),
                party=Count("pk", filter=waiting & Q(politics__in=Volunteer.PARTY)),
                pending=Count("pk", filter=Q(status=STATUS.PENDING)),
                overdue=Count("pk", filter=Q(pending_since__lte=overdue_until(today))),
                this_week=Count("pk", filter=Q(registered_on__gte=monday_of(today))),
            )
        )


def missing_lines(people: VolunteerQuerySet) -> Iterator[MissingPerson]:
    """Each person in words."""
    for person in missing_people(people).iterator(chunk_size=2000):
        yield MissingPerson(
            name=person.name,
            category=CATEGORIES.label(person.category),
            department=person.department,
            number=person.school_number,
            politics=POLITICS.label(person.politics),
            status=STATUSES.label(person.status),
            pending_since=person.pending_since.isoformat() if person.pending_since else "",
            is_party=person.politics in Volunteer.PARTY,
            is_pending=person.status == STATUS.PENDING,
        )
