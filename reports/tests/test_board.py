"""The office's board: every unit, sorted, filtered, in a fixed number of queries."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from accounts.models import User
from campaigns.models import Campaign
from units.models import UnitYear
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import (
    head_count,
    on_a_roster,
    stored_account,
    stored_campaign,
    stored_person,
    stored_project,
    stored_team,
    stored_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Any:
    return visitor(stored_account("reviewer", "reviewer"))


def units(campaign: Campaign, count: int) -> None:
    """So many units, each with a head count, two people, a team and a project."""
    for number in range(1, count + 1):
        unit_year = head_count(stored_unit(campaign, f"u{number}", f"第{number}学院", position=number))
        stored_person(unit_year, on_a_roster(2 * number, category="staff", politics="01"))
        stored_person(unit_year, on_a_roster(2 * number + 1, volunteer_number="", status="pending"))
        stored_team(unit_year, "filed")
        stored_project(unit_year)


def various(campaign: Campaign) -> None:
    """Four units, each in another state."""
    units(campaign, 1)  # u1: 1 of 5, one project, filed
    reached = head_count(stored_unit(campaign, "law", "法学院", position=2), 1, 0, 0)
    UnitYear.objects.filter(pk=reached.pk).update(has_students=False, kind="branch")
    stored_person(reached, on_a_roster(101, category="staff"))
    stored_team(reached)
    stored_unit(campaign, "lib", "图书馆", position=3)  # no head count, nothing at all
    stored_team(head_count(stored_unit(campaign, "art", "艺术学院", position=4), 5, 5, 2), "returned")


def shown(office: Client, query: str = "") -> list[str]:
    """The units on the board, in its order."""
    rows: list[Any] = office.get(f"/board/{query}").context["table"].rows
    return [row.record.unit_year.unit.code for row in rows]


def test_without_a_campaign(office: Client) -> None:
    page = office.get("/board/").content.decode()
    assert ("No campaign is open" in page, "Enter the campaign" in page) == (True, False)
    assert "Enter the campaign" in visitor(stored_account("chief", "administrator")).get("/board/").content.decode()


def test_without_units(office: Client) -> None:
    stored_campaign()
    answer = office.get("/board/")
    assert (answer.status_code, shown(office)) == (200, [])


def test_what_a_row_says(office: Client) -> None:
    various(stored_campaign())
    *rows, foot = drawn(office.get("/board/").content.decode())
    assert rows == [
        [
            *("第1学院党委", "red: 1", "2", "20.0% 1/5 2 more", "100.0% 1/1 reached", "0.0% 0/5"),
            *("1/4 3 more", "with the office", "not handed in"),
        ],
        [
            *("法学院党委", "amber: 1", "1", "100.0% 1/1 reached", "— none in the unit", "0.0% 0/1"),
            *("0 optional", "approved", "not handed in"),
        ],
        [
            *("图书馆党委", "red: 4", "—", "— no head count", "— no head count", "— 0"),
            *("0/4 4 more", "not filed", "not handed in"),
        ],
        [
            *("艺术学院党委", "red: 2", "3", "0.0% 0/10 6 more", "0.0% 0/2 2 more", "0.0% 0/10"),
            *("0/4 4 more", "returned", "not handed in"),
        ],
    ]
    assert foot == [
        *("4 units", "0 of 4 done", "", "12.5% 2/16", "33.3% 1/3", "0.0% 0/16", "1", "1 of 4 done", "0 of 4 done"),
    ]


def test_units_without_a_head_count_are_named_apart(office: Client) -> None:
    various(stored_campaign())
    sentence = "unit without a head count has no rank; its people are not in the totals."
    page = office.get("/board/").content.decode()
    assert (f"1 {sentence}" in page, sentence in office.get("/board/?name=法").content.decode()) == (True, False)


def test_the_rank_is_among_all_units_whatever_is_shown(office: Client) -> None:
    various(stored_campaign())
    rows: list[Any] = office.get("/board/?team=returned").context["table"].rows
    assert [(row.record.unit_year.unit.code, row.record.rank) for row in rows] == [("art", 3)]


def test_a_unit_leads_to_its_page(office: Any) -> None:
    various(stored_campaign())
    links = re.findall(r'<a href="([^"]+)">[^<]+党委</a>', office.get("/board/").content.decode())
    assert links == [f"/units/{code}/" for code in ALL]


def heads(page: str) -> list[str]:
    """The heads of the columns, and which one the rows are in the order of."""
    found = re.findall(r"<th ([^>]*)>(.*?)</th>", page.partition("</thead>")[0], re.DOTALL)
    return [" ".join([strip_tags(cell).strip(), *re.findall(r'aria-sort="(\w+)"', attrs)]) for attrs, cell in found]


ENGLISH = [
    "Party unit", "Traffic light", "Rank", "Registered", "Party members", "In the team", "Projects", "Team",
    "Submission",
]  # fmt: skip


def test_the_heads_are_in_the_readers_language_and_tell_the_order(office: Client) -> None:
    """They are drawn once for all who ask for nothing: neither another's order nor another's language stays."""
    various(stored_campaign())
    said = [heads(office.get(f"/board/{query}").content.decode()) for query in ("", "?sort=-rank", "")]
    in_order = [f"{head} descending" if head == "Rank" else head for head in ENGLISH]
    assert said == [ENGLISH, in_order, ENGLISH]
    User.objects.update(language="zh-hans")
    chinese = heads(office.get("/board/").content.decode())
    assert (chinese[:3], len(chinese)) == (["党组织", "红黄绿灯", "名次"], len(ENGLISH))


def drawn(page: str) -> list[list[str]]:
    """The cells of each row below the heads, as a reader sees them."""
    rows = re.findall(r"<tr>(.*?)</tr>", page.partition("</thead>")[2], re.DOTALL)
    cells = (re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in rows)
    return [[" ".join(strip_tags(cell.replace("<", " <")).split()) for cell in row] for row in cells]


ALL = ["u1", "law", "lib", "art"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ALL),
        ("?sort=unit", ["lib", "law", "u1", "art"]),
        ("?sort=rank", ["law", "u1", "art", "lib"]),
        ("?sort=-rank", ["lib", "art", "u1", "law"]),
        ("?sort=state", ["lib", "art", "u1", "law"]),
        ("?sort=registered", ["lib", "art", "u1", "law"]),
        ("?sort=-registered", ["law", "u1", "art", "lib"]),
        ("?sort=-party", ["art", "u1", "law", "lib"]),
        ("?sort=projects", ["law", "lib", "art", "u1"]),
        ("?light=stop", ["u1", "lib", "art"]),
        ("?light=warn", ["law"]),
        ("?light=done", []),
        ("?missing=not-handed-in", ALL),
        ("?missing=paper-missing", []),
        ("?name=学院", ["u1", "law", "art"]),
        ("?kind=branch", ["law"]),
        ("?team=draft", ["lib"]),
        ("?team=filed", ["u1"]),
        ("?team=returned", ["art"]),
        ("?missing=head-count-missing", ["lib"]),
        ("?missing=quota-short", ["u1", "art"]),
        ("?missing=party-short", ["art"]),
        ("?missing=projects-too-few", ["u1", "lib", "art"]),
        ("?missing=none", ["law"]),
        ("?kind=branch&team=filed", []),
        ("?sort=nothing&missing=whatever", ALL),
    ],
)
def test_sorted_and_filtered(office: Client, query: str, expected: list[str]) -> None:
    various(stored_campaign())
    assert shown(office, query) == expected


def test_nothing_fits(office: Client) -> None:
    various(stored_campaign())
    page = office.get("/board/?name=医学院").content.decode()
    assert ("No unit fits" in page, "0 units are shown." in page) == (True, True)


def test_no_name_of_a_person_stands_on_it(office: Client) -> None:
    various(stored_campaign())
    assert "慕容" not in office.get("/board/").content.decode()


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_same_queries_for_any_number_of_units(office: Client, django_assert_num_queries: Any, count: int) -> None:
    units(stored_campaign(), count)
    with django_assert_num_queries(7):
        assert len(shown(office)) == count
