"""Units as the re-organisation desk sees them, read from the database: a fixed number of queries for any of them."""

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Count, Q, QuerySet

from campaigns.models import Campaign
from projects.models import Project
from reports.models import Submission
from units.models import StaffContact, Team, Unit, UnitYear
from units.restructuring import Order, Plan, UnitState, plan
from volunteers.models import Claim, RosterImport, Volunteer


def states_of(campaign: Campaign, codes: Collection[str]) -> dict[str, UnitState]:
    """These units of the campaign, each with everything a re-organisation would touch."""
    units = list(UnitYear.objects.for_campaign(campaign).filter(unit__code__in=codes).select_related("unit", "team"))
    keys = [unit_year.pk for unit_year in units]
    people, projects = people_of(keys), projects_of(keys)
    contacts = counted(StaffContact.objects.in_charge().filter(unit__years__in=keys), "unit__years__pk", keys)
    # A roster of the whole school may name any unit.
    everywhere = RosterImport.objects.open().filter(campaign=campaign, unit_year=None).count()
    rosters = counted(RosterImport.objects.open().filter(unit_year__in=keys), "unit_year", keys)
    raised = counted(Claim.objects.unsettled().filter(unit_year__in=keys), "unit_year", keys)
    answered = counted(Claim.objects.unsettled().filter(holder__unit_year__in=keys), "holder__unit_year", keys)
    receipts = {
        submission.unit_year_id: str(submission)
        for submission in Submission.objects.filter(unit_year__in=keys).select_related("campaign").order_by("version")
    }
    return {
        unit_year.unit.code: state_of(
            unit_year,
            people=people[unit_year.pk],
            projects=projects[unit_year.pk],
            contacts=contacts(unit_year.pk),
            rosters_waiting=rosters(unit_year.pk) + everywhere,
            claims_open=raised(unit_year.pk) + answered(unit_year.pk),
            receipt=receipts.get(unit_year.pk, ""),
        )
        for unit_year in units
    }


def state_of(unit_year: UnitYear, **counts: Any) -> UnitState:
    """A unit's own row with what was counted of it."""
    team = getattr(unit_year, "team", None)
    return UnitState(
        code=unit_year.unit.code,
        name=unit_year.name,
        standard_name=unit_year.standard_name,
        former_name=unit_year.former_name,
        short_names=unit_year.short_names,
        has_students=unit_year.has_students,
        staff=unit_year.staff,
        students=unit_year.students,
        party_members=unit_year.party_members,
        team_state=team.state if team else Team.State.DRAFT.value,
        **counts,
    )


def people_of(keys: Collection[int]) -> dict[int, dict[str, int]]:
    """How many people of each category the units list."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    people = Volunteer.objects.filter(unit_year__in=keys).order_by()
    for key, category, count in people.values_list("unit_year", "category").annotate(Count("unit_year")):
        found[key][category] = count
    return found


def projects_of(keys: Collection[int]) -> dict[int, dict[int, str]]:
    """The units' projects by number and name."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for key, number, name in Project.objects.filter(unit_year__in=keys).values_list("unit_year", "pk", "name"):
        found[key][number] = name
    return found


def counted(rows: QuerySet[Any], unit: str, keys: Collection[int]) -> Callable[[int], int]:
    """How many of the rows each unit has."""
    counts = dict(rows.order_by().filter(Q(**{f"{unit}__in": keys})).values_list(unit).annotate(Count("pk")))
    return lambda key: counts.get(key, 0)


def plan_for(order: Order, campaign: Campaign, today: Any) -> Plan:
    """The order thought through against the campaign as it stands."""
    involved = {order.unit, *order.absorbed}
    rest = UnitYear.objects.for_campaign(campaign).exclude(unit__code__in=involved)
    codes = Unit.objects.values_list("code", flat=True)
    names = list(rest.values_list("name", "standard_name"))
    return plan(order, states_of(campaign, involved), names, codes, today)
