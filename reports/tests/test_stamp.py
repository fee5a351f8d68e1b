"""Whether a unit changed anything since it handed in is told without opening a single number."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection, models

from campaigns.models import Campaign
from projects.models import Project
from reports.listings import frozen_now, frozen_of, stamp_now
from reports.models import Submission
from reports.submissions import submit
from reports.tallies import standing
from reports.tests.handed_in import AT, HOUR, ready_unit
from reports.versions import NOTHING, not_handed_in
from units.models import Team, UnitYear
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import on_a_roster, stored_contact, stored_person
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
Act = Callable[[UnitYear], object]


@pytest.fixture
def unit_year() -> UnitYear:
    return ready_unit()


def now(unit_year: UnitYear) -> Any:
    """Where the unit stands, read anew."""
    return standing(UnitYear.objects.select_related("unit", "campaign", "team").get(pk=unit_year.pk))


def person(serial: int) -> Any:
    """One of the unit's people."""
    return Volunteer.objects.filter(school_number=f"XH{serial:08d}")


def replaced(unit_year: UnitYear) -> None:
    """Somebody went and somebody came: as many people as before, changed as often."""
    person(3).delete()
    stored_person(unit_year, on_a_roster(9))


CHANGES: dict[str, Act] = {
    "a person's remark": lambda _: person(2).update(remark="班长"),
    "a newcomer": lambda unit_year: stored_person(unit_year, on_a_roster(9)),
    "one gone": lambda _: person(3).delete(),
    "one gone, one come": replaced,
    "registered no longer": lambda _: person(3).update(status="declined", volunteer_number=""),
    "registered at last": lambda _: person(4).update(status="registered", volunteer_number="V419900260100000XA"),
    "the team's contact": lambda _: Team.objects.update(contact_phone="13700000000"),
    "the head count": lambda _: UnitYear.objects.update(staff=7),
    "the unit's name": lambda _: UnitYear.objects.update(name="人工智能学院"),
    "the team's standard name": lambda _: UnitYear.objects.update(standard_name="人工智能学院志愿服务队"),
    "a project's place": lambda _: Project.objects.filter(name="晨计划").update(place="开封市"),
    "a project published": lambda _: Project.objects.filter(state="void").update(state="published"),
    "a project gone": lambda _: Project.objects.filter(name="晨计划").delete(),
    "a title": lambda _: Campaign.objects.update(attachment4_title="志愿者名册"),
}
NO_CHANGES: dict[str, Act] = {
    "one who is not registered": lambda unit_year: stored_person(
        unit_year, on_a_roster(9, volunteer_number="", status="unregistered")
    ),
    "a draft of a project": lambda _: Project.objects.filter(state="void").update(place="开封市"),
    "the last day": lambda _: Campaign.objects.update(paper_due_on=date(2018, 12, 1)),
}


@pytest.mark.parametrize("act", CHANGES.values(), ids=CHANGES)
def test_whatever_is_handed_in_has_a_part_in_it(unit_year: UnitYear, act: Act) -> None:
    before, frozen = stamp_now(now(unit_year)), frozen_now(now(unit_year))
    act(unit_year)
    assert (stamp_now(now(unit_year)) != before, frozen_now(now(unit_year)) != frozen) == (True, True)


@pytest.mark.parametrize("act", NO_CHANGES.values(), ids=NO_CHANGES)
def test_what_is_not_handed_in_has_none(unit_year: UnitYear, act: Act) -> None:
    before, frozen = stamp_now(now(unit_year)), frozen_now(now(unit_year))
    act(unit_year)
    assert (stamp_now(now(unit_year)) == before, frozen_now(now(unit_year)) == frozen) == (True, True)


def test_the_pages_of_a_unit_open_no_number_while_nothing_changed(unit_year: UnitYear) -> None:
    contact = visitor(stored_contact(unit_year, "contact"))
    submit(unit_year, explanation="", by=None, at=AT)
    damaged = {"document_number_sealed": b"?", "phone_sealed": b"?"}
    models.QuerySet(Volunteer).update(**damaged)  # behind everybody's back
    Submission.objects.update(content_sealed=b"?")
    assert [contact.get(f"/units/cs/{page}").status_code for page in ("", "submission/")] == [200, 200]


def test_changed_and_changed_back(unit_year: UnitYear) -> None:
    last = submit(unit_year, explanation="", by=None, at=AT)
    person(2).update(remark="班长")
    assert not_handed_in(last, now(unit_year)).total == 1
    person(2).update(remark="")
    assert (stamp_now(now(unit_year)) != last.stamp, not_handed_in(last, now(unit_year))) == (True, NOTHING)


def test_what_changes_while_it_is_handed_in_is_in_it_or_not_handed_in(unit_year: UnitYear) -> None:
    changed: list[int] = []

    def another_writer(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = execute(sql, params, many, context)
        if not changed and sql.startswith("SELECT") and 'FROM "volunteers_volunteer"' in sql and "COUNT(" not in sql:
            changed.append(0)
            changed[0] = person(2).update(remark="班长")
        return found

    with connection.execute_wrapper(another_writer):
        last = submit(unit_year, explanation="", by=None, at=AT + HOUR)
    in_it = frozen_of(last).people == frozen_now(now(unit_year)).people
    assert (changed, in_it or bool(not_handed_in(last, now(unit_year)))) == ([1], True)
