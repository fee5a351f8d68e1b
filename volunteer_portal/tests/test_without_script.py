"""Every main job in a browser whose JavaScript is switched off: a contact's, the office's, the administrator's."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from jobs.running import run_waiting
from units.models import UnitYear
from volunteer_portal.tests.browsing import (
    PASSWORD,
    counts,
    fill,
    filled_button,
    go,
    log_in,
    small_school,
    take_over,
    tones,
)
from volunteer_portal.tests.corpus import CORPUS
from volunteer_portal.tests.school import stored_account
from volunteer_portal.tests.test_main_job import PROJECTS, TEAM, attachments_are_downloaded, project

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unit_year(transactional_db: None) -> UnitYear:
    return small_school()


@pytest.fixture
def plain(new_context: Any) -> Page:
    """A page without JavaScript."""
    page: Page = new_context(java_script_enabled=False).new_page()
    return page


def send(page: Page, **facts: Any) -> None:
    """Fill in the form of the page, press the filled button and be told that it was stored."""
    fill(page, **facts)
    filled_button(page).click()
    expect(page.locator("#messages")).not_to_be_empty()


def contact_does_all_but_hand_in(page: Page, live_server: LiveServer) -> None:
    log_in(page, live_server, "contact")
    filled_button(page).click()
    send(page, staff="5", students="25", party_members="10", count_source="人事处、学生处")
    filled_button(page).click()
    send(page, **TEAM)
    go(page, live_server, "volunteers/upload/")
    page.locator("main form [name=file]").set_input_files(CORPUS / "ok01_openpyxl.xlsx")
    page.locator("main form [name=informed]").check()
    filled_button(page).click()
    page.wait_for_url(re.compile("/jobs/"))
    run_waiting()
    page.wait_for_url(re.compile("/rosters/"))  # the page asks again by itself
    assert counts(page) == [20, 20, 0, 0, 0, 0]
    take_over(page)
    for name in PROJECTS:
        go(page, live_server, "projects/add/")
        send(page, **project(name))


def test_contact_and_office(plain: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    """From the head count to the receipt, with the office's decision in between."""
    contact_does_all_but_hand_in(plain, live_server)
    log_in(plain, live_server, "reviewer")
    plain.locator("select[name=team]").select_option("filed")
    plain.locator("form.filters button[type=submit]").click()
    expect(plain.locator(".board tbody tr")).to_have_count(1)
    plain.goto(f"{live_server.url}/cockpit/")
    plain.locator("button[name=approve]").click()
    expect(plain.locator("#lane-approved #team-cs")).to_be_visible()
    plain.locator("#team-cs form[action$='/undo/'] button").click()
    expect(plain.locator("#lane-approved #team-cs")).to_have_count(0)
    plain.locator("button[name=approve]").click()

    log_in(plain, live_server, "contact")
    assert tones(plain) == ["wait", "done", "done", "done", "todo"]
    filled_button(plain).click()
    filled_button(plain).click()
    expect(plain.locator("main")).to_contain_text(f"{unit_year.campaign.year}-0001")
    attachments_are_downloaded(plain, (3, 4))
    go(plain, live_server, "")
    assert tones(plain) == ["wait", "done", "done", "done", "done"]


def test_administrator(plain: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    """A contact is invited, somebody is found, language and colours are chosen, the school's tables are taken."""
    stored_account("administrator", User.Role.ADMINISTRATOR, password=PASSWORD)
    log_in(plain, live_server, "administrator")
    go(plain, live_server, "contacts/")
    fill(plain, name="继任", email="next@example.com")
    plain.locator("main form button[type=submit]").last.click()
    assert "/invitations/" in plain.locator("#link").input_value()
    plain.locator("#head-search").fill("计算机学院")
    plain.locator("#head-search").press("Enter")
    expect(plain.locator(".found a")).to_have_attribute("href", "/units/cs/")
    plain.locator("button[name=language]").click()
    plain.locator("button[name=theme][value=dark]").click()
    assert plain.locator("html").get_attribute("lang") == "en"
    assert plain.locator("html").get_attribute("data-theme") == "dark"
    plain.goto(f"{live_server.url}/attachments/")
    attachments_are_downloaded(plain, (1, 3))
