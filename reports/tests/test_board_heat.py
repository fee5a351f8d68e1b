"""The heat map: each unit against each measure, in words."""

from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from campaigns.models import Campaign
from reports.tests.test_board import office, units, various
from volunteer_portal.tests.school import stored_campaign

__all__ = ["office"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(db: None) -> Campaign:
    return stored_campaign()


def cells(office: Client, query: str = "") -> dict[str, list[str]]:
    """What each unit's row says, and in which tone."""
    page = office.get(f"/board/heat/{query}").content.decode()
    rows = page.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:] if "<tbody>" in page else []
    found = {}
    for row in rows:
        head, *rest = row.split('<td class="tone-')
        words = [(cell.split('"')[0], strip_tags(cell.split(">", 1)[1].replace("<", " <"))) for cell in rest]
        found[strip_tags(head).split()[0]] = [f"{tone}: {' '.join(text.split())}" for tone, text in words]
    return found


def test_every_measure_has_its_tone_and_its_words(office: Client, campaign: Campaign) -> None:
    various(campaign)
    found = cells(office)
    assert list(found) == ["第1学院党委", "法学院党委", "图书馆党委", "艺术学院党委"]
    assert found["第1学院党委"] == [
        *("warn: 20.0% 2 more", "done: 100.0% reached", "info: 0.0% 0 people", "stop: 1/4 3 more"),
        *("warn: with the office", "warn: not handed in"),
    ]
    assert found["图书馆党委"][:3] == ["stop: — no head count", "stop: — no head count", "info: — 0 people"]


def test_the_filters_of_the_board_hold_and_stay_in_the_tabs(office: Client, campaign: Campaign) -> None:
    various(campaign)
    page = office.get("/board/heat/?team=returned&sort=rank").content.decode()
    assert list(cells(office, "?team=returned")) == ["艺术学院党委"]
    for place in ("/board/", "/board/heat/", "/board/curves/"):
        assert f'href="{place}?team=returned&amp;sort=rank"' in page


def test_without_units_or_a_campaign(office: Client, campaign: Campaign) -> None:
    assert "No unit fits" in office.get("/board/heat/").content.decode()
    Campaign.objects.all().delete()
    assert "No campaign is open" in office.get("/board/heat/").content.decode()


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_same_queries_for_any_number_of_units(
    office: Client, campaign: Campaign, django_assert_num_queries: Any, count: int
) -> None:
    units(campaign, count)
    with django_assert_num_queries(7):
        assert len(cells(office)) == count
