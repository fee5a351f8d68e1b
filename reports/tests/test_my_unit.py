"""My unit: the five things to do, what comes next, days left."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from reports.models import DailyFigures
from reports.submissions import submit
from units.models import UnitYear
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import (
    head_count,
    on_a_roster,
    stored_account,
    stored_campaign,
    stored_contact,
    stored_person,
    stored_project,
    stored_team,
    stored_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit_year() -> UnitYear:
    return stored_unit(stored_campaign())


@pytest.fixture
def contact(unit_year: UnitYear) -> Any:
    return visitor(stored_contact(unit_year, "contact"))


def furnish(unit_year: UnitYear, first: int = 1) -> None:
    """Everything that is asked for, with two people more than needed left out."""
    head_count(unit_year)
    for serial in range(first, first + 3):
        stored_person(unit_year, on_a_roster(serial, category="staff", politics="01" if serial == first else "13"))
    stored_team(unit_year)
    for word in "晨暖银护":
        stored_project(unit_year, f"{word}计划")


def steps(client: Client) -> list[tuple[str, str]]:
    """The five things with their tones."""
    return [(step.key, step.tone) for step in client.get("/units/cs/").context["steps"]]


def test_at_the_beginning(contact: Client) -> None:
    answer = contact.get("/units/cs/")
    assert steps(contact) == [
        ("head_count", "todo"),
        ("team", "todo"),
        ("volunteer_list", "todo"),
        ("project_list", "todo"),
        ("submission", "wait"),
    ]
    page = answer.content.decode()
    for words in ("Next: Head count", "no head count yet", "File your team", "Upload your roster.", "0 of 4 published"):
        assert words in page
    assert "Confirm the head count" not in page


def test_at_the_end(contact: Client, unit_year: UnitYear) -> None:
    furnish(unit_year)
    unit_year.count_confirmed_at = timezone.now()
    unit_year.save()
    assert steps(contact)[:4] == [(key, "done") for key in ("head_count", "team", "volunteer_list", "project_list")]
    assert (steps(contact)[4], "Next: Submission" in contact.get("/units/cs/").content.decode()) == (
        ("submission", "todo"),
        True,
    )
    receipt = submit(UnitYear.objects.get(), explanation="", by=None, at=timezone.now()).receipt_number
    page = contact.get("/units/cs/").content.decode()
    assert (steps(contact)[4], receipt in page, "Next:" in page) == (("submission", "done"), True, False)


def test_the_exact_distance(contact: Client, unit_year: UnitYear) -> None:
    head_count(unit_year, 500, 2000, 3)
    stored_person(unit_year, on_a_roster(1, politics="02"))
    page = contact.get("/units/cs/").content.decode()
    assert "0.0% – 1 of 2500, goal 60%, 1499 more" in page
    assert "33.3% – 1 of 3, goal 100%, 2 more" in page
    assert "0 of at least 4" in page


def test_a_unit_without_students_and_party_members(contact: Client, unit_year: UnitYear) -> None:
    UnitYear.objects.update(has_students=False)
    unit_year.refresh_from_db()
    head_count(unit_year, 5, 0, 0)
    page = contact.get("/units/cs/").content.decode()
    assert ("Party members registered" in page, "Projects published" in page) == (False, False)
    assert "0 published; your unit may do as it sees fit." in page


def test_days_left(unit_year: UnitYear) -> None:
    contact, today = stored_contact(unit_year, "contact"), timezone.localdate()
    days = {}
    for passed in (0, 8, 9, 10):
        noon = datetime(today.year, today.month, today.day, 4, tzinfo=UTC) + timedelta(days=passed)
        with time_machine.travel(noon, tick=False):
            days[passed] = visitor(contact).get("/units/cs/").context["days_left"]
    assert days == {0: 9, 8: 1, 9: 0, 10: -1}


def test_an_extension_counts(contact: Client, unit_year: UnitYear) -> None:
    UnitYear.objects.update(extended_until=timezone.localdate() + timedelta(days=12), extension_reason="外出实习")
    assert contact.get("/units/cs/").context["days_left"] == 12


def test_the_office_confirms_the_numbers_it_sees(unit_year: UnitYear) -> None:
    office = visitor(stored_account("reviewer", "reviewer"))
    assert "Confirm the head count" not in office.get("/units/cs/").content.decode()
    head_count(unit_year)
    assert 'name="seen" value="2/3/1"' in office.get("/units/cs/").content.decode()
    late = office.post("/units/cs/head-count/confirm/", {"seen": "2/3/0"}, follow=True).content.decode()
    assert "The unit changed its numbers since you opened the page." in late
    page = office.post("/units/cs/head-count/confirm/", {"seen": "2/3/1"}, follow=True).content.decode()
    assert ("The head count is confirmed." in page, "Confirm the head count" in page) == (True, False)
    UnitYear.objects.update(staff=None, students=None, party_members=None, counted_on=None)
    gone = office.post("/units/cs/head-count/confirm/", {"seen": "2/3/1"}, follow=True).content.decode()
    assert "There is no head count to confirm yet." in gone


def rings(client: Client) -> list[tuple[str, int]]:
    """The figures in the rings, and how far each is filled."""
    return [tuple(ring) for _step, ring in client.get("/units/cs/").context["ringed"]]


def test_every_step_has_a_ring_with_its_figure(contact: Client, unit_year: UnitYear) -> None:
    assert rings(contact) == [("0/2", 0), ("0/2", 0), ("—", 0), ("0/4", 0), ("0/1", 0)]
    furnish(unit_year)
    assert rings(contact) == [("1/2", 50), ("2/2", 100), ("60.0%", 100), ("4/4", 100), ("0/1", 0)]
    page = contact.get("/units/cs/").content.decode()
    assert page.count('<text class="ring-figure"') == 5
    assert 'stroke-dasharray="50 100"' in page


def said_below(page: str, heading: str) -> list[tuple[str, str]]:
    """The sentences under a heading, each with the address where it is mended."""
    part = page.split(heading)[1].split("</section>")[0] if heading in page else ""
    return re.findall(r'<li>([^<]+) <a href="([^"]+)">', part)


def test_what_blocks_and_what_only_warns_with_the_way_to_mend_it(contact: Client, unit_year: UnitYear) -> None:
    blocks, warns = "This blocks handing in", "This only warns: you may hand in with a written explanation"
    head_count(unit_year, 4, 6, 2)
    page = contact.get("/units/cs/").content.decode()
    assert said_below(page, blocks) == [
        ("The team is not filed yet. Fill in the team page and file it.", "/units/cs/team/"),
        ("0 of 4 projects are published. Add 4 more.", "/units/cs/projects/"),
    ]
    assert said_below(page, warns) == [
        ("Registered are 0.0% of staff and students, 60% are the goal: 6 more.", "/units/cs/missing/"),
        ("0 of 2 party members are registered: 2 more.", "/units/cs/missing/"),
    ]
    furnish(unit_year)
    page = contact.get("/units/cs/").content.decode()
    assert (blocks in page, warns in page) == (False, False)


def test_the_own_way_to_the_goal_in_words_and_as_a_table(contact: Client, unit_year: UnitYear) -> None:
    head_count(unit_year)
    stored_person(unit_year, on_a_roster(1))
    today = timezone.localdate()
    days = [(today - timedelta(days=2), 0), (today - timedelta(days=1), 1)]
    other = stored_unit(unit_year.campaign, "law", "法学院", position=2)
    for day, registered in days:
        facts = {"day": day, "total": 5, "joined": 0}
        DailyFigures.objects.create(unit_year=unit_year, registered=registered, **facts)
        DailyFigures.objects.create(unit_year=other, registered=777, **facts)
    page = contact.get("/units/cs/").content.decode()
    due = f"{unit_year.last_day:%-d %b}"
    assert (
        f"Registered: 0 on {days[0][0]:%-d %b}, 1 (20.0%) on {today:%-d %b}. 2 more to the goal of 3 (60%) until {due}."
        in " ".join(page.split())
    )
    body = page.split("<tbody>")[1].split("</tbody>")[0].replace("<", " <")
    rows = [" ".join(strip_tags(row).split()) for row in body.split("<tr>")[1:]]
    assert rows == [
        f"{today:%-d %b} 1 20.0% 2 0", f"{days[1][0]:%-d %b} 1 20.0% 2 0", f"{days[0][0]:%-d %b} 0 0.0% 3 0",
    ]  # fmt: skip
    assert "777" not in page


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_same_queries_for_any_number_of_units(
    contact: Client, unit_year: UnitYear, django_assert_num_queries: Any, count: int
) -> None:
    furnish(unit_year)
    for number in range(2, count + 1):
        other = head_count(stored_unit(unit_year.campaign, f"u{number}", f"第{number}学院", position=number))
        stored_person(other, on_a_roster(100 + number))
        stored_project(other)
    with django_assert_num_queries(10):
        assert contact.get("/units/cs/").status_code == 200
