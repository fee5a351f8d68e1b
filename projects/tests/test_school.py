"""The school's projects as the office sees them."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from projects.school import comment_project, judged, known_projects, side_by_side, spread
from projects.waiving import waive_projects
from units.models import UnitYear
from volunteer_portal.tests.acts import entry, recorded, visitor
from volunteer_portal.tests.school import (
    stored_account,
    stored_campaign,
    stored_contact,
    stored_project,
    stored_team,
    stored_unit,
)  # fmt: skip

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
Counted = Callable[[int], Any]


@pytest.fixture
def unit_year(db: None) -> UnitYear:
    return stored_unit(stored_campaign())


@pytest.fixture
def reviewer(db: None) -> User:
    return stored_account("office", User.Role.REVIEWER)


def test_judged_compared_and_spread(unit_year: UnitYear) -> None:
    other = stored_unit(unit_year.campaign, "law", "法学院", position=2)
    strong = stored_project(unit_year, "守护母亲河", categories=["0006"])
    weak = stored_project(unit_year, "志愿服务", categories=["0001", "0006"])
    twin = stored_project(other, "守护母亲河行动", categories=["0006"])
    projects = known_projects(unit_year.campaign)
    assert [(one.project, one.weight) for one in judged(projects)] == [(weak, 5), (strong, 0), (twin, 0)]
    assert side_by_side(projects, unit_year.campaign.year) == [(strong, twin)]
    assert spread(projects)[:3] == [("环境保护", 3), ("社区服务", 1), ("扶贫减贫", 0)]


def test_comment_is_recorded_and_can_be_taken_back(unit_year: UnitYear, reviewer: User) -> None:
    project = stored_project(unit_year)
    comment_project(project, comment=" 可以更响亮 ", by=reviewer, at=AT)
    project.refresh_from_db()
    assert project.comment == "可以更响亮"
    assert recorded() == [entry("project-commented", project, unit="cs", by=reviewer, at=AT)]
    assert "可以更响亮" in visitor(stored_contact(unit_year, "contact")).get("/units/cs/projects/").content.decode()
    comment_project(project, comment="", by=reviewer, at=AT)
    project.refresh_from_db()
    assert project.comment == ""
    with pytest.raises(ValidationError):
        comment_project(project, comment="长" * 201, by=reviewer, at=AT)


def test_waiver_with_reason_ends_the_minimum(unit_year: UnitYear, reviewer: User) -> None:
    waive_projects(unit_year, reason="外出实习", by=reviewer, at=AT)
    waived = visitor(reviewer).get("/units/cs/projects/").context
    waive_projects(unit_year, reason="", by=reviewer, at=AT)
    asked = visitor(reviewer).get("/units/cs/projects/").context
    assert (waived["needed"], asked["needed"]) == (0, 4)
    assert [act["action"] for act in recorded()] == ["projects-waived", "projects-asked-again"]


@pytest.mark.parametrize("units", [1, 3, 60])
def test_page_asks_as_often_for_any_number_of_units(
    unit_year: UnitYear, reviewer: User, units: int, django_assert_num_queries: Counted
) -> None:
    stored_project(unit_year)
    for number in range(units - 1):
        stored_project(stored_unit(unit_year.campaign, f"u{number}", f"第{number}学院", position=number + 2))
    client = visitor(reviewer)
    client.get("/")
    with django_assert_num_queries(4):
        answer = client.get("/projects/")
    assert len(answer.context["projects"]) == units


def test_hints_while_typing(unit_year: UnitYear) -> None:
    stored_project(stored_unit(unit_year.campaign, "law", "法学院", position=2), "守护母亲河")
    own = stored_project(unit_year, "银龄手机课")
    client = visitor(stored_contact(unit_year, "contact"))
    found = client.get("/units/cs/projects/name-hints/", {"name": "守护母亲河"}).context["hints"]
    unchanged = client.get("/units/cs/projects/name-hints/", {"name": "银龄手机课", "but": own.pk}).context["hints"]
    assert ([hint.code for hint in found], unchanged) == (["name-taken"], [])


def test_export_has_every_project_in_official_words(unit_year: UnitYear, reviewer: User) -> None:
    project = stored_project(unit_year, "=1+1", categories=["0003"], audiences=["01", "11"])
    answer = visitor(reviewer).get("/projects/export.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    row = next(row for row in sheet.iter_rows(values_only=True) if "=1+1" in row)
    period = f"{project.starts_on.isoformat()}至{project.ends_on.isoformat()}"
    assert row[:8] == ("1", unit_year.name, "=1+1", "已发布", "支教助学", "儿童、社会公众", period, project.place)
    assert [(act["action"], act["detail"].get("count", 1)) for act in recorded()] == [
        ("export-started", 1),
        ("export-finished", 1),
    ]


def test_finished_project_prints_its_outcome(unit_year: UnitYear) -> None:
    stored_team(unit_year)
    project = stored_project(unit_year, state="finished", participants=31, hours="124.5", result="清理河道两公里")
    client = visitor(stored_contact(unit_year, "contact"))
    page = client.get(f"/units/cs/projects/{project.pk}/summary/").content.decode()
    assert [word for word in ("31", "124.5", "清理河道两公里") if word in page] == ["31", "124.5", "清理河道两公里"]
