"""The unit's projects, and how many are missing."""

from typing import Any

import pytest
from django.test import Client

from projects.models import Project
from units.models import UnitYear
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import stored_campaign, stored_contact, stored_project, stored_unit

PAGE = "/units/cs/projects/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def unit_year() -> UnitYear:
    return stored_unit(stored_campaign())


@pytest.fixture
def contact(unit_year: UnitYear) -> Any:
    return visitor(stored_contact(unit_year, "contact"))


def counted(contact: Client) -> tuple[int, int, int]:
    """How many count, are needed and are missing."""
    context = contact.get(PAGE).context
    return context["counted"], context["needed"], context["missing"]


def test_empty(contact: Client) -> None:
    page = contact.get(PAGE).content.decode()
    assert (counted(contact), 'class="empty"' in page, 'href="/units/cs/projects/add/"' in page) == (
        (0, 4, 4),
        True,
        True,
    )


def test_published_and_finished_ones_count(contact: Client, unit_year: UnitYear) -> None:
    for state in Project.State:
        stored_project(unit_year, f"项目{state}", state=state)
    stored_project(stored_unit(unit_year.campaign, "law", "法学院"), "别人的项目")
    page = contact.get(PAGE).content.decode()
    assert (counted(contact), "项目void" in page, "别人的项目" in page) == ((2, 4, 2), True, False)


@pytest.mark.parametrize("changes", [{"has_students": False}, {"waiver_reason": "外出实习"}])
def test_none_are_needed(contact: Client, changes: dict[str, Any]) -> None:
    UnitYear.objects.update(**changes)
    assert counted(contact) == (0, 0, 0)


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_same_queries_for_any_number_of_projects(
    contact: Client, unit_year: UnitYear, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        stored_project(unit_year, f"项目{number}")
    with django_assert_num_queries(5):
        assert contact.get(PAGE).status_code == 200
