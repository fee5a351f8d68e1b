"""The curves of all units: a picture with its words, for eyes and for screen readers."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from campaigns.models import Campaign
from reports.models import DailyFigures
from reports.tests.test_board import office, units, various
from units.models import UnitYear
from volunteer_portal.tests.browsing import PASSWORD, log_in, look
from volunteer_portal.tests.school import stored_account, stored_campaign

__all__ = ["office"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(db: None) -> Campaign:
    return stored_campaign()


def write_days(campaign: Campaign, today: date) -> None:
    """The last four days of every unit."""
    DailyFigures.objects.bulk_create(
        DailyFigures(unit_year=unit_year, day=today - timedelta(days=back), total=5, registered=4 - back, joined=0)
        for unit_year in UnitYear.objects.for_campaign(campaign)
        for back in range(4, 0, -1)
    )


def pictures(page: str) -> dict[str, str]:
    """What stands below each picture, by what the picture is labelled by."""
    labels = re.findall(r'<svg viewBox="0 0 360 160" role="img" aria-labelledby="([^"]+)">', page)
    words = dict(re.findall(r'<figcaption id="([^"]+)">(.*?)</figcaption>', page, re.DOTALL))
    return {label: " ".join(strip_tags(words[label]).split()) for label in labels}


def test_every_picture_says_in_words_what_it_shows(office: Client, campaign: Campaign) -> None:
    various(campaign)
    today = timezone.localdate()
    write_days(campaign, today)
    found = pictures(office.get("/board/curves/").content.decode())
    first, now, due = (f"{day:%-d %b}" for day in (today - timedelta(days=4), today, campaign.electronic_due_on))
    assert list(found) == ["curve-school", "curve-u1", "curve-law", "curve-lib", "curve-art"]
    assert found["curve-u1"] == (
        f"Registered: 0 on {first}, 1 (20.0%) on {now}. 2 more to the goal of 3 (60%) until {due}."
    )
    assert found["curve-law"] == f"Registered: 0 on {first}, 1 (100.0%) on {now}. The goal of 1 (60%) is reached."
    assert found["curve-lib"] == f"Registered: 0 on {first}, 0 on {now}. Without a head count there is no goal."
    assert found["curve-school"].startswith(f"Registered: 0 on {first}, 2 (12.5%) on {now}.")


def test_the_school_stands_as_a_table_too(office: Client, campaign: Campaign) -> None:
    units(campaign, 2)
    today = timezone.localdate()
    write_days(campaign, today)
    page = office.get("/board/curves/").content.decode()
    body = page.split("<tbody>")[1].split("</tbody>")[0].replace("<", " <")
    rows = [strip_tags(row).split() for row in body.split("<tr>")[1:]]
    days = [f"{today - timedelta(days=back):%-d %b}".split() for back in range(5)]
    figures = [["2", "20.0%", "4", "0"], *[[str(2 * n), f"{20 * n}.0%", str(6 - 2 * n), "0"] for n in (3, 2, 1, 0)]]
    assert rows == [day + line for day, line in zip(days, figures, strict=True)]


def test_the_filters_hold(office: Client, campaign: Campaign) -> None:
    various(campaign)
    assert list(pictures(office.get("/board/curves/?team=returned").content.decode())) == ["curve-school", "curve-art"]
    assert "No unit fits" in office.get("/board/curves/?name=医学院").content.decode()


def test_after_the_paper_is_due_what_was_recorded_stays(office: Client) -> None:
    past = timezone.localdate() - timedelta(days=3)
    campaign = stored_campaign(electronic_due_on=past, paper_due_on=past)
    units(campaign, 1)
    assert office.get("/board/curves/").content.decode().count("No day is recorded yet") == 2
    write_days(campaign, past)
    assert list(pictures(office.get("/board/curves/").content.decode())) == ["curve-school", "curve-u1"]


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_same_queries_for_any_number_of_units(
    office: Client, campaign: Campaign, django_assert_num_queries: Any, count: int
) -> None:
    units(campaign, count)
    write_days(campaign, timezone.localdate())
    with django_assert_num_queries(8):
        assert len(pictures(office.get("/board/curves/").content.decode())) == count + 1


@pytest.mark.django_db(transaction=True)
def test_board_at_a_desk_and_on_a_phone(page: Page, phone: Page, live_server: LiveServer) -> None:
    campaign = stored_campaign()
    various(campaign)
    write_days(campaign, timezone.localdate())
    stored_account("office", "reviewer", password=PASSWORD)
    for one in (page, phone):
        log_in(one, live_server, "office")
        one.goto(f"{live_server.url}/board/?team=returned")
        look(one)
        for place in ("heat", "curves"):
            one.locator(f".tabs a[href*='/{place}/']").click()
            one.wait_for_url(re.compile(rf"/board/{place}/\?team=returned$"))
            look(one)
        assert one.get_by_role("img", name=re.compile("已注册")).count() == 2
        one.locator(".filters a").click()
        one.wait_for_url(re.compile(r"/board/curves/$"))
        assert one.locator("svg[role=img]").count() == 5
