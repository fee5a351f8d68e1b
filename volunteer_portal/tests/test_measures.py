"""How much a contact clicks and types, how many keys the office presses: counted in a browser, told in the handbook."""

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from campaigns.models import Campaign
from jobs.running import run_waiting
from units.models import Team, UnitYear
from volunteer_portal.tests.browsing import PASSWORD, downloaded, log_in, small_school
from volunteer_portal.tests.school import on_a_roster, stored_project, stored_team, stored_unit

MOST_CLICKS = MOST_FIELDS = 12
MOST_KEYS = 30
PEOPLE, TEAMS, CLEAN = 500, 60, 50
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unit_year(transactional_db: None) -> UnitYear:
    return small_school()


class Hand:
    """A person at the computer; every click, field and key is counted."""

    def __init__(self, page: Page, live_server: LiveServer) -> None:
        self.page, self.clicks, self.fields, self.keys = page, 0, 0, 0
        page.goto(f"{live_server.url}/")

    def click(self, what: str | Locator) -> None:
        (self.page.locator(what) if isinstance(what, str) else what).click()
        self.clicks += 1

    def type(self, **facts: str) -> None:
        """Fill fields in, and send the form with the Enter key."""
        for name, fact in facts.items():
            self.page.locator(f"[name={name}]").fill(fact)
            self.fields += 1
        self.page.locator(f"[name={name}]").press("Enter")

    def download(self, what: str) -> None:
        """Click, and have a PDF."""
        assert downloaded(self.page, self.page.locator(what)).startswith(b"%PDF-")
        self.clicks += 1

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1


def clean_roster(folder: Path) -> Path:
    """A list of students as an office writes it, everybody registered."""
    people = [
        on_a_roster(serial, name="".join(name), politics="01" if serial < 40 else "13")
        for serial, name in zip(range(PEOPLE), product("甲乙丙丁戊己庚辛", repeat=3), strict=False)
    ]
    party = {"01": "中共正式党员", "13": "群众"}
    rows = [f"{one.name},{one.document_number},学生,{party[one.politics]},{one.volunteer_number}" for one in people]
    file = folder / "学生名单.csv"
    file.write_text("\n".join(["姓名,证件号码,人员类别,政治面貌,志愿者编号", *rows]), "utf-8")
    return file


def test_a_unit_of_five_hundred(page: Page, live_server: LiveServer, unit_year: UnitYear, tmp_path: Path) -> None:
    """From login to both attachments, ready to be signed; the team was approved and projects published days ago."""
    stored_team(unit_year)
    for name in ("晨光里的小课堂", "守护母亲河", "银龄手机课", "图书漂流站"):
        stored_project(unit_year, name)
    hand, roster = Hand(page, live_server), clean_roster(tmp_path)
    hand.type(login="contact", password=PASSWORD)
    hand.click("main .btn-primary")
    hand.type(staff="0", students="500", party_members="40", count_source="学生处")
    hand.click("main .btn-primary")
    hand.click(page.locator("main .btn-primary").first)
    with page.expect_file_chooser() as choosing:
        hand.click("[name=file]")
    choosing.value.set_files(roster)
    hand.click("[name=informed]")
    hand.click("main .btn-primary")
    page.wait_for_url(re.compile("/jobs/"))
    assert run_waiting() == 1
    page.wait_for_url(re.compile("/rosters/"))
    hand.click("main .btn-primary")
    page.wait_for_url(re.compile("/(jobs/.*|units/cs/)$"))
    run_waiting()  # long rosters are taken over by the worker
    page.wait_for_url(re.compile("/units/cs/$"))
    hand.click("main .btn-primary")
    hand.click("main .btn-primary")
    expect(page.locator("main")).to_contain_text(f"{unit_year.campaign.year}-0001")
    hand.download("a[href$='/3.pdf']")
    hand.click("a[href$='/versions/1/complete/']")
    page.wait_for_url(re.compile("/versions/1/complete/$"))  # whoever has just logged in is not asked again
    page.locator("main [name=reason]").fill("签字盖章的纸质材料")
    hand.fields += 1
    hand.download("button[value=pdf]")
    assert (hand.clicks, hand.fields) == (12, 7)
    assert max(hand.clicks, hand.fields) <= MOST_CLICKS == MOST_FIELDS


def filed(campaign: Campaign, number: int, **facts: Any) -> Team:
    return stored_team(stored_unit(campaign, f"u{number}", f"第{number}学院", position=number + 9), "filed", **facts)


def test_sixty_teams(page: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    """From login to all decided: fifty clean ones together, ten returned one by one with a usual reason."""
    campaign = unit_year.campaign
    campaign.units.all().delete()
    for number in range(TEAMS):
        filed(campaign, number, **({} if number < CLEAN else {"registered_name": f"第{number}学院志愿者服务队"}))
    log_in(page, live_server, "reviewer")
    hand = Hand(page, live_server)
    page.wait_for_url(re.compile("/board/"))
    while not page.evaluate("document.activeElement.matches('.navigation a[href=\"/cockpit/\"]')"):
        hand.press("Tab")
    hand.press("Enter")
    page.wait_for_url(re.compile("/cockpit/"))
    hand.press("a")
    expect(page.locator("#lane-clean > li")).to_have_count(0)
    for number in range(CLEAN, TEAMS):
        expect(page.locator("[aria-current=true]")).to_have_attribute("id", f"team-u{number}")
        hand.press("r", "1")
    expect(page.locator("#lane-returned > li")).to_have_count(TEAMS - CLEAN)
    assert sorted(Team.objects.values_list("state", flat=True)) == ["approved"] * CLEAN + ["returned"] * (TEAMS - CLEAN)
    assert hand.keys == 26 <= MOST_KEYS
