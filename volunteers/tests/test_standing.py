"""Many people set at once: whom it fits, what the others keep, and the way back of all together."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from units.models import UnitYear
from volunteer_portal.tests.acts import entry, recorded
from volunteer_portal.tests.school import on_a_roster, stored_campaign, stored_contact, stored_person, stored_unit
from volunteers.edits import undo_edit
from volunteers.models import Volunteer
from volunteers.standing import Outcome, fits, set_department, set_status

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
TODAY, EARLIER = date(2018, 11, 9), date(2018, 11, 7)
LATE = datetime(2018, 11, 14, 16, tzinfo=UTC)
WITHOUT = {"volunteer_number": ""}


@pytest.fixture
def unit_year(db: None) -> UnitYear:
    """One person of every status, named by it."""
    unit_year = stored_unit(stored_campaign(electronic_due_on=date(2018, 11, 14), paper_due_on=date(2018, 11, 20)))
    for serial, status in enumerate(("unregistered", "pending", "declined"), 1):
        stored_person(unit_year, on_a_roster(serial, name=status, status=status, **WITHOUT))
    stored_person(unit_year, on_a_roster(4, name="registered"))
    stored_person(unit_year, on_a_roster(5, name="joined", status="joined", joined_on=EARLIER))
    return unit_year


def standings(unit_year: UnitYear) -> dict[str, list[Any]]:
    facts = ("name", "status", "pending_since", "joined_on", "department", "version")
    return {name: rest for name, *rest in map(list, unit_year.volunteers.values_list(*facts))}


def everybody(unit_year: UnitYear) -> list[Any]:
    return list(unit_year.volunteers.values_list("pk", flat=True))


def counts(outcome: Outcome) -> tuple[int, int, int]:
    return outcome.changed, outcome.same, outcome.unfit


@pytest.mark.parametrize(
    "status, number, expected",
    [
        ("pending", "", True),
        ("declined", "", True),
        ("unregistered", "", True),
        ("joined", "", False),
        ("pending", "V1", False),
        ("declined", "V1", False),
        ("unregistered", "V1", False),
        ("joined", "V1", True),
    ],
)
def test_whom_a_status_fits(status: str, number: str, expected: bool) -> None:
    assert fits(status, number) is expected


@pytest.mark.parametrize(
    "status, day, changes, expected",
    [
        (
            "pending", EARLIER,
            {name: ["pending", EARLIER, None, "", 2] for name in ("unregistered", "pending", "declined")}, (3, 0, 2),
        ),
        ("pending", None, {name: ["pending", TODAY, None, "", 2] for name in ("unregistered", "declined")}, (2, 1, 2)),
        ("declined", None, {name: ["declined", None, None, "", 2] for name in ("unregistered", "pending")}, (2, 1, 2)),
        ("unregistered", None, {n: ["unregistered", None, None, "", 2] for n in ("pending", "declined")}, (2, 1, 2)),
        ("joined", None, {"registered": ["joined", None, None, "", 2]}, (1, 1, 3)),
        ("joined", TODAY, {name: ["joined", None, TODAY, "", 2] for name in ("registered", "joined")}, (2, 0, 3)),
    ],
)  # fmt: skip
def test_set_and_taken_back(
    unit_year: UnitYear, status: str, day: date | None, changes: dict[str, Any], expected: tuple[int, int, int]
) -> None:
    before = standings(unit_year)
    outcome = set_status(unit_year, everybody(unit_year), status=status, day=day, by=None, at=AT)
    assert (standings(unit_year), counts(outcome)) == (before | changes, expected)
    assert outcome.edit is not None
    undo_edit(outcome.edit, by=None, at=AT)
    assert standings(unit_year) == before | {name: [*before[name][:4], 3] for name in changes}
    fields = ["status", "pending_since", "joined_on"]
    done = len(changes)
    assert recorded() == [
        entry("volunteers-changed", outcome.edit, unit="cs", by=None, at=AT, count=done, fields=fields),
        entry("edit-undone", outcome.edit, unit="cs", by=None, at=AT, count=done, act="changed"),
    ]


def test_department(unit_year: UnitYear) -> None:
    before = standings(unit_year)
    outcome = set_department(unit_year, everybody(unit_year)[:2], department="计科2101班", by=None, at=AT)
    assert counts(outcome) == (2, 0, 0)
    assert sum(facts != before[name] for name, facts in standings(unit_year).items()) == 2
    again = set_department(unit_year, everybody(unit_year)[:2], department="计科2101班", by=None, at=AT)
    assert (again, len(recorded())) == (Outcome(None, 0, 2, 0), 1)


def test_people_of_other_units_are_not_touched(unit_year: UnitYear) -> None:
    law = stored_unit(unit_year.campaign, "law", "法学院")
    stranger = stored_person(law, on_a_roster(9, status="pending", **WITHOUT))
    outcome = set_status(unit_year, [stranger.pk], status="declined", day=None, by=None, at=AT)
    assert outcome == Outcome(None, 0, 0, 0)
    assert Volunteer.objects.get(pk=stranger.pk).status == "pending"


def test_refused(unit_year: UnitYear) -> None:
    contact, before = stored_contact(unit_year, "contact"), standings(unit_year)
    with pytest.raises(ValidationError) as future:
        set_status(unit_year, everybody(unit_year), status="pending", day=date(2018, 11, 10), by=None, at=AT)
    assert [error.code for error in future.value.error_dict["day"]] == ["day-in-future"]
    with pytest.raises(ValidationError) as late:
        set_status(unit_year, everybody(unit_year), status="declined", day=None, by=contact, at=LATE)
    assert (late.value.code, standings(unit_year), recorded()) == ("deadline-passed", before, [])


def test_one_edited_since_closes_the_way_back(unit_year: UnitYear) -> None:
    outcome = set_status(unit_year, everybody(unit_year), status="declined", day=None, by=None, at=AT)
    Volunteer.objects.filter(name="pending").update(remark="班长")
    assert outcome.edit is not None
    assert outcome.edit.is_undoable is False
    with pytest.raises(ValidationError) as refusal:
        undo_edit(outcome.edit, by=None, at=AT)
    assert refusal.value.code == "edit-not-undoable"


@pytest.mark.parametrize("count", [1, 3, 60])
def test_queries_do_not_grow(
    unit_year: UnitYear, count: int, django_assert_num_queries: Any
) -> None:
    Volunteer.objects.all().delete()
    for serial in range(1, count + 1):
        stored_person(unit_year, on_a_roster(serial, status="unregistered", **WITHOUT))
    people = everybody(unit_year)
    with django_assert_num_queries(7):
        outcome = set_status(unit_year, people, status="pending", day=None, by=None, at=AT)
    with django_assert_num_queries(11):
        undo_edit(outcome.edit, by=None, at=AT)  # type: ignore[arg-type]
