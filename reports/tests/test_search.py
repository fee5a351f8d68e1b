"""The search at the head of every page: who finds what, and what stays out of addresses."""

from typing import Any

import pytest
from django.urls import reverse

from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import School, two_units

SEARCH = reverse("search")


@pytest.fixture
def school(db: None) -> School:
    return two_units()


def found(school: School, who: str, words: str) -> list[list[str]]:
    """The names of the units, projects and people found."""
    answer = visitor(school.accounts[who]).post(SEARCH, {"words": words})
    shown = answer.context["found"]
    return [[one.name for one in kind] for kind in (shown.units, shown.projects, shown.people)]


def test_units_teams_projects_and_people(school: School) -> None:
    ours, person = school.ours, school.ours.people[0]
    unit = [[ours.unit_year.name], [], []]
    assert found(school, "reviewer", "LX-cs") == found(school, "reviewer", "CS") == unit
    assert found(school, "reviewer", " 计算机学院志愿 ") == unit
    assert found(school, "reviewer", "计算机学院晨光") == [[], ["计算机学院晨光计划"], []]
    for words in (person.name, person.document_number, person.volunteer_number, person.school_number):
        assert found(school, "administrator", words) == [[], [], [person.name]]
    assert found(school, "reviewer", "学院")[0] == [ours.unit_year.name, school.theirs.unit_year.name]


def test_a_contact_finds_the_own_unit_only(school: School) -> None:
    assert found(school, "contact", "学院") == [
        [school.ours.unit_year.name], [project.name for project in school.ours.projects], [],
    ]  # fmt: skip
    for words in (school.theirs.people[0].name, school.theirs.people[0].document_number, "LX-law", "法学院"):
        assert found(school, "contact", words) == [[], [], []]
    assert found(school, "former", "学院") == [[], [], []]


def test_words_are_not_sent_back(school: School) -> None:
    number = school.theirs.people[0].document_number
    assert number not in visitor(school.accounts["contact"]).post(SEARCH, {"words": number}).content.decode()


@pytest.mark.parametrize("words", ["", "　", "x" * 61, "\0"])
def test_nothing_or_too_much_typed(school: School, words: str) -> None:
    answer = visitor(school.accounts["reviewer"]).post(SEARCH, {"words": words})
    assert (answer.status_code, answer.context["found"]) == (200, None)
    assert list(answer.context["form"].errors) == ["words"]


@pytest.mark.parametrize("words", ["慕容", "%"])
def test_as_many_questions_for_any_words(school: School, words: str, django_assert_num_queries: Any) -> None:
    client = visitor(school.accounts["reviewer"])
    client.get(SEARCH)
    with django_assert_num_queries(6):
        client.post(SEARCH, {"words": words})
