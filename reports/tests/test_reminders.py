"""The page of reminders: who would get which words, sent at a press, and what was sent; the notice on a unit's page."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from campaigns.models import Campaign
from reports.models import Reminder
from reports.tests.test_reminding import unit
from units.models import Team, UnitYear
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.browsing import PASSWORD, filled_button, log_in, look
from volunteer_portal.tests.school import stored_account, stored_campaign, stored_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(db: None) -> Campaign:
    return stored_campaign()


@pytest.fixture
def office(db: None) -> Any:
    return visitor(stored_account("reviewer", "reviewer"))


def offered(office: Client, kind: str = "") -> list[str]:
    """The units that are ticked on the page."""
    page = office.get(f"/reminders/?kind={kind}").content.decode()
    return re.findall(r'name="units" value="(\w+)" checked', page)


def test_only_units_that_lack_something_are_offered(office: Client, campaign: Campaign) -> None:
    unit(campaign, "few", "文学院", 1, projects=1)
    waits = unit(campaign, "wait", "法学院", 2)
    Team.objects.filter(unit_year=waits).update(state="filed")
    unit(campaign, "ready", "医学院", 3)
    found = {kind: offered(office, kind) for kind in ["", *Reminder.Kind.values, "invented"]}
    assert found == {
        "": ["few", "ready"], "everything": ["few", "ready"], "head-count": [], "team": [], "projects": ["few"],
        "quota": [], "submission": ["few", "ready"], "paper": [], "invented": ["few", "ready"],
    }  # fmt: skip
    page = office.get("/reminders/").content.decode()
    for words in ("few-contact@example.com", "1 of 4 projects are published. Add 3 more.", "还差3个。"):
        assert words in page
    assert "No unit lacks anything here" in office.get("/reminders/?kind=paper").content.decode()


def test_sent_shown_and_not_offered_again(office: Client, campaign: Campaign) -> None:
    unit(campaign, "few", "文学院", 1, projects=1)
    unit(campaign, "ready", "医学院", 2)
    page = office.post("/reminders/?kind=submission", {"units": ["ready"]}, follow=True).content.decode()
    assert ("1 unit is reminded." in page, "reminded today at" in page, "waits to be sent" in page) == (True,) * 3
    assert (offered(office), offered(office, "submission")) == (["few"], ["few"])
    again = office.post("/reminders/", {"units": ["ready"]}, follow=True).content.decode()
    nobody = office.post("/reminders/", {}, follow=True).content.decode()
    assert ("Nothing was sent." in again, "Tick at least one unit." in nobody) == (True, True)
    reminder = Reminder.objects.get()
    Reminder.objects.update(told_at=reminder.at)
    assert f"{timezone.localtime(reminder.at):%H:%M} to 2 addresses" in office.get("/reminders/").content.decode()
    Reminder.objects.update(recipients=0)
    assert "no address: on its page only" in office.get("/reminders/").content.decode()


def test_without_a_campaign(office: Client) -> None:
    assert "No campaign is open" in office.get("/reminders/").content.decode()


def test_the_units_page_says_so_until_it_is_mended(office: Client, campaign: Campaign) -> None:
    few = unit(campaign, "few", "文学院", 1, projects=3)
    other = unit(campaign, "law", "法学院", 2, projects=3)
    office.post("/reminders/?kind=projects", {"units": ["few"]})

    def seen(by: Any, unit_year: UnitYear) -> bool:
        page = by.get(f"/units/{unit_year.unit.code}/").content.decode()
        return "Reminded by the office on" in page and "3 of 4 projects are published. Add 1 more." in page

    contact = visitor(few.unit.contacts.get().user)
    neighbour = visitor(other.unit.contacts.get().user)
    assert (seen(contact, few), seen(office, few), seen(neighbour, other)) == (True, True, False)
    Reminder.objects.update(day=timezone.localdate() - timedelta(days=1))
    assert seen(contact, few) is True
    stored_project(few, "第四项")
    assert "Reminded by the office on" not in contact.get("/units/few/").content.decode()


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_same_queries_for_any_number_of_units(
    office: Client, campaign: Campaign, django_assert_num_queries: Any, count: int
) -> None:
    for position in range(1, count + 1):
        unit(campaign, f"u{position}", f"第{position}学院", position, projects=0)
    office.post("/reminders/", {"units": ["u1"]})
    office.get("/reminders/")
    with django_assert_num_queries(11):
        assert len(offered(office)) == count - 1


@pytest.mark.parametrize("sort", ["", "at", "-unit", "kind"])
def test_what_was_sent_goes_by_key(office: Client, campaign: Campaign, sort: str) -> None:
    few, at = unit(campaign, "few", "文学院", 1), timezone.now()
    sent = [
        Reminder(unit_year=few, day=at.date() - timedelta(days=day), kind="team", at=at - timedelta(days=day // 2))
        for day in range(101)
    ]
    Reminder.objects.bulk_create(sent)
    shown: list[int] = []
    page: str | None = ""
    sizes: list[int] = []
    while page is not None:
        table = office.get("/reminders/", {"sort": sort, "page": page}).context["table"]
        rows = [row.record.pk for row in table.paginated_rows]
        shown, sizes, page = shown + rows, [*sizes, len(rows)], table.page.behind or None
    assert (sizes, sorted(shown)) == ([50, 50, 1], sorted(reminder.pk for reminder in sent))


@pytest.mark.django_db(transaction=True)
def test_in_the_browser(page: Page, phone: Page, live_server: LiveServer) -> None:
    campaign = stored_campaign()
    unit(campaign, "few", "文学院", 1, projects=1)
    unit(campaign, "ready", "医学院", 2)
    stored_account("office", "reviewer", password=PASSWORD)
    for one in (page, phone):
        log_in(one, live_server, "office")
        one.goto(f"{live_server.url}/reminders/")
        look(one)
    page.locator("summary", has_text="提醒内容").first.click()
    assert "项目已发布1个" in page.locator(".letter").first.inner_text()
    page.get_by_label("医学院党委").uncheck()
    filled_button(page).click()
    page.get_by_text("已提醒1个单位。").wait_for()
    look(page)
    assert [reminder.unit_year.unit.code for reminder in Reminder.objects.all()] == ["few"]
