"""Deadline day in a real browser: sixty teams without a mouse, every key counted; two reviewers at once."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from campaigns.models import Campaign
from units.models import Team, TeamReview
from units.review import approve_team
from volunteer_portal.tests.acts import log_in
from volunteer_portal.tests.school import stored_account, stored_campaign, stored_team, stored_unit

pytestmark = pytest.mark.django_db(transaction=True)
CLEAN, LOOK = 44, 16


@pytest.fixture
def campaign(live_server: LiveServer) -> Campaign:
    return stored_campaign()


def enter(page: Page, live_server: LiveServer, username: str) -> User:
    """A reviewer opens the page, already logged in."""
    reviewer = stored_account(username, User.Role.REVIEWER, name=username)
    client = Client()
    log_in(client, reviewer)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/cockpit/")
    return reviewer


def add(campaign: Campaign, number: int, **facts: Any) -> Team:
    return stored_team(stored_unit(campaign, f"u{number}", f"第{number}学院", position=number), "filed", **facts)


def states() -> dict[str, str]:
    return dict(Team.objects.order_by("unit_year__position").values_list("unit_year__unit__code", "state"))


class Keyboard:
    """Presses keys and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1


def test_sixty_teams_without_a_mouse(page: Page, live_server: LiveServer, campaign: Campaign) -> None:
    for number in range(CLEAN + LOOK):
        add(campaign, number, **({} if number < CLEAN else {"registered_name": f"第{number}学院志愿者服务队"}))
    enter(page, live_server, "one")
    keys = Keyboard(page)
    keys.press("a")
    expect(page.locator("#lane-clean > li")).to_have_count(0)
    assert keys.count == 1
    for number in range(CLEAN, CLEAN + LOOK):
        before = keys.count
        expect(page.locator("[aria-current=true]")).to_have_attribute("id", f"team-u{number}")
        keys.press("a") if number % 4 == 0 else keys.press("r", "1")
        assert keys.count - before <= 2
    expect(page.locator("#lane-look > li")).to_have_count(0)
    expect(page.locator("#lane-returned > li")).to_have_count(12)
    assert keys.count == 1 + 4 + 12 * 2
    assert list(states().values()) == ["approved"] * CLEAN + ["approved", *["returned"] * 3] * 4
    reasons = set(TeamReview.objects.filter(decision="returned").values_list("reason", "fields__0"))
    assert reasons == {("队名与规范名称不一致", "registered_name")}


def test_every_key(page: Page, live_server: LiveServer, campaign: Campaign) -> None:
    for number in range(3):
        add(campaign, number, registered_name=f"第{number}学院志愿者服务队")
    enter(page, live_server, "one")
    current, keys = page.locator("[aria-current=true]"), Keyboard(page)
    expect(current).to_have_attribute("id", "team-u0")
    keys.press("j", "j", "k")
    expect(current).to_have_attribute("id", "team-u1")
    keys.press("r")
    page.locator("#return-dialog #id_reason").fill("请核对 a r u j")
    page.locator("#return-dialog summary").click()
    page.locator("#return-dialog [name=to_mend][value=liaison_code]").check()
    page.locator("#return-dialog #id_reason").press("Enter")
    expect(page.locator("#lane-returned #team-u1")).to_be_visible()
    assert TeamReview.objects.values_list("reason", "fields").last() == ("请核对 a r u j", ["liaison_code"])
    keys.press("u")
    expect(page.locator("#lane-look #team-u1")).to_be_visible()
    assert set(states().values()) == {"filed"}
    keys.press("?")
    expect(page.locator("#keys-help")).to_be_visible()
    keys.press("Escape")
    expect(page.locator("#keys-help")).to_be_hidden()


def test_the_keys_can_be_switched_off_for_good(page: Page, live_server: LiveServer, campaign: Campaign) -> None:
    add(campaign, 1)
    enter(page, live_server, "one")
    page.locator("#keys-switch").click()
    page.reload()
    expect(page.locator("#keys-switch")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("a")
    page.keyboard.press("r")
    expect(page.locator("#return-dialog")).to_be_hidden()
    page.locator("#team-u1 button").click()
    expect(page.locator("#lane-approved #team-u1")).to_be_visible()
    assert states() == {"u1": "approved"}


def test_what_a_colleague_decides_is_seen_and_a_late_click_is_answered(
    page: Page, live_server: LiveServer, campaign: Campaign
) -> None:
    teams = [add(campaign, number, registered_name=f"第{number}学院志愿者服务队") for number in range(3)]
    enter(page, live_server, "one")
    expect(page.locator("[aria-current=true]")).to_have_attribute("id", "team-u0")
    colleague = stored_account("colleague", User.Role.REVIEWER, name="李同事")
    approve_team(teams[0], version=1, by=colleague, at=teams[0].reviews.get().at)
    page.keyboard.press("a")
    expect(page.locator("#messages")).to_contain_text("李同事")
    expect(page.locator("#lane-approved #team-u0")).to_contain_text("李同事")
    approve_team(teams[1], version=1, by=colleague, at=teams[1].reviews.get().at)
    expect(page.locator("#lane-approved #team-u1")).to_contain_text("李同事", timeout=10_000)
    expect(page.locator("[aria-current=true]")).to_have_attribute("id", "team-u2")


def test_a_click_that_does_not_arrive_is_said(page: Page, live_server: LiveServer, campaign: Campaign) -> None:
    add(campaign, 1)
    enter(page, live_server, "one")
    page.route("**/cockpit/teams/**", lambda route: away(route))
    page.locator("#team-u1 button").click()
    expect(page.locator("#not-stored")).to_be_visible()
    page.unroute("**/cockpit/teams/**")
    page.locator("#team-u1 button").click()
    expect(page.locator("#lane-approved #team-u1")).to_be_visible()
    expect(page.locator("#not-stored")).to_be_hidden()


def away(route: Route) -> None:
    route.abort()


def test_on_a_phone(phone: Page, live_server: LiveServer, campaign: Campaign) -> None:
    add(campaign, 1, registered_name="第1学院志愿者服务队")
    enter(phone, live_server, "one")
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    phone.locator("#team-u1 [data-return]").tap()
    phone.locator("#return-dialog .reason-chip").nth(0).tap()
    phone.locator("#return-dialog [type=submit]").tap()
    expect(phone.locator("#lane-returned #team-u1")).to_be_visible()
