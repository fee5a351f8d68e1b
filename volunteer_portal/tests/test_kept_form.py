"""A form sent after the session has ended: its sender logs in again and sends it on, and nobody else can (C06)."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser

from accounts.models import User
from units.models import UnitYear
from volunteer_portal.tests.acts import log_in
from volunteer_portal.tests.faces import FACES, Face, mirror
from volunteer_portal.tests.school import PASSWORD, stored_campaign, stored_contact, stored_unit

pytestmark = pytest.mark.django_db
PAGE = "/units/cs/head-count/"
LOGIN = "/account/login/?next=%2Fkept-form%2F"
TYPED = {"staff": "9", "students": "8", "party_members": "7", "count_source": '学生处 <b>"甲"</b>'}


@pytest.fixture
def unit_year() -> UnitYear:
    return stored_unit(stored_campaign())


@pytest.fixture
def contact(unit_year: UnitYear) -> User:
    return stored_contact(unit_year, "lao")


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


def token_on(page: Any) -> str:
    """The token of the page's forms."""
    return str(re.findall('name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[-1])


def filled_in(user: User) -> tuple[Client, dict[str, str]]:
    """A browser with the page of the head count, filled in; forms of others are refused."""
    client = Client(enforce_csrf_checks=True, headers={"Referer": f"http://testserver{PAGE}"})
    log_in(client, user)
    token = token_on(client.get(PAGE))
    return client, TYPED | {"counted_on": timezone.localdate().isoformat(), "csrfmiddlewaretoken": token}


def logged_in_again(client: Client, name: str) -> Any:
    """The answer to the login, past the page of the login."""
    page = client.get(LOGIN)
    form = {"login": name, "password": PASSWORD, "next": "/kept-form/", "csrfmiddlewaretoken": token_on(page)}
    return client.post("/account/login/", form)


@pytest.mark.parametrize("minutes", [30, 600])
def test_sent_on_after_the_login(contact: User, unit_year: UnitYear, clock: Any, minutes: int) -> None:
    client, form = filled_in(contact)
    clock.shift(timedelta(minutes=minutes))
    late = client.post(PAGE, form)
    assert (late.status_code, late["Location"]) == (302, LOGIN)
    assert "填写的内容已保留" in client.get(LOGIN).content.decode()
    assert logged_in_again(client, "lao")["Location"] == "/kept-form/"
    page = client.get("/kept-form/")
    assert page.context["form"].typed == [[name, form[name]] for name in form if name != "csrfmiddlewaretoken"]
    assert (page.context["form"].address, page.context["form"].page) == (PAGE, f"http://testserver{PAGE}")
    kept = dict(page.context["form"].typed) | {"csrfmiddlewaretoken": token_on(page)}
    assert client.post(PAGE, kept).status_code == 302
    unit_year.refresh_from_db()
    assert (unit_year.staff, unit_year.students, unit_year.count_source) == (9, 8, TYPED["count_source"])
    assert client.get("/kept-form/")["Location"] == "/"


def test_nobody_else_gets_it(contact: User, unit_year: UnitYear, clock: Any) -> None:
    stored_contact(unit_year, "xin")
    client, form = filled_in(contact)
    clock.shift(timedelta(minutes=31))
    client.post(PAGE, form)
    assert logged_in_again(client, "xin")["Location"] == "/kept-form/"
    assert client.get("/kept-form/")["Location"] == "/"


def test_it_is_sealed(contact: User, clock: Any) -> None:
    client, form = filled_in(contact)
    clock.shift(timedelta(minutes=31))
    client.post(PAGE, form)
    (session,) = Session.objects.all()
    assert list(session.get_decoded()) == ["kept_form", "_messages"]
    assert "学生处" not in str(session.get_decoded())


@pytest.mark.parametrize(
    ("address", "more"),
    [
        (PAGE, {"csrfmiddlewaretoken": "a" * 64}),
        (PAGE, {"count_source": "字" * 100_001}),
        ("/account/password/change/", {"oldpassword": PASSWORD}),
        ("/units/cs/volunteers/upload/", {"file": SimpleUploadedFile("a.csv", b"x")}),
        (PAGE, {"file_password": "x"}),
    ],
    ids=["of others", "too long", "password", "file", "secret"],
)
def test_what_is_not_kept(contact: User, clock: Any, address: str, more: dict[str, Any]) -> None:
    client, form = filled_in(contact)
    clock.shift(timedelta(minutes=31))
    client.post(address, form | more)
    assert [session.get_decoded().get("kept_form") for session in Session.objects.all()] in ([], [None])


def test_a_session_too_old_keeps_nothing(contact: User, clock: Any) -> None:
    client, form = filled_in(contact)
    clock.shift(timedelta(hours=13))
    assert client.post(PAGE, form).status_code == 403


@pytest.mark.parametrize("face", FACES[:2])
def test_its_page_is_in_order(contact: User, clock: Any, browser: Browser, face: Face) -> None:
    client, form = filled_in(contact)
    User.objects.filter(pk=contact.pk).update(language=face.language)
    clock.shift(timedelta(minutes=31))
    client.post(PAGE, form)
    logged_in_again(client, "lao")
    with mirror(browser) as shown:
        assert shown.faults(client.get("/kept-form/"), "/kept-form/", face) == []
