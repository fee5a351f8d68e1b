"""Sessions end: by the clock, at one's own word, and when rights change (SECURITY C03, C06, 3h)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, User
from accounts.sessions import forget_old_sessions, number_of, open_sessions
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import PASSWORD, stored_account, stored_campaign, stored_contact, stored_unit

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36"
PAGE = "/account/security/"


@pytest.fixture
def contact() -> User:
    return stored_contact(stored_unit(stored_campaign()), "lao")


@pytest.fixture
def administrator() -> User:
    return stored_account("dongfang", User.Role.ADMINISTRATOR)


def logged_in(name: str = "lao", password: str = PASSWORD) -> Client:
    """A browser after a real login."""
    client = Client(headers={"User-Agent": CHROME})
    assert client.post("/account/login/", {"login": name, "password": password}).status_code == 302
    client.cookies["django_language"] = "en"
    return client


def is_in(client: Any) -> bool:
    """Whether a browser is still logged in."""
    status: int = client.get(PAGE).status_code
    return status == 200


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


@pytest.mark.parametrize(
    ("role", "minutes"),
    [(User.Role.CONTACT, 30), (User.Role.REVIEWER, 15), (User.Role.ADMINISTRATOR, 15), (User.Role.AUDITOR, 15)],
)
def test_left_alone(role: User.Role, minutes: int) -> None:
    user, now = stored_account("lao", role), timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        client = visitor(user)
        clock.move_to(now + timedelta(minutes=minutes, seconds=-1))
        assert is_in(client)
        clock.move_to(now + timedelta(minutes=2 * minutes, seconds=-2))
        assert is_in(client)
        clock.shift(timedelta(minutes=minutes))
        assert not is_in(client)
        assert not Session.objects.filter(pk=client.cookies["sessionid"].value).exists()


def test_twelve_hours_at_the_most() -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        client = visitor(stored_account("lao"))
        for _half_hour in range(35):
            clock.shift(timedelta(minutes=20))
            assert is_in(client)
        clock.move_to(now + timedelta(hours=12, seconds=-1))
        assert is_in(client)
        clock.move_to(now + timedelta(hours=12))
        assert not is_in(client)


def test_use_is_written_once_a_minute() -> None:
    now = timezone.now().replace(microsecond=0)
    with time_machine.travel(now, tick=False) as clock:
        client = visitor(stored_account("lao"))
        written = []
        for seconds in (1, 58, 1, 1, 58, 1):
            clock.shift(timedelta(seconds=seconds))
            with CaptureQueriesContext(connection) as queries:
                assert is_in(client)
            written.append(any("UPDATE" in query["sql"] for query in queries))
    assert written == [False, False, True, False, False, True]


def test_after_the_login_one_is_back_on_the_page(contact: User) -> None:
    client = Client()
    for path in ("/units/cs/", "/units/cs/volunteers/?status=pending&page=2"):
        way = client.get(path)
        assert way["Location"].startswith("/account/login/?next=")
        back = client.post(way["Location"], {"login": "lao", "password": PASSWORD})
        assert back["Location"] == path
        client.logout()


@pytest.mark.parametrize(
    ("headers", "back"),
    [
        ({"Referer": "http://testserver/units/cs/head-count/"}, "http://testserver/units/cs/head-count/"),
        ({"Referer": "http://evil.example/"}, "/"),
        ({}, "/"),
    ],
)
def test_a_form_sent_too_late_leads_back_to_its_page(contact: User, headers: dict[str, str], back: str) -> None:
    client = Client()
    way = client.post("/units/cs/head-count/confirm/", headers=headers)
    assert way.status_code == 302
    assert client.post(way["Location"], {"login": "lao", "password": PASSWORD})["Location"] == back


def test_a_part_of_a_page_leads_the_whole_page_to_the_login(contact: User) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/units/cs/projects/"}
    answer = Client().get(reverse("project_name_hints", args=["cs"]), headers=headers)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["HX-Redirect"] == "/account/login/?next=http%3A%2F%2Ftestserver%2Funits%2Fcs%2Fprojects%2F"


def test_the_key_changes_at_the_login(contact: User) -> None:
    """Whoever planted a session finds it empty."""
    client = Client()
    client.get("/account/login/?next=/units/cs/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = str(planted)
    client.post("/account/login/", {"login": "lao", "password": PASSWORD})
    key = client.cookies["sessionid"].value
    attacker = Client()
    attacker.cookies["sessionid"] = str(planted)
    assert (key != planted, is_in(client), is_in(attacker)) == (True, True, False)
    assert not Session.objects.filter(pk=planted).exists()


def test_logging_out_ends_the_session_for_good(contact: User) -> None:
    client, copied = logged_in(), Client()
    copied.cookies["sessionid"] = client.cookies["sessionid"].value
    assert is_in(copied)
    client.post("/account/logout/")
    assert [is_in(client), is_in(copied)] == [False, False]


def test_nothing_is_left_in_the_browser(contact: User, administrator: User) -> None:
    """Storage goes when the session does; cookies stay, they are also those of the school's other servers."""
    left = '"storage"'
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = visitor(administrator)
        assert "Clear-Site-Data" not in client.get(PAGE)
        clock.shift(timedelta(minutes=15))
        assert client.get(PAGE)["Clear-Site-Data"] == left
    client = logged_in()
    answers = [client.post("/account/logout/"), client.get("/account/login/")]
    assert [answer.get("Clear-Site-Data") for answer in answers] == [left, None]
    assert client.cookies["django_language"].value == "en"


def test_own_sessions_are_listed(contact: User) -> None:
    stored_account("pang")
    first, here = logged_in(), logged_in()
    logged_in("pang")
    answer = here.get(PAGE)
    sessions = answer.context["sessions"]
    assert [(found.device, found.is_here) for found in sessions] == [
        ("Chrome · Windows", True), ("Chrome · Windows", False),
    ]  # fmt: skip
    assert timezone.now() - sessions[0].opened_at < timedelta(minutes=1)
    page = answer.content.decode()
    assert [client.cookies["sessionid"].value in page for client in (first, here)] == [False, False]
    assert (page.count("Log out there"), page.count("Log out everywhere else")) == (1, 1)


def test_one_of_them_is_ended(contact: User) -> None:
    first, second, here = logged_in(), logged_in(), logged_in()
    number = number_of(first.cookies["sessionid"].value)
    assert here.post(f"/account/sessions/{number}/end/").status_code == 302
    assert [is_in(client) for client in (first, second, here)] == [False, True, True]
    assert acts()[-1] == "session-ended"
    assert here.post(f"/account/sessions/{number}/end/").status_code == 404


def test_others_cannot_end_it(contact: User) -> None:
    stored_account("pang")
    mine, theirs = logged_in(), logged_in("pang")
    assert theirs.post(f"/account/sessions/{number_of(mine.cookies['sessionid'].value)}/end/").status_code == 404
    assert is_in(mine)


def test_all_others_are_ended(contact: User) -> None:
    stored_account("pang")
    others, stranger, here = [logged_in(), logged_in()], logged_in("pang"), logged_in()
    answer = here.post("/account/sessions/end-others/", follow=True)
    assert "Logged out on 2 other devices." in answer.content.decode()
    assert [is_in(client) for client in (*others, stranger, here)] == [False, False, True, True]
    assert AuditEntry.objects.latest("pk").detail == {"sessions": 2}
    before = acts()
    assert "logged in nowhere else" in here.post("/account/sessions/end-others/", follow=True).content.decode()
    assert acts() == before


def test_an_ended_session_is_not_listed(contact: User) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        visitor(contact)
        clock.shift(timedelta(minutes=29))
        here = visitor(contact)
        clock.shift(timedelta(minutes=2))
        assert [found.is_here for found in open_sessions(contact, here.cookies["sessionid"].value)] == [True]


def test_sessions_that_have_ended_are_forgotten(contact: User) -> None:
    visitor(contact)
    visitor(contact)
    ends = Session.objects.latest("expire_date").expire_date
    assert (forget_old_sessions(ends - timedelta(hours=1)), Session.objects.count()) == (0, 2)
    assert (forget_old_sessions(ends + timedelta(seconds=1)), Session.objects.count()) == (2, 0)


NEW_PASSWORD = "kunlun-mountain-tea"


def test_a_new_password_ends_the_others_only(contact: User) -> None:
    other, here = logged_in(), logged_in()
    form = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert here.post("/account/password/change/", form)["Location"] == PAGE
    assert [is_in(other), is_in(here)] == [False, True]
    assert acts()[-1] == "password-changed"
    assert AuditEntry.objects.latest("pk").detail == {"sessions": 1}


ADMIN_FORM = {"username": "lao", "name": "用户lao", "email": "", "role": "contact", "is_active": "on"}


@pytest.mark.parametrize(
    ("change", "still_in"),
    [
        ({"role": "reviewer"}, False),
        ({"is_active": ""}, False),
        ({"username": "lao2"}, False),
        ({"name": "司空老"}, True),
        ({"email": "lao@example.com"}, True),
    ],
)
def test_other_rights_end_the_session(
    contact: User, administrator: User, change: dict[str, str], still_in: bool
) -> None:
    client = visitor(contact)
    form = {name: value for name, value in (ADMIN_FORM | change).items() if value}
    assert visitor(administrator).post(f"/admin/accounts/user/{contact.pk}/change/", form).status_code == 302
    assert is_in(client) is still_in
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.detail) == ("account-changed", {"fields": list(change), "sessions": int(not still_in)})


@pytest.mark.parametrize("form", [ADMIN_FORM | {"role": "reviewer"}])
def test_changing_accounts_asks_who_it_is(contact: User, administrator: User, form: dict[str, str]) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = visitor(administrator)
        clock.shift(timedelta(minutes=10))
        page = f"/admin/accounts/user/{contact.pk}/change/"
        looked, sent = client.get(page), client.post(page, form)
        asking = f"/account/reauthenticate/?next={page.replace('/', '%2F')}"
        assert (looked.status_code, sent["Location"]) == (200, asking)
        contact.refresh_from_db()
        assert contact.role == "contact"
        answer = client.post(sent["Location"], {"password": PASSWORD, "next": page})
        contact.refresh_from_db()
        assert (answer.status_code, contact.role) == (302, "reviewer")
