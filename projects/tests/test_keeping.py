"""A unit keeps its list of projects."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from projects.keeping import keep_project
from projects.models import Project
from units.models import UnitYear
from volunteer_portal.tests.acts import entry, recorded, together
from volunteer_portal.tests.school import stored_campaign, stored_contact, stored_project, stored_unit

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
LATE = datetime(2018, 11, 14, 16, tzinfo=UTC)
FACTS: dict[str, Any] = {
    "name": "晨光里的小课堂", "state": "published", "categories": ["0003", "0017"], "audiences": ["01"],
    "starts_on": date(2018, 3, 1), "ends_on": date(2018, 12, 31), "recruits_from": date(2018, 2, 1),
    "recruits_until": date(2018, 2, 28), "place": "郑州市", "places_offered": 20, "contact_name": "司空联系",
    "contact_phone": "0371-67780000", "description": "每周六上午。", "national_number": "XM2018001",
}  # fmt: skip


@pytest.fixture
def unit_year(db: None) -> UnitYear:
    return stored_unit(stored_campaign(electronic_due_on=date(2018, 11, 14), paper_due_on=date(2018, 11, 20)))


def kept() -> list[dict[str, Any]]:
    """All projects as they are stored."""
    return list(Project.objects.values(*FACTS))


def test_a_new_project(unit_year: UnitYear) -> None:
    contact = stored_contact(unit_year, "contact")
    project = keep_project(Project(unit_year=unit_year, **FACTS), by=contact, at=AT)
    assert kept() == [FACTS]
    assert recorded() == [entry("project-added", project, unit="cs", by=contact, at=AT, state="published")]


def test_a_changed_project(unit_year: UnitYear) -> None:
    project = stored_project(unit_year, **FACTS)
    project.state = "void"
    keep_project(project, by=None, at=AT)
    assert kept() == [FACTS | {"state": "void"}]
    assert recorded() == [entry("project-changed", project, unit="cs", by=None, at=AT, state="void")]


REFUSED: dict[str, tuple[dict[str, Any], list[str]]] = {
    "no category": ({"categories": []}, ["categories"]),
    "five categories": ({"categories": ["0001", "0002", "0003", "0004", "0005"]}, ["categories"]),
    "unknown category": ({"categories": ["0042"]}, ["categories"]),
    "for nobody": ({"audiences": []}, ["audiences"]),
    "for an unknown group": ({"audiences": ["12"]}, ["audiences"]),
    "neither category nor group": ({"categories": [], "audiences": []}, ["audiences", "categories"]),
    "without a name": ({"name": ""}, ["name"]),
    "51 characters": ({"name": "长" * 51}, ["name"]),
    "a name the unit has already": ({"name": "银龄手机课"}, ["__all__"]),
    "no such phone": ({"contact_phone": "12345"}, ["contact_phone"]),
    "nobody wanted": ({"places_offered": 0}, ["places_offered"]),
    "ends before it begins": ({"ends_on": date(2018, 2, 28)}, ["__all__"]),
    "recruiting ends before it begins": ({"recruits_until": date(2018, 1, 31)}, ["__all__"]),
    "no such state": ({"state": "lost"}, ["state"]),
}


@pytest.mark.parametrize(("changes", "fields"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(unit_year: UnitYear, changes: dict[str, Any], fields: list[str]) -> None:
    stored_project(unit_year, "银龄手机课")
    before = kept()
    with pytest.raises(ValidationError) as refusal:
        keep_project(Project(unit_year=unit_year, **FACTS | changes), by=None, at=AT)
    assert (sorted(refusal.value.error_dict), kept(), recorded()) == (fields, before, [])


def test_another_unit_may_use_the_same_name(unit_year: UnitYear) -> None:
    stored_project(stored_unit(unit_year.campaign, "law", "法学院"), **FACTS)
    keep_project(Project(unit_year=unit_year, **FACTS), by=None, at=AT)
    assert kept() == [FACTS, FACTS]


def test_late(unit_year: UnitYear) -> None:
    with pytest.raises(ValidationError) as refusal:
        keep_project(Project(unit_year=unit_year, **FACTS), by=stored_contact(unit_year, "contact"), at=LATE)
    assert (refusal.value.code, kept(), recorded()) == ("deadline-passed", [], [])


@pytest.mark.django_db
def test_published_and_finished_ones_count() -> None:
    unit_year = stored_unit(stored_campaign())
    for state in Project.State:
        stored_project(unit_year, f"项目{state}", state=state)
    assert list(Project.objects.counted().values_list("state", flat=True)) == ["published", "finished"]


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_clicks_is_told() -> None:
    unit_year = stored_unit(stored_campaign())
    answers = together(*[lambda: keep_project(Project(unit_year=unit_year, **FACTS), by=None, at=AT)] * 2)
    refused = [answer.messages for answer in answers if isinstance(answer, ValidationError)]
    (constraint,) = (found for found in Project._meta.constraints if found.name == "projects_name_once_a_unit")
    assert (kept(), refused) == ([FACTS], [[str(constraint.violation_error_message)]])
    assert len(recorded()) == 1
