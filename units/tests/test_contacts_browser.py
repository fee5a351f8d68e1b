"""Invited by a link, accepted, handed over: in a real browser, each person with a browser of their own."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from units.models import StaffContact
from volunteer_portal.tests import school
from volunteer_portal.tests.browsing import log_in

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "kunlun-mountain-2018"


@pytest.fixture
def unit_year(live_server: LiveServer, settings: Any) -> Any:
    settings.SITE_URL = live_server.url
    return school.stored_unit(school.stored_campaign())


def invite(page: Page, name: str) -> str:
    """Invites somebody on the page of the unit's contacts and takes the link from the screen."""
    page.locator("#id_name").fill(name)
    page.locator("#id_email").fill("next@example.com")
    page.locator("main .card-footer button").click()
    link = page.locator("#link").input_value()
    page.locator("main a.btn-primary").click()
    return link


def accept(page: Page, link: str, username: str) -> None:
    page.goto(link)
    page.locator("#id_username").fill(username)
    for field in ("#id_password1", "#id_password2"):
        page.locator(field).fill(PASSWORD)
    page.locator("main button.btn-primary").click()
    page.wait_for_url("**/account/login/")


def test_invited_and_accepted(page: Page, phone: Page, live_server: LiveServer, unit_year: Any) -> None:
    school.stored_account("reviewer", User.Role.REVIEWER, password=PASSWORD)
    log_in(page, live_server, "reviewer", PASSWORD)
    page.goto(f"{live_server.url}/contacts/")
    page.get_by_role("link", name="计算机学院党委").click()
    link = invite(page, "尉迟新")
    expect(page.get_by_text("尉迟新")).to_be_visible()
    accept(phone, link, "yuchi")
    log_in(phone, live_server, "yuchi", PASSWORD)
    expect(phone).to_have_url(f"{live_server.url}/units/cs/")
    page.reload()
    expect(page.get_by_role("cell", name="尉迟新")).to_be_visible()
    answer = phone.goto(link)
    assert answer is not None
    assert answer.status == 404


def test_handed_over(page: Page, phone: Page, live_server: LiveServer, unit_year: Any) -> None:
    old = school.stored_contact(unit_year, "lao", name="司空老", password=PASSWORD)
    log_in(page, live_server, "lao", PASSWORD)
    page.goto(f"{live_server.url}/units/cs/contacts/")
    accept(phone, invite(page, "尉迟新"), "yuchi")
    log_in(phone, live_server, "yuchi", PASSWORD)
    page.goto(f"{live_server.url}/units/cs/handover/")
    expect(page.get_by_text("尉迟新")).to_be_visible()
    page.goto(f"{live_server.url}/units/cs/contacts/")
    page.locator("main section a.btn-primary").click()
    page.locator("main button.btn-danger").click()
    page.wait_for_url("**/account/login/")
    page.goto(f"{live_server.url}/units/cs/")
    expect(page).to_have_url(re.compile("/account/login/"))
    phone.reload()
    expect(phone).to_have_url(f"{live_server.url}/units/cs/")
    in_charge = StaffContact.objects.in_charge().values_list("user__username", flat=True)
    assert (list(in_charge), old.contact_of.get().until is not None) == (["yuchi"], True)
