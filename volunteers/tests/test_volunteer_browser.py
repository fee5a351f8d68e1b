"""Somebody is searched by document number, edited, and the change taken back: in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from volunteer_portal.tests.school import on_a_roster, stored_campaign, stored_contact, stored_person, stored_unit
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "kunlun-mountain-2018"
KNOWN = on_a_roster(1, name="张𬭎", department="一班")


def test_search_edit_and_take_back(page: Page, live_server: LiveServer) -> None:
    unit_year = stored_unit(stored_campaign())
    for person in (KNOWN, on_a_roster(2, name="王㛃")):
        stored_person(unit_year, person)
    stored_contact(unit_year, "contact", password=PASSWORD)
    visited: list[str] = []
    page.on("request", lambda request: visited.append(request.url))
    page.goto(f"{live_server.url}/account/login/")
    page.locator("#id_login").fill("contact")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url(re.compile("/units/cs/"))

    page.goto(f"{live_server.url}/units/cs/volunteers/")
    page.locator("#id_words").fill(KNOWN.document_number)
    page.locator("#id_words").press("Enter")
    expect(page.locator("td.person-name")).to_have_text(["张𬭎"])
    assert KNOWN.document_number not in page.content()

    page.locator("td.person-name a").click()
    page.locator("a.btn-primary").click()
    page.locator("#id_name").fill("张𡐓")
    page.locator("#id_department").fill("二班")
    page.locator("main .btn-primary").click()
    expect(page.locator("h1")).to_have_text("张𡐓")
    assert set(Volunteer.objects.values_list("name", "department")) == {("张𡐓", "二班"), ("王㛃", "")}

    page.locator("form[action*='/edits/'] button").click()
    expect(page.locator("h1")).to_have_text("张𬭎")
    expect(page.locator("form[action*='/edits/']")).to_have_count(0)
    assert set(Volunteer.objects.values_list("name", "department")) == {("张𬭎", "一班"), ("王㛃", "")}
    assert [url for url in visited if KNOWN.document_number in url or "words" in url] == []
