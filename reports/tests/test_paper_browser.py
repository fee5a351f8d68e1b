"""From the press of a button to the tick in the ledger, in a real browser: at a desk, with a scanner, on a phone."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from campaigns.models import Campaign
from jobs.models import Job
from reports.models import Submission
from reports.paper.checking import code_of
from reports.paper.codes import in_groups
from reports.submissions import submit
from reports.tests.handed_in import many_people, ready_unit
from units.models import UnitYear
from volunteer_portal.tests.browsing import PASSWORD, downloaded, filled_button, go, log_in, look, tab_to
from volunteer_portal.tests.school import on_a_roster, stored_account, stored_contact, stored_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unit_year(live_server: LiveServer) -> UnitYear:
    """A unit that may hand in, with a contact and a reviewer."""
    made = ready_unit()
    today = timezone.localdate()
    Campaign.objects.update(electronic_due_on=today + timedelta(days=9), paper_due_on=today + timedelta(days=15))
    stored_contact(made, "contact", password=PASSWORD)
    stored_account("reviewer", User.Role.REVIEWER, password=PASSWORD)
    return UnitYear.objects.select_related("unit", "campaign").get()


def handed_in(unit_year: UnitYear) -> Submission:
    return submit(unit_year, explanation="", by=None, at=timezone.now())


def press_enter(page: Page) -> None:
    """Once the focus is where the page puts it: a browser does that a moment after the page has loaded."""
    expect(page.locator("[autofocus]")).to_be_focused()
    page.keyboard.press("Enter")


def scan(page: Page, text: str, brings: str = "/verify/") -> None:
    """What a scanner does: it types where the page puts the cursor, and presses Enter."""
    expect(page.locator("[autofocus]")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(brings))


def test_handed_in_and_printed_before_the_worker_comes(
    page: Page, live_server: LiveServer, unit_year: UnitYear
) -> None:
    log_in(page, live_server, "contact")
    go(page, live_server, "submission/")
    filled_button(page).click()
    expect(page.locator("main")).to_contain_text("2018-0001")
    look(page)
    code = in_groups(code_of(Submission.objects.get()))
    paper = downloaded(page, page.locator("a[href$='/versions/1/4.pdf']"))
    assert [code in sheet.extract_text() for sheet in PdfReader(io.BytesIO(paper)).pages] == [True]
    assert Job.objects.filter(state="queued").count() == 2


def test_a_second_version_and_what_it_changed(page: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    handed_in(unit_year)
    stored_person(unit_year, on_a_roster(9))
    log_in(page, live_server, "contact")
    look(page)
    page.locator(".alert a").click()
    page.wait_for_url(re.compile("/changes/$"))
    expect(page.locator("main table").last).to_contain_text("慕容第9")
    look(page)
    filled_button(page).click()
    filled_button(page).click()
    expect(page.locator("main")).to_contain_text("2018-0002")
    go(page, live_server, "submission/versions/")
    look(page)
    page.locator("main table a").first.click()
    expect(page.locator("main")).to_contain_text("慕容第9")
    look(page)


def test_the_desk_needs_a_scanner_and_the_enter_key(page: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    submission = handed_in(unit_year)
    log_in(page, live_server, "reviewer")
    page.goto(f"{live_server.url}/paper/")
    look(page)
    scan(page, f"{live_server.url}/verify/{in_groups(code_of(submission))}")
    look(page)
    press_enter(page)
    page.wait_for_url(re.compile(r"/paper/\?ticked=cs$"))
    look(page)
    expect(page.locator("main .alert")).to_contain_text("计算机学院党委")
    submission.refresh_from_db()
    assert submission.paper_received_by == User.objects.get(username="reviewer")
    scan(page, code_of(submission).lower())
    expect(page.locator("main form[action$='/receive/']")).to_have_count(0)
    page.goto(f"{live_server.url}/paper/")
    page.locator("main table form button").click()
    expect(page.locator("#messages")).to_contain_text("计算机学院党委")
    submission.refresh_from_db()
    assert submission.paper_received_at is None


def test_an_outdated_paper_and_a_forged_one(page: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    many_people(unit_year, 40)
    first = handed_in(unit_year)
    unit_year.volunteers.filter(school_number="XH00000139").update(remark="班长")
    handed_in(unit_year)
    log_in(page, live_server, "reviewer")
    page.goto(f"{live_server.url}/paper/")
    scan(page, code_of(first))
    expect(page.locator(".reprint li")).to_have_text("附件4：第3页")
    look(page)
    press_enter(page)
    page.wait_for_url(re.compile("/paper/$"))
    scan(page, "0000-0000-0000")
    expect(page.locator("main .alert")).to_be_visible()
    look(page)
    press_enter(page)
    page.wait_for_url(re.compile("/paper/$"))
    scan(page, "0000", brings="/paper/$")
    expect(page.locator(".invalid-feedback")).to_be_visible()
    look(page)


def test_a_phone_that_reads_the_code_of_the_own_paper(
    phone: Page, live_server: LiveServer, unit_year: UnitYear
) -> None:
    submission = handed_in(unit_year)
    phone.goto(f"{live_server.url}/verify/{in_groups(code_of(submission))}")
    phone.wait_for_url(re.compile("/login/"))
    expect(phone.locator("body")).not_to_contain_text("计算机学院")
    phone.locator("[name=login]").fill("contact")
    phone.locator("[name=password]").fill(PASSWORD)
    phone.locator("[name=password]").press("Enter")
    phone.wait_for_url(re.compile("/verify/"))
    expect(phone.locator("main")).to_contain_text("计算机学院党委")
    expect(phone.locator("main form")).to_have_count(0)
    look(phone)


def test_a_phone_ticks(phone: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    submission = handed_in(unit_year)
    log_in(phone, live_server, "reviewer")
    phone.goto(f"{live_server.url}/verify/{in_groups(code_of(submission))}")
    look(phone)
    filled_button(phone).tap()
    phone.wait_for_url(re.compile("/paper/"))
    look(phone)
    submission.refresh_from_db()
    assert submission.paper_received_at is not None


@pytest.mark.parametrize(
    "path", ["submission/", "submission/versions/", "submission/versions/2/", "submission/changes/"]
)
def test_pages_on_a_phone(phone: Page, live_server: LiveServer, unit_year: UnitYear, path: str) -> None:
    handed_in(unit_year)
    for serial in (9, 10):
        stored_person(unit_year, on_a_roster(serial))
        if serial == 9:
            handed_in(unit_year)
    log_in(phone, live_server, "contact")
    go(phone, live_server, path)
    look(phone)


def test_without_a_mouse_and_without_javascript(new_context: Any, live_server: LiveServer, unit_year: UnitYear) -> None:
    page: Page = new_context(java_script_enabled=False).new_page()
    submission = handed_in(unit_year)
    log_in(page, live_server, "reviewer")
    page.goto(f"{live_server.url}/paper/")
    page.locator("[name=code]").fill(code_of(submission))
    page.locator("[name=code]").press("Enter")
    page.wait_for_url(re.compile("/verify/"))
    page.keyboard.press("Tab")
    tab_to(page, "main .btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/paper/"))
    submission.refresh_from_db()
    assert submission.paper_received_at is not None
