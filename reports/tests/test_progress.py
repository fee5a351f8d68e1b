"""`manage.py progress`: exactly the keys of DESIGN 5."""

from typing import Any

import pytest

from volunteer_portal.tests.acts import manage
from volunteer_portal.tests.school import School, head_count, stored_campaign, stored_unit, two_units

CS = {
    "unit": "cs", "name": "计算机学院党委", "team": "试验大学计算机学院志愿服务队", "staff": 2, "students": 3,
    "total": 5,
    "registered": 5, "rate": "100.0%", "needed": 3, "joined": 0, "party_total": 1, "party_registered": 1,
    "projects": 4, "team_state": "approved", "ready": True, "findings": [],
}  # fmt: skip
LAW = CS | {"unit": "law", "name": "法学院党委", "team": "试验大学法学院志愿服务队"}
LIBRARY: dict[str, Any] = {
    "unit": "lib", "name": "图书馆党委", "team": "试验大学图书馆志愿服务队", "staff": None, "students": None,
    "total": None, "registered": 0, "rate": None, "needed": None, "joined": 0, "party_total": None,
    "party_registered": 0, "projects": 0, "team_state": "draft", "ready": False, "findings": [],
}  # fmt: skip


@pytest.fixture
def school(db: None) -> School:
    return two_units()


def test_every_unit_in_the_order_of_attachment_1(school: School) -> None:
    stored_unit(school.campaign, "lib", "图书馆", position=3)
    ran = manage("progress", "--json")
    assert (ran.code, ran.err) == (0, "")
    first, second, third = ran.json["units"]
    assert (ran.json["campaign"], list(first)) == (school.campaign.year, list(CS))
    assert (first, second) == (CS, LAW)
    assert third | {"findings": []} == LIBRARY
    assert [(found["code"], found["blocking"]) for found in third["findings"]] == [
        ("head-count-missing", True),
        ("team-not-filed", True),
        ("projects-too-few", True),
    ]
    assert [sorted(found) for found in third["findings"]] == [["blocking", "code", "message"]] * 3


def test_a_short_unit(school: School) -> None:
    head_count(school.ours.unit_year, 3, 6, 2)
    first = manage("progress", "--json").json["units"][0]
    assert (first["rate"], first["needed"], first["ready"]) == ("55.5%", 6, False)
    assert [(found["code"], found["blocking"]) for found in first["findings"]] == [
        ("quota-short", False),
        ("party-short", False),
    ]


def test_another_year(school: School) -> None:
    stored_campaign(year=2018, is_current=False)
    assert manage("progress", "--campaign", "2018", "--json").json == {"campaign": 2018, "units": []}


@pytest.mark.parametrize("words", [("--campaign", "1999"), ()])
def test_a_year_that_is_not_there(db: None, words: tuple[str, ...]) -> None:
    ran = manage("progress", *words, "--json")
    assert (ran.code, list(ran.json), sorted(ran.json["error"])) == (1, ["error"], ["code", "message"])
    assert (ran.json["error"]["code"], ran.json["error"]["message"] in ran.err) == ("not-found", True)


def test_wrong_words(db: None) -> None:
    assert [manage("progress", *words).code for words in (("--campaign", "this year"), ("--what",))] == [2, 2]


def test_for_people(school: School) -> None:
    ran = manage("progress")
    assert (ran.code, ran.out.splitlines()[0]) == (0, str(school.campaign.year))
    assert [line.split()[0] for line in ran.out.splitlines()[1:]] == ["cs", "law"]
