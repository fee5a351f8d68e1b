"""Downloads of attachments: masked by a link, complete by a form with a reason."""

import io
import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote, unquote

import msoffcrypto
import openpyxl
import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import AuditEntry
from volunteer_portal.tests.acts import recorded, said_at, visitor
from volunteer_portal.tests.school import PASSWORD, School, two_units
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
KINDS = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "pdf": "application/pdf"}


@pytest.fixture
def school() -> School:
    return two_units()


def places(school: School) -> dict[str, Client]:
    """Where attachments are to be had, and by whom."""
    return {"/units/cs/": visitor(school.ours.contact), "/": visitor(school.accounts["reviewer"])}


@pytest.mark.parametrize("drawing", KINDS)
@pytest.mark.parametrize(
    ("place", "number"), [("/units/cs/", 1), ("/units/cs/", 3), ("/units/cs/", 4), ("/", 1), ("/", 3)]
)
def test_download(school: School, place: str, number: int, drawing: str) -> None:
    answer = places(school)[place].get(f"{place}attachments/{number}.{drawing}")
    assert (answer.status_code, answer["Content-Type"]) == (200, KINDS[drawing])
    name = unquote(answer["Content-Disposition"])
    owner = "计算机学院党委" if "units" in place else "试验大学"
    assert (name.startswith("attachment; "), f"附件{number} {owner} " in name, f".{drawing}" in name) == (True,) * 3
    assert "no-store" in answer["Cache-Control"]


COMPLETE = "/units/cs/attachments/complete/"
FORM = {"reason": "签字盖章的纸质材料", "drawing": "xlsx"}


@pytest.fixture
def client(school: School) -> Any:
    """Our contact, who just entered the password once more."""
    return visitor(school.ours.contact)


@pytest.mark.parametrize("reason", ["", "签字", " " * 9, "长" * 201, "\0" * 9])
def test_complete_numbers_want_a_reason(client: Any, reason: str) -> None:
    before = recorded()
    page = client.post(COMPLETE, FORM | {"reason": reason})
    assert (page.status_code, list(said_at(page)), recorded()) == (200, ["reason"], before)


@pytest.mark.parametrize("drawing", KINDS)
def test_complete_numbers(client: Any, school: School, drawing: str) -> None:
    answer = client.post(COMPLETE, FORM | {"drawing": drawing})
    started = recorded()[-2]
    assert (answer["Content-Type"], started["reason"]) == (KINDS[drawing], FORM["reason"])
    serial, by = f"{AuditEntry.objects.order_by('-pk')[1].pk:06d}", school.ours.contact.name
    if drawing == "pdf":
        text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
        assert (f"导出编号 {serial}" in text, by in text) == (True, True)
        return
    table, notes = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
    assert (table.title, notes.title) == ("附件4", "使用说明")
    told = dict(notes.iter_rows(values_only=True))
    assert (told["导出人"], told["导出编号"], told["人数"], told["用途"]) == (by, serial, "5", FORM["reason"])


def test_complete_numbers_behind_a_password(client: Any) -> None:
    password = client.get(COMPLETE).context["form"]["password"].value()
    answer = client.post(COMPLETE, FORM | {"lock": "on", "password": password})
    book = msoffcrypto.OfficeFile(io.BytesIO(answer.content))
    book.load_key(password=password, verify_password=True)
    plain = io.BytesIO()
    book.decrypt(plain)
    assert len(openpyxl.load_workbook(plain).worksheets) == 2
    assert password not in json.dumps(recorded(), default=str)
    assert client.get(COMPLETE).context["form"]["password"].value() != password


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"password": "kx7m"}, {"password": ["password-unfit"]}),
        ({"password": ""}, {"password": ["password-unfit"]}),
        ({"password": "四月的雨下了一夜又一天"}, {"password": ["password-unfit"]}),
        ({"password": "kx7m-2wqe", "drawing": "pdf"}, {"lock": ["pdf-not-lockable"]}),
    ],
)
def test_a_lock_that_does_not_hold_is_refused(client: Any, changes: dict[str, str], codes: dict[str, Any]) -> None:
    before = recorded()
    page = client.post(COMPLETE, FORM | {"lock": "on"} | changes)
    assert (said_at(page), recorded()) == (codes, before)


@pytest.mark.parametrize("method", ["get", "post"])
def test_complete_numbers_want_the_password_first(school: School, method: str) -> None:
    browser, before = visitor(school.ours.contact, minutes_ago=11), recorded()
    answer = getattr(browser, method)(COMPLETE, FORM if method == "post" else {})
    asked = f"/account/reauthenticate/?next={quote(COMPLETE, safe='')}"
    assert (answer.status_code, answer["Location"]) == (302, asked)
    assert recorded() == before
    page = browser.post(answer["Location"], {"password": PASSWORD, "next": COMPLETE})
    assert (page.status_code, page["Location"]) == (302, COMPLETE)
    assert browser.post(COMPLETE, FORM)["Content-Type"] == KINDS["xlsx"]


def test_the_password_is_good_for_ten_minutes(client: Any) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=9)):
        assert client.get(COMPLETE).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert client.get(COMPLETE).status_code == 302


def test_twenty_lists_a_day(client: Any, school: School) -> None:
    for _time in range(20):
        assert client.get("/units/cs/attachments/4.xlsx").status_code == 200
    page = client.get("/units/cs/attachments/4.xlsx", follow=True)
    assert "You have taken 20 lists of people today" in page.content.decode()
    assert list(said_at(client.post(COMPLETE, FORM))) == ["__all__"]
    assert client.get("/units/cs/attachments/3.xlsx")["Content-Type"] == KINDS["xlsx"]
    assert places(school)["/"].get("/units/cs/attachments/4.xlsx")["Content-Type"] == KINDS["xlsx"]
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        tomorrow = visitor(school.ours.contact)
        assert tomorrow.get("/units/cs/attachments/4.xlsx")["Content-Type"] == KINDS["xlsx"]


@pytest.mark.parametrize("file", ["2.xlsx", "5.pdf", "0.pdf", "4.docx", "4.zip"])
def test_what_is_not_there(school: School, file: str) -> None:
    assert {client.get(f"{place}attachments/{file}").status_code for place, client in places(school).items()} == {404}


def test_a_character_that_cannot_be_printed_is_named(school: School) -> None:
    Volunteer.objects.filter(name="令狐甲").update(name="令狐\ue000")
    page = places(school)["/units/cs/"].get("/units/cs/attachments/4.pdf", follow=True)
    assert (page.resolver_match.url_name, "U+E000" in page.content.decode()) == ("submission", True)


def test_the_page_of_the_whole_school(school: School) -> None:
    page = places(school)["/"].get("/attachments/").content.decode()
    links = [f'href="/attachments/{number}.{drawing}"' for number in (1, 3) for drawing in KINDS]
    links.append('href="/attachments/4/"')
    assert [link for link in links if link not in page] == []
