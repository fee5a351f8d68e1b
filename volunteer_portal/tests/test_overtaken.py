"""Two people fill in the same form: one is first, the other loses no word and sees both versions (SECURITY C19)."""

import html
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.test import Client

from accounts.models import AuditEntry
from projects.models import Project
from units.models import Team, UnitYear
from volunteer_portal.tests.acceptable import head_count_form, line_form, person_form, project_form, team_form
from volunteer_portal.tests.acts import together, visitor
from volunteer_portal.tests.addresses import first_person
from volunteer_portal.tests.school import Furnished, School, two_units
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db(transaction=True)


class Case(NamedTuple):
    """A form, the field two people change, and what becomes of it."""

    who: str
    address: Callable[[Furnished], str]
    form: Callable[[Furnished], dict[str, Any]]
    field: str
    texts: Callable[[int], str]
    stored: Callable[[Furnished], Any]
    action: str


def the_person(unit: Furnished) -> Volunteer:
    return first_person(unit)


CASES = {
    "head count": Case(
        "contact", lambda unit: "/units/cs/head-count/", head_count_form, "staff", lambda n: str(100 + n),
        lambda unit: UnitYear.objects.get(pk=unit.unit_year.pk).staff, "head-count-set",
    ),
    "team": Case(
        "contact", lambda unit: "/units/cs/team/", team_form, "liaison_code", lambda n: f"LX-1{n:02d}",
        lambda unit: Team.objects.get(pk=unit.team.pk).liaison_code, "team-filed",
    ),
    "project": Case(
        "contact", lambda unit: f"/units/cs/projects/{unit.projects[0].pk}/", project_form, "place",
        lambda n: f"地点{n}", lambda unit: Project.objects.get(pk=unit.projects[0].pk).place, "project-changed",
    ),
    "person": Case(
        "contact", lambda unit: f"/volunteers/{first_person(unit).pk}/edit/", person_form, "department",
        lambda n: f"{n}班", lambda unit: first_person(unit).department, "volunteer-edited",
    ),
    "line of Attachment 1": Case(
        "reviewer", lambda unit: "/attachment1/units/cs/", line_form, "remark", lambda n: f"备注{n}",
        lambda unit: UnitYear.objects.get(pk=unit.unit_year.pk).remark, "unit-changed",
    ),
}  # fmt: skip


@pytest.fixture
def school() -> School:
    return two_units()


def hidden(page: str) -> dict[str, str]:
    """What the page's form carries along."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found if name in ("seen", "version")}


def seen_by(client: Any, case: Case, unit: Furnished, n: int) -> dict[str, Any]:
    """The form as somebody fills it in who has just opened its page."""
    carried = hidden(client.get(case.address(unit)).content.decode())
    assert carried
    return case.form(unit) | {case.field: case.texts(n)} | carried


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_second_is_told_and_loses_no_word(school: School, case: Case) -> None:
    client, unit = visitor(school.accounts[case.who]), school.ours
    first, second = (seen_by(client, case, unit, n) for n in (1, 2))
    answers = [client.post(case.address(unit), form) for form in (first, second)]
    page = html.unescape(answers[1].content.decode())
    assert [answer.status_code for answer in answers] == [302, 409]
    assert str(case.stored(unit)) == case.texts(1)
    assert (case.texts(1) in page, f'value="{case.texts(2)}"' in page) == (True, True)
    again = client.post(case.address(unit), second | hidden(answers[1].content.decode()))
    assert (again.status_code, str(case.stored(unit))) == (302, case.texts(2))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_of_sixteen_at_once_one_is_first(school: School, case: Case) -> None:
    client, unit = visitor(school.accounts[case.who]), school.ours
    before = AuditEntry.objects.filter(action=case.action).count()
    forms = [seen_by(client, case, unit, n) for n in range(16)]

    def send(form: dict[str, Any]) -> Callable[[], tuple[int, bool]]:
        def act() -> tuple[int, bool]:
            twin = Client()
            twin.cookies = client.cookies
            answer = twin.post(case.address(unit), form)
            return answer.status_code, f'value="{form[case.field]}"' in html.unescape(answer.content.decode())

        return act

    answers: list[Any] = together(*[send(form) for form in forms])
    winners = [place for place, answer in enumerate(answers) if answer == (302, False)]
    assert (len(winners), answers.count((409, True))) == (1, 15)
    assert str(case.stored(unit)) == case.texts(winners[0])
    assert AuditEntry.objects.filter(action=case.action).count() == before + 1


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_same_words_twice_are_no_conflict(school: School, case: Case) -> None:
    """Also where the token of the page does not tell: from another program, or long after."""
    client, unit = visitor(school.accounts[case.who]), school.ours
    form = seen_by(client, case, unit, 1)
    answers = [client.post(case.address(unit), form).status_code for _time in range(2)]
    assert (answers, str(case.stored(unit))) == ([302, 302], case.texts(1))
