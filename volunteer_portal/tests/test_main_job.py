"""The main job in a real Chromium: a contact from login to attachments, the office from board to downloads."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from jobs.running import run_waiting
from units.models import UnitYear
from volunteer_portal.tests.browsing import (
    counts,
    downloaded,
    fill,
    filled_button,
    go,
    log_in,
    look,
    small_school,
    take_over,
    tones,
    upload,
)  # fmt: skip
from volunteer_portal.tests.corpus import CORPUS
from volunteer_portal.tests.school import head_count, on_a_roster, stored_person, stored_project, stored_team

PROJECTS = ("晨光里的小课堂", "守护母亲河", "银龄手机课", "图书漂流站")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unit_year(transactional_db: None) -> UnitYear:
    return small_school()


def project(name: str, **changes: Any) -> dict[str, Any]:
    """The fields of a project."""
    return {
        "name": name, "categories": ["0003"], "audiences": ["01", "11"], "starts_on": "2018-03-01",
        "ends_on": "2018-12-31", "place": "郑州市", "places_offered": "20", "contact_name": "司空联系",
        "contact_phone": "0371-67780000", **changes,
    }  # fmt: skip


TEAM: dict[str, Any] = {
    "liaison_code": "LX-01", "contact_name": "司空联系", "contact_phone": "13800000000",
    "contact_email": "cs@example.com", "registered_on": "2018-10-01", "contact_is_staff": True,
}  # fmt: skip


def file_the_team(page: Page, **changes: Any) -> None:
    """Fill in what is not there from the start."""
    fill(page, **TEAM | changes)
    filled_button(page).click()
    page.wait_for_url(re.compile("/units/cs/$"))


def heads_are_counted(page: Page) -> None:
    filled_button(page).click()
    expect(page).to_have_url(re.compile("/head-count/$"))
    look(page)
    fill(page, staff="5", students="25", party_members="10", count_source="人事处、学生处")
    filled_button(page).click()
    expect(page.locator("#messages")).not_to_be_empty()


def team_is_filed(page: Page) -> None:
    filled_button(page).click()
    expect(page).to_have_url(re.compile("/team/$"))
    look(page)
    file_the_team(page)
    assert tones(page)[:3] == ["wait", "wait", "todo"]


def rosters_are_uploaded(page: Page, live_server: LiveServer) -> None:
    filled_button(page).click()
    look(page)
    filled_button(page).first.click()
    expect(page).to_have_url(re.compile("/upload/$"))
    look(page)
    upload(page, CORPUS / "ce06_bad_check_digit.xlsx")
    assert counts(page) == [20, 18, 0, 0, 0, 2]
    problems = page.locator("table.problems tbody tr").all_inner_texts()
    assert [row.split("\t")[1] for row in problems] == ["证件号码", "证件号码"]
    look(page)
    take_over(page)
    assert "60.0%" in page.locator(".gauges").inner_text()

    go(page, live_server, "volunteers/upload/")
    upload(page, CORPUS / "co07_old_excel.xls")
    assert counts(page) == [20, 2, 0, 18, 0, 0]
    take_over(page)
    go(page, live_server, "volunteers/upload/")
    upload(page, CORPUS / "ok07_gbk.csv")
    assert counts(page) == [20, 0, 0, 20, 0, 0]
    go(page, live_server, "volunteers/")
    look(page)


def projects_are_added(page: Page, live_server: LiveServer) -> None:
    for name in PROJECTS:
        go(page, live_server, "projects/add/")
        fill(page, **project(name))
        filled_button(page).click()
        expect(page.locator("#messages")).to_contain_text(name)
    expect(page).to_have_url(re.compile("/projects/$"))
    look(page)
    go(page, live_server, "projects/add/")
    look(page)


def attachments_are_downloaded(page: Page, numbers: tuple[int, ...]) -> None:
    for number in numbers:
        for drawing, start in (("xlsx", b"PK\x03\x04"), ("pdf", b"%PDF-")):
            assert downloaded(page, page.locator(f"a[href$='/{number}.{drawing}']")).startswith(start)


def everybody_is_listed(page: Page) -> None:
    page.locator("main a[href='/attachments/4/']").click()
    look(page)
    page.locator("main form [value=sheets]").check()
    filled_button(page).click()
    page.wait_for_url(re.compile("/jobs/"))
    assert run_waiting() >= 1
    page.wait_for_url(re.compile("/exports/$"))
    look(page)
    assert downloaded(page, filled_button(page)).startswith(b"PK\x03\x04")


def test_a_contact_does_everything(page: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    log_in(page, live_server, "contact")
    assert tones(page) == ["todo", "todo", "todo", "todo", "wait"]
    look(page)
    heads_are_counted(page)
    team_is_filed(page)
    rosters_are_uploaded(page, live_server)
    projects_are_added(page, live_server)

    go(page, live_server, "")
    assert tones(page) == ["wait", "wait", "done", "done", "wait"]
    words = page.locator(".gauges").inner_text()
    assert [figure for figure in ("66.6%", "20", "30", "100.0%", "10", "4") if figure not in words] == []
    look(page)
    go(page, live_server, "submission/")
    look(page)
    attachments_are_downloaded(page, (3, 4))
    page.locator("a[href$='/attachments/complete/']").click()
    page.wait_for_url(re.compile("/attachments/complete/$"))
    look(page)
    fill(page, reason="签字盖章的纸质材料")
    assert downloaded(page, page.locator("button[value=pdf]")).startswith(b"%PDF-")
    page.locator("main summary").click()
    page.locator("main [name=lock]").check()
    assert downloaded(page, page.locator("button[value=xlsx]")).startswith(b"\xd0\xcf\x11\xe0")


def ready(unit_year: UnitYear) -> None:
    """Everything but the office's word on the team."""
    head_count(unit_year)
    for serial in (1, 2, 3):
        stored_person(unit_year, on_a_roster(serial, category="staff", politics="01" if serial == 1 else "13"))
    stored_team(unit_year, "filed")
    for name in PROJECTS:
        stored_project(unit_year, name)


def test_the_office_returns_and_approves_and_the_contact_hands_in(
    page: Page, live_server: LiveServer, unit_year: UnitYear
) -> None:
    ready(unit_year)
    log_in(page, live_server, "reviewer")
    look(page)
    page.locator(".board a", has_text="计算机学院").click()
    look(page)
    page.locator("main form[action$='/confirm/'] button").click()
    expect(page.locator("#messages")).not_to_be_empty()
    go(page, live_server, "team/review/")
    look(page)
    fill(page, usual=["code"])
    page.locator("main [name=reason]").press("Enter")
    page.wait_for_url(re.compile("/(board|cockpit)/"))

    log_in(page, live_server, "contact")
    assert tones(page)[:2] == ["done", "todo"]
    filled_button(page).click()
    expect(page.locator("main")).to_contain_text("队伍联络编号有误")
    look(page)
    file_the_team(page, liaison_code="LX-02")

    log_in(page, live_server, "reviewer")
    go(page, live_server, "team/review/")
    page.locator("button[value=approve]").click()
    page.goto(f"{live_server.url}/attachments/")
    look(page)
    attachments_are_downloaded(page, (1, 3))
    everybody_is_listed(page)

    log_in(page, live_server, "contact")
    assert tones(page) == ["done", "done", "done", "done", "todo"]
    filled_button(page).click()
    filled_button(page).click()
    expect(page.locator("main")).to_contain_text(f"{unit_year.campaign.year}-0001")
    look(page)
    go(page, live_server, "")
    assert tones(page) == ["done"] * 5


PAGES = (
    "", "head-count/", "team/", "volunteers/", "volunteers/upload/", "projects/", "projects/add/", "submission/",
)  # fmt: skip


def test_on_a_phone(phone: Page, live_server: LiveServer, unit_year: UnitYear) -> None:
    ready(unit_year)
    log_in(phone, live_server, "contact")
    for path in PAGES:
        go(phone, live_server, path)
        look(phone)
    go(phone, live_server, "volunteers/upload/")
    upload(phone, CORPUS / "ce18_bad_phones.xlsx")
    assert counts(phone) == [20, 16, 0, 0, 0, 4]
    look(phone)

    log_in(phone, live_server, "reviewer")
    look(phone)
    for path in ("", "team/review/"):
        go(phone, live_server, path)
        look(phone)
    for path in ("attachments/", "attachments/4/", "exports/"):
        phone.goto(f"{live_server.url}/{path}")
        look(phone)
