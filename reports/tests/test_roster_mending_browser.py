"""A contact with a crooked table, in the browser: columns named, a row mended, taken over; and pasted rows."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from jobs.running import run_waiting
from units.models import UnitYear
from volunteer_portal.demo.people import document_number
from volunteer_portal.tests.school import stored_campaign, stored_contact, stored_unit
from volunteers.models import RosterImport, Volunteer
from volunteers.tests.rosters import HEADER, as_csv, line

pytestmark = pytest.mark.django_db(transaction=True)
WRONG = document_number(3)[:-1] + ("0" if document_number(3)[-1] != "0" else "1")


@pytest.fixture
def unit_year(transactional_db: None) -> UnitYear:
    return stored_unit(stored_campaign())


def logged_in(page: Page, live_server: Any, unit_year: UnitYear) -> Page:
    """The contact's browser, at the upload page, in English."""
    client = Client()
    client.force_login(stored_contact(unit_year, "contact"))
    cookies = {
        settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
        "django_language": "en",
    }
    page.context.add_cookies(
        [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
    )
    page.goto(f"{live_server.url}/units/cs/volunteers/upload/")
    return page


def read_it(page: Page) -> None:
    """Send the form and let the worker work."""
    page.get_by_label("The people on this roster").check()
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reading the file")
    assert run_waiting() == 1


def faults(page: Page) -> list[str]:
    """What axe finds."""
    return [violation["id"] for violation in Axe().run(page).response["violations"]]


def test_from_a_crooked_table_to_the_roster(page: Page, live_server: Any, unit_year: UnitYear, tmp_path: Path) -> None:
    file = tmp_path / "名单.csv"
    file.write_bytes(as_csv(line(1), line(2), line(3, 证件号码=WRONG), header=["XM", "SFZ", "LB", *HEADER[3:]]))
    logged_in(page, live_server, unit_year)
    page.locator("input[type=file]").set_input_files(file)
    read_it(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Which column is which")
    assert page.get_by_label("SFZ").input_value() == "document_number"
    assert faults(page) == []
    page.get_by_role("button", name="Read the file like this").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reading the file")
    assert run_waiting() == 1
    expect(page.get_by_role("heading", level=1)).to_have_text("What the roster would change")
    page.get_by_role("link", name="See and mend the problems").click()
    assert faults(page) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="Give me my file back with marks").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("button", name="Mend row 4").click()
    number = page.get_by_label("证件号码", exact=True)
    expect(number).to_have_value(WRONG)
    assert faults(page) == []
    page.get_by_role("button", name="Check and keep this row").click()
    expect(page.get_by_text("The last character does not fit")).to_be_visible()
    number.fill(document_number(3))
    page.get_by_role("button", name="Check and keep this row").click()
    expect(page.get_by_text("No problem is left.")).to_be_visible()
    page.get_by_role("link", name="What the roster would change").click()
    page.get_by_role("button", name="Take this over").click()
    expect(page.get_by_text("Taken over: 3 new")).to_be_visible()
    assert (Volunteer.objects.count(), bytes(RosterImport.objects.get().upload_sealed)) == (3, b"")


def test_pasted_on_a_phone(phone: Page, live_server: Any, unit_year: UnitYear) -> None:
    page = logged_in(phone, live_server, unit_year)
    page.get_by_label("Or paste the rows from Excel").fill("\n".join("\t".join(line(serial)[:3]) for serial in (1, 2)))
    read_it(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Which column is which")
    assert page.get_by_label("B列").input_value() == "document_number"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Read the file like this").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reading the file")
    assert run_waiting() == 1
    expect(page.get_by_role("heading", level=1)).to_have_text("What the roster would change")
    page.get_by_role("button", name="Take this over").click()
    expect(page.get_by_text("Taken over: 2 new")).to_be_visible()
