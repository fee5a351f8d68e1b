"""The three main jobs with the keyboard alone: a contact's, a reviewer's, the administrator's; the focus is seen."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from jobs.running import run_waiting
from units.models import Team, UnitYear
from volunteer_portal.tests.browsing import PASSWORD, go, log_in, small_school, tab_to, tones
from volunteer_portal.tests.corpus import CORPUS
from volunteer_portal.tests.school import (
    head_count,
    on_a_roster,
    stored_account,
    stored_person,
    stored_project,
    stored_team,
    stored_unit,
)
from volunteer_portal.tests.test_main_job import PROJECTS, TEAM, project

pytestmark = pytest.mark.django_db(transaction=True)
# Where the focus is somebody sees it: an outline, or a border of its own colour.
IS_SEEN = "getComputedStyle(document.activeElement).outlineStyle !== 'none'"


@pytest.fixture
def unit_year(transactional_db: None) -> UnitYear:
    return small_school()


def press_on(page: Page, target: str, key: str = "Enter") -> None:
    """Go there with Tab, see the focus, press."""
    tab_to(page, target)
    assert page.evaluate(IS_SEEN), f"The focus on {target} is not seen"
    page.keyboard.press(key)


def type_in(page: Page, **facts: Any) -> None:
    """Fill the form in field by field; boxes are ticked with the space bar."""
    for name, fact in facts.items():
        for value in fact if isinstance(fact, list) else [fact]:
            where = f"main form [name={name}]" + (f"[value='{value}']" if isinstance(fact, list) else "")
            if isinstance(fact, list | bool):
                press_on(page, where, "Space")
            else:
                tab_to(page, where)
                page.keyboard.press("Control+A")
                page.keyboard.type(fact)


def choose_file(page: Page, file: Path) -> None:
    """Open the browser's file window with the Enter key."""
    with page.expect_file_chooser() as choosing:
        press_on(page, "main form [name=file]")
    choosing.value.set_files(file)


def fetched(page: Page, target: str) -> bytes:
    with page.expect_download() as waiting:
        press_on(page, target)
    return waiting.value.path().read_bytes()


def test_a_contact(page: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    log_in(page, live_server, "contact")
    head_count_and_team(page)
    roster(page, live_server)
    one_more_project(page, live_server, unit_year)
    handing_in(page, live_server, unit_year)
    go(page, live_server, "")
    assert tones(page)[1:] == ["done"] * 4


def head_count_and_team(page: Page) -> None:
    press_on(page, "main .btn-primary")
    page.wait_for_url(re.compile("/head-count/$"))
    type_in(page, staff="5", students="25", party_members="10", count_source="人事处")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/units/cs/$"))
    press_on(page, "main .btn-primary")
    page.wait_for_url(re.compile("/team/$"))
    type_in(page, **{name: fact for name, fact in TEAM.items() if name != "registered_on"})
    page.locator("[name=registered_on]").fill(TEAM["registered_on"])  # how a day is typed is the browser's affair
    press_on(page, "main .btn-primary")
    page.wait_for_url(re.compile("/units/cs/$"))


def roster(page: Page, live_server: LiveServer) -> None:
    go(page, live_server, "volunteers/upload/")
    choose_file(page, CORPUS / "ok01_openpyxl.xlsx")
    press_on(page, "[name=informed]", "Space")
    press_on(page, "main .btn-primary")
    page.wait_for_url(re.compile("/jobs/"))
    run_waiting()
    page.wait_for_url(re.compile("/rosters/"))
    press_on(page, "main .btn-primary")
    page.wait_for_url(re.compile("/units/cs/$"))


def one_more_project(page: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    for name in PROJECTS[1:]:
        stored_project(unit_year, name)
    go(page, live_server, "projects/add/")
    facts = {name: fact for name, fact in project(PROJECTS[0]).items() if name not in ("starts_on", "ends_on")}
    type_in(page, **facts)
    for name in ("starts_on", "ends_on"):
        page.locator(f"[name={name}]").fill(project("")[name])
    press_on(page, "main .btn-primary")
    page.wait_for_url(re.compile("/projects/$"))


def handing_in(page: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    Team.objects.update(state=Team.State.APPROVED)
    go(page, live_server, "")
    press_on(page, "main .btn-primary")
    page.wait_for_url(re.compile("/submission/$"))
    press_on(page, "main .btn-primary")
    expect(page.locator("main")).to_contain_text(f"{unit_year.campaign.year}-0001")
    assert fetched(page, "a[href$='/3.pdf']").startswith(b"%PDF-")
    press_on(page, "a[href$='/versions/1/complete/']")
    page.wait_for_url(re.compile("/versions/1/complete/$"))
    tab_to(page, "main [name=reason]")
    page.keyboard.type("签字盖章的纸质材料")
    assert fetched(page, "button[value=pdf]").startswith(b"%PDF-")


def test_a_reviewer(page: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    """The head count, the clean lane, a return with a usual reason, one taken back."""
    head_count(unit_year)
    stored_person(unit_year, on_a_roster(1))
    stored_team(unit_year, "filed")
    other = stored_unit(unit_year.campaign, "arts", "艺术学院", position=9)
    stored_team(other, "filed", registered_name="艺术学院志愿者服务队")
    log_in(page, live_server, "reviewer")
    press_on(page, ".board a[href='/units/cs/']")
    page.wait_for_url(re.compile("/units/cs/$"))
    press_on(page, "main form[action$='/confirm/'] button")
    expect(page.locator("#messages")).not_to_be_empty()
    press_on(page, ".navigation a[href='/cockpit/']")
    page.wait_for_url(re.compile("/cockpit/$"))
    page.keyboard.press("a")
    expect(page.locator("#lane-approved #team-cs")).to_be_visible()
    expect(page.locator("[aria-current=true]")).to_have_attribute("id", "team-arts")
    page.keyboard.press("r")
    page.keyboard.press("1")
    expect(page.locator("#lane-returned #team-arts")).to_be_visible()
    page.keyboard.press("u")
    expect(page.locator("#lane-look #team-arts")).to_be_visible()
    assert dict(Team.objects.values_list("unit_year__unit__code", "state")) == {"cs": "approved", "arts": "filed"}


def test_the_administrator(page: Page, live_server: LiveServer, unit_year: UnitYear, tmp_path: Path) -> None:
    """Attachment 1 comes in, a contact is invited, somebody is found, the school's tables are taken."""
    stored_account("administrator", User.Role.ADMINISTRATOR, password=PASSWORD)
    (tmp_path / "附件1.csv").write_text("所属党组织,规范名称\n外国语学院党委,试验大学外国语学院志愿服务队\n", "utf-8")
    log_in(page, live_server, "administrator")
    press_on(page, ".navigation summary")
    press_on(page, ".user-menu-list a[href='/attachment1/']")
    page.wait_for_url(re.compile("/attachment1/$"))
    press_on(page, "main a[href='/attachment1/import/']")
    page.wait_for_url(re.compile("/import/$"))
    choose_file(page, tmp_path / "附件1.csv")
    press_on(page, "main .btn-primary")
    expect(page.locator("main table")).to_contain_text("外国语学院")
    press_on(page, "main .btn-primary")
    page.wait_for_url(re.compile("/attachment1/$"))
    page.keyboard.press("/")
    page.keyboard.type("外国语")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search/$"))
    press_on(page, ".found a")
    page.wait_for_url(re.compile("/units/"))
    press_on(page, ".tabs a[href$='/contacts/']")
    page.wait_for_url(re.compile("/contacts/$"))
    type_in(page, name="继任", email="next@example.com")
    page.keyboard.press("Enter")
    assert "/invitations/" in page.locator("#link").input_value()
    press_on(page, ".navigation a[href='/attachments/']")
    page.wait_for_url(re.compile("/attachments/$"))
    assert fetched(page, "a[href$='/3.xlsx']").startswith(b"PK\x03\x04")
