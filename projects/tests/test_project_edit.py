"""Adding and changing a project: errors at their fields, what is offered again, where it leads."""

from typing import Any

import pytest

from projects.models import Project
from units.models import UnitYear
from volunteer_portal.tests.acts import said_at, visitor
from volunteer_portal.tests.school import stored_campaign, stored_contact, stored_project, stored_unit

LIST, ADD = "/units/cs/projects/", "/units/cs/projects/add/"
FILLED: dict[str, Any] = {
    "name": "晨光里的小课堂", "categories": ["0003", "0017"], "audiences": ["01"], "starts_on": "2018-03-01",
    "ends_on": "2018-12-31", "recruits_from": "2018-02-01", "recruits_until": "2018-02-28", "place": "郑州市",
    "places_offered": "20", "contact_name": "司空联系", "contact_phone": "0371-67780000", "description": "每周六上午。",
    "national_number": "XM2018001", "state": "published",
}  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture
def unit_year() -> UnitYear:
    return stored_unit(stored_campaign())


@pytest.fixture
def contact(unit_year: UnitYear) -> Any:
    return visitor(stored_contact(unit_year, "contact"))


@pytest.mark.parametrize(("button", "leads_to"), [({}, LIST), ({"another": ""}, ADD)])
def test_add(contact: Any, button: dict[str, str], leads_to: str) -> None:
    answer = contact.post(ADD, FILLED | button)
    assert (answer.status_code, answer.url) == (302, leads_to)
    project = Project.objects.get()
    assert (project.name, project.categories, project.places_offered) == ("晨光里的小课堂", ["0003", "0017"], 20)
    assert "The project “晨光里的小课堂” is stored." in contact.get(leads_to).content.decode()


REFUSED: dict[str, tuple[dict[str, Any], dict[str, list[str]]]] = {
    "nothing filled in": (
        dict.fromkeys(FILLED, "") | {"categories": [], "audiences": []},
        {
            field: ["required"]
            for field in FILLED
            if field not in ("recruits_from", "recruits_until", "description", "national_number")
        },
    ),
    "five categories": ({"categories": ["0001", "0002", "0003", "0004", "0005"]}, {"categories": ["categories"]}),
    "unknown category": ({"categories": ["0042"]}, {"categories": ["invalid_choice"]}),
    "51 characters": ({"name": "长" * 51}, {"name": ["max_length"]}),
    "no such phone": ({"contact_phone": "12345"}, {"contact_phone": ["invalid"]}),
    "no such day": ({"starts_on": "2018-02-30"}, {"starts_on": ["invalid"]}),
    "nobody wanted": ({"places_offered": "0"}, {"places_offered": ["min_value"]}),
}


@pytest.mark.parametrize(("changes", "expected"), REFUSED.values(), ids=REFUSED)
def test_errors_stand_at_their_fields(contact: Any, changes: dict[str, Any], expected: dict[str, list[str]]) -> None:
    answer = contact.post(ADD, FILLED | changes)
    assert (answer.status_code, said_at(answer)) == (200, expected)
    assert answer.content.decode().count("invalid-feedback") >= len(expected)
    assert Project.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": "2018-02-01"}, "The project ends before it begins. Check the two dates."),
        ({"recruits_until": "2018-01-01"}, "Recruiting ends before it begins. Check the two dates."),
        ({"name": "银龄手机课"}, "The unit already has a project of this name."),
    ],
)
def test_what_is_wrong_between_fields(
    contact: Any, unit_year: UnitYear, changes: dict[str, Any], sentence: str
) -> None:
    stored_project(unit_year, "银龄手机课")
    answer = contact.post(ADD, FILLED | changes)
    assert (answer.status_code, sentence in answer.content.decode(), Project.objects.count()) == (200, True, 1)


def test_contact_and_dates_of_the_last_one_are_offered(contact: Any, unit_year: UnitYear) -> None:
    stored_project(unit_year, "旧", contact_name="东方朔")
    stored_project(stored_unit(unit_year.campaign, "law", "法学院"), "别人的", contact_name="西门吹")
    page = contact.get(ADD).content.decode()
    assert ("东方朔" in page, "西门吹" in page, 'value="2020-03-01"' in page) == (True, False, True)


def test_change(contact: Any, unit_year: UnitYear) -> None:
    project = stored_project(unit_year)
    page = f"{LIST}{project.pk}/"
    assert f'value="{project.name}"' in contact.get(page).content.decode()
    answer = contact.post(page, FILLED | {"state": "void"})
    project.refresh_from_db()
    assert (answer.url, project.name, project.state) == (LIST, FILLED["name"], "void")


def test_a_project_of_another_unit_is_not_there(contact: Any, unit_year: UnitYear) -> None:
    other = stored_project(stored_unit(unit_year.campaign, "law", "法学院"))
    assert [contact.post(f"{LIST}{number}/", FILLED).status_code for number in (other.pk, 0)] == [404, 404]
    other.refresh_from_db()
    assert other.name == "晨光课堂"
