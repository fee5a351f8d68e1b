"""After every exchange of a part of a page the focus is somewhere sensible, and what is new is read aloud."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from jobs.models import Job
from jobs.running import run_waiting
from units.models import Team, UnitYear
from units.review import approve_team
from volunteer_portal.tests.browsing import go, log_in, small_school
from volunteer_portal.tests.corpus import CORPUS
from volunteer_portal.tests.school import (
    checked_roster,
    head_count,
    on_a_roster,
    stored_account,
    stored_team,
    stored_unit,
)
from volunteer_portal.tests.source_tree import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
# Only regions that were there before anything happened count: others are not read by every reader.
LISTEN = """() => {
  window.heard = [];
  document.querySelectorAll("[aria-live], [role=status], [role=alert]").forEach((region) => {
    new MutationObserver(() => { if (region.isConnected) heard.push(region.innerText); })
      .observe(region, { childList: true, subtree: true, characterData: true, attributes: true });
  });
}"""
FOCUS = """() => { const at = document.activeElement; const box = at.getBoundingClientRect();
  return at === document.body || !box.width ? "nowhere" : at.id || at.name || at.className; }"""


@pytest.fixture
def unit_year(transactional_db: None) -> UnitYear:
    return small_school()


def listen(page: Page) -> None:
    page.evaluate(LISTEN)


def hears(page: Page, words: str) -> None:
    """A region says so within the time a slow machine needs."""
    page.wait_for_function("words => window.heard.some((said) => said.includes(words))", arg=words)


def focus(page: Page) -> str:
    return str(page.evaluate(FOCUS))


def test_all_exchanges_are_known_here() -> None:
    """A new one has its test below."""
    files = [*(ROOT / "templates").rglob("*.html"), *ROOT.glob("[a-z]*/**/*forms.py")]
    asking = {path.stem for path in files if re.search(r"hx-(get|post)", path.read_text())}
    assert asking == {"acts", "approve_clean", "cockpit", "forms", "outbox", "progress", "roster_preview"}


def cockpit(page: Page, live_server: LiveServer, unit_year: UnitYear, teams: int = 3) -> None:
    """The reviewer's page with teams of which none is clean."""
    for number in range(teams):
        unit = stored_unit(unit_year.campaign, f"u{number}", f"第{number}学院", position=number + 9)
        stored_team(unit, "filed", registered_name=f"第{number}学院志愿者服务队")
    log_in(page, live_server, "reviewer")
    page.goto(f"{live_server.url}/cockpit/")
    listen(page)


def press(page: Page, target: str) -> None:
    page.locator(target).focus()
    page.keyboard.press("Enter")


def test_approving_and_taking_back(page: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    cockpit(page, live_server, unit_year)
    press(page, "#team-u0 [name=approve]")
    hears(page, "第0学院党委：志愿服务队已通过")
    assert focus(page) == "team-u1"
    press(page, "#lane-approved #team-u0 button")
    hears(page, "已撤销1条审核意见")
    assert focus(page).startswith("team-")
    press(page, "#team-u1 [name=approve]")
    expect(page.locator("#outbox li")).to_have_count(1)
    press(page, "#outbox li button")
    expect(page.locator("#lane-look #team-u1")).to_be_visible()
    assert focus(page).startswith("team-")


def test_returning(page: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    cockpit(page, live_server, unit_year)
    press(page, "#team-u0 [data-return]")
    assert focus(page) == "id_usual_0"
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    hears(page, "第0学院党委：志愿服务队已退回")
    assert focus(page) == "team-u1"


def test_the_last_one(page: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    cockpit(page, live_server, unit_year, teams=1)
    press(page, "#team-u0 [name=approve]")
    expect(page.locator("#lane-approved #team-u0")).to_be_visible()
    assert focus(page) == "team-cs"
    press(page, "#release")
    hears(page, "1条通知即将发出")
    assert focus(page) == "team-cs"


def test_the_clean_lane(page: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    stored_team(unit_year, "filed")
    cockpit(page, live_server, unit_year, teams=1)
    press(page, "#approve-clean-button")
    hears(page, "已通过1支无疑问的志愿服务队")
    assert focus(page) == "team-u0"


@pytest.mark.parametrize("target", ["to-look", "approve-clean-button", "undo", "release", "team-u1"])
def test_asking_for_news(page: Page, live_server: LiveServer, unit_year: UnitYear, target: str) -> None:
    """Every four seconds; whoever is reading or about to press something does not notice."""
    stored_team(unit_year, "filed")
    cockpit(page, live_server, unit_year)
    press(page, "#team-u0 [name=approve]")
    expect(page.locator("#outbox li")).to_have_count(1)
    chosen = page.locator("#outbox li button" if target == "undo" else f"#{target}")
    chosen.focus()
    held = focus(page)
    with page.expect_response(re.compile("/cockpit/changes/")):
        listen(page)
    page.wait_for_timeout(100)
    assert (focus(page), page.evaluate("heard")) == (held, [])
    expect(page.locator("#messages")).to_contain_text("第0学院党委")


def test_a_colleagues_decision(page: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    """It arrives by itself and is said in one sentence, once; the focus stays."""
    cockpit(page, live_server, unit_year)
    page.locator("#to-look").focus()
    colleague = stored_account("colleague", User.Role.REVIEWER, name="李同事")
    team = Team.objects.get(unit_year__unit__code="u0")
    approve_team(team, version=1, by=colleague, at=timezone.now())
    hears(page, "第0学院党委")
    with page.expect_response(re.compile("/cockpit/changes/")):
        pass
    page.wait_for_timeout(100)
    assert (focus(page), page.evaluate("heard")) == ("to-look", ["第0学院党委：李同事审核，已通过。"])


def test_a_click_that_does_not_arrive(page: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    cockpit(page, live_server, unit_year)
    page.route("**/cockpit/teams/**", lambda route: route.abort())
    press(page, "#team-u0 [name=approve]")
    hears(page, "没有保存")
    assert focus(page) != "nowhere"


def test_ticks_of_a_preview(page: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    head_count(unit_year, 0, 10, 0)
    received = checked_roster(unit_year.campaign, unit_year, [on_a_roster(1), on_a_roster(2)])
    log_in(page, live_server, "contact")
    page.goto(f"{live_server.url}/rosters/{received.pk}/")
    listen(page)
    for said in ("0（0.0%）", "2（20.0%）"):
        page.locator("[name=part]").focus()
        page.keyboard.press("Space")
        hears(page, said)
        assert focus(page) == "part"


def test_hints_for_a_name(page: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    log_in(page, live_server, "contact")
    go(page, live_server, "projects/add/")
    listen(page)
    page.locator("[name=name]").press_sequentially("志愿服务")
    hears(page, "名称")
    assert focus(page) == "id_name"


def test_progress_of_a_job(page: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    """It is read out while it goes on; at its end the next page takes over."""
    log_in(page, live_server, "contact")
    go(page, live_server, "volunteers/upload/")
    page.locator("main form [name=file]").set_input_files(CORPUS / "ok01_openpyxl.xlsx")
    page.locator("main form [name=informed]").check()
    page.locator("main .btn-primary").click()
    page.wait_for_url(re.compile("/jobs/"))
    listen(page)
    page.locator(".navigation a").first.focus()
    held = focus(page)
    Job.objects.update(state=Job.State.RUNNING, done=500, total=3000)
    hears(page, "已读取500行，共3000行")
    assert focus(page) == held
    Job.objects.update(state=Job.State.QUEUED)
    run_waiting()
    page.wait_for_url(re.compile("/rosters/"))
