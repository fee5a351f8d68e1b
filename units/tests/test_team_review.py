"""The page on which the office approves or returns one team."""

from typing import Any

import pytest

from units.models import Team, TeamReview, UnitYear
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import stored_account, stored_campaign, stored_team, stored_unit

PAGE = "/units/cs/team/review/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def unit_year() -> UnitYear:
    return stored_unit(stored_campaign())


@pytest.fixture
def office() -> Any:
    return visitor(stored_account("reviewer", "reviewer"))


def test_without_a_team(office: Any, unit_year: UnitYear) -> None:
    assert [office.get(PAGE).status_code, office.post(PAGE, {"decision": "approve"}).status_code] == [404, 404]


@pytest.mark.parametrize(("state", "may_decide"), [("filed", True), ("approved", False), ("returned", False)])
def test_buttons_stand_there_while_it_waits(office: Any, unit_year: UnitYear, state: str, may_decide: bool) -> None:
    stored_team(unit_year, state)
    page = office.get(PAGE).content.decode()
    assert ('value="approve"' in page, 'value="return"' in page) == (may_decide, may_decide)


def test_what_differs_is_named(office: Any, unit_year: UnitYear) -> None:
    stored_team(unit_year, "filed", registered_name="试验大学计算机学院志愿者服务队", liaison_chain="省直志愿服务总队")
    page = office.get(PAGE).content.decode()
    assert ("The liaison chain is “省直志愿服务总队”" in page, "试验大学计算机学院志愿服务队" in page) == (True, True)


@pytest.mark.parametrize(
    ("chosen", "state", "reason"),
    [
        ({"decision": "approve"}, "approved", ""),
        ({"decision": "approve", "usual": "code", "reason": "半句"}, "approved", ""),
        ({"decision": "return", "usual": "code"}, "returned", "队伍联络编号有误"),
        ({"decision": "return", "reason": "请核对邮箱", "to_mend": ["contact_email"]}, "returned", "请核对邮箱"),
    ],
)
def test_decided(office: Any, unit_year: UnitYear, chosen: dict[str, Any], state: str, reason: str) -> None:
    team = stored_team(unit_year, "filed")
    answer = office.post(PAGE, chosen | {"version": "1"})
    team.refresh_from_db()
    assert (answer.status_code, team.state) == (302, state)
    step = team.reviews.order_by("pk").last()
    assert step is not None
    assert (step.decision, step.reason, step.version) == (state, reason, 1)


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"decision": "return"}, "Say in 1 to 25 characters what has to be mended."),
        ({"decision": "return", "reason": "请核对邮箱"}, "Tick the fields that have to be mended."),
        ({"decision": "return", "reason": "长" * 26, "to_mend": ["contact_email"]}, "25"),
        ({"decision": "approve", "version": "2"}, "The team was filed again since you opened it."),
        ({}, None),
        ({"decision": "burn"}, None),
    ],
)
def test_refused(office: Any, unit_year: UnitYear, chosen: dict[str, Any], sentence: str | None) -> None:
    stored_team(unit_year, "filed")
    answer = office.post(PAGE, {"version": "1"} | chosen)
    assert answer.status_code == 200
    assert sentence is None or sentence in answer.content.decode()
    assert (Team.objects.get().state, TeamReview.objects.count()) == ("filed", 1)
