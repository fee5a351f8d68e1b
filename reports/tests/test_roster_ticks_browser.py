"""The figures of a preview follow the ticks, with JavaScript and without; a long roster is taken over by the worker."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from jobs.running import run_waiting
from units.models import UnitYear
from volunteer_portal.tests.browsing import look
from volunteer_portal.tests.school import (
    checked_roster,
    head_count,
    on_a_roster,
    stored_campaign,
    stored_contact,
    stored_person,
    stored_unit,
)
from volunteers.models import RosterImport, Volunteer
from volunteers.roster.handing_back import ROWS_AT_ONCE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unit_year(transactional_db: None) -> UnitYear:
    """A unit of ten that lists one of them, who has no number yet."""
    made = head_count(stored_unit(stored_campaign()), 0, 10, 0)
    stored_person(made, on_a_roster(1, status="unregistered", volunteer_number=""))
    return made


def preview(page: Page, live_server: Any, unit_year: UnitYear, *people: Any) -> Page:
    """The contact at the preview of a roster, in English."""
    received = checked_roster(unit_year.campaign, unit_year, list(people))
    client = Client()
    client.force_login(stored_contact(unit_year, "contact"))
    cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
    page.context.add_cookies(
        [
            {"name": name, "value": value, "url": live_server.url}
            for name, value in (cookies | {"django_language": "en"}).items()
        ]
    )
    page.goto(f"{live_server.url}/rosters/{received.pk}/")
    return page


def afterwards(page: Page) -> Any:
    """The cell that says how many would be registered."""
    return page.locator("#effect td").nth(2)


def test_at_once(page: Page, live_server: Any, unit_year: UnitYear) -> None:
    preview(page, live_server, unit_year, on_a_roster(1), on_a_roster(2), on_a_roster(3))
    expect(afterwards(page)).to_have_text("3（30.0%）")
    page.get_by_label("New · 2").uncheck()
    expect(afterwards(page)).to_have_text("1（10.0%）")
    page.get_by_label("Changed · 1").uncheck()
    expect(afterwards(page)).to_have_text("0（0.0%）")
    page.get_by_label("Changed · 1").check()
    expect(afterwards(page)).to_have_text("1（10.0%）")
    look(page)
    # The ticks go along to another list.
    page.get_by_role("link", name="Changed · 1").click()
    expect(afterwards(page)).to_have_text("1（10.0%）")
    expect(page.get_by_label("New · 2")).not_to_be_checked()
    page.get_by_role("button", name="Take this over").click()
    expect(page.get_by_text("Taken over: 0 new, 1 changed")).to_be_visible()
    assert Volunteer.objects.count() == 1


def test_by_a_button(browser: Browser, live_server: Any, unit_year: UnitYear) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    preview(page, live_server, unit_year, on_a_roster(1), on_a_roster(2), on_a_roster(3))
    page.get_by_label("New · 2").uncheck()
    page.get_by_role("button", name="Reckon the figures for what is ticked").click()
    expect(afterwards(page)).to_have_text("1（10.0%）")
    expect(page.get_by_label("New · 2")).not_to_be_checked()
    page.context.close()


def test_a_long_one(phone: Page, live_server: Any, unit_year: UnitYear) -> None:
    head_count(unit_year, 0, 5000, 100)
    people = [on_a_roster(serial) for serial in range(1, ROWS_AT_ONCE + 2)]
    page = preview(phone, live_server, unit_year, *people)
    page.get_by_role("button", name="Take this over").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Taking the roster over")
    look(page)
    page.goto(f"{live_server.url}/units/cs/rosters/")
    expect(page.get_by_text("being taken over")).to_be_visible()
    page.get_by_role("link", name="Go on").click()
    expect(page).to_have_url(re.compile("/jobs/"))
    assert run_waiting() == 1
    expect(page.get_by_text(f"Taken over: {ROWS_AT_ONCE} new, 1 changed")).to_be_visible()
    look(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert (Volunteer.objects.count(), RosterImport.objects.get().state) == (ROWS_AT_ONCE + 1, "applied")
