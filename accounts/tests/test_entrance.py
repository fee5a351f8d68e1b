"""The login page and forgotten passwords, as an attacker would try them (SECURITY 3h)."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry, User
from jobs.models import Job
from jobs.running import run_waiting
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import PASSWORD, stored_account, stored_campaign, stored_contact, stored_unit

pytestmark = pytest.mark.django_db
RESET = "/account/password/reset/"
CHOSEN = "kunlun-mountain-tea"
ELSEWHERE = [
    "//evil.example", "///evil.example", "////evil.example", "http://evil.example", "https://evil.example/units/cs/",
    "https:evil.example", "http:///evil.example", "https:///evil.example", "\\\\evil.example", "/\\evil.example",
    "\\/evil.example", "/\t/evil.example", "/%09/evil.example\r\nLocation: http://evil.example",
    "%0d%0aLocation:%20http://evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x",
    "vbscript:x", "//evil.example@testserver", "http://testserver@evil.example", "http://testserver.evil.example",
    "//127.0.0.1/",
    "／／evil.example", "http://evil。example", "//[::1]/", "ftp://testserver/", " //evil.example", "//evil%2eexample",
]  # fmt: skip


@pytest.fixture
def user() -> User:
    return stored_account("lao", email="lao@example.com")


@pytest.mark.parametrize("where", ELSEWHERE)
def test_no_login_leads_elsewhere(where: str, user: User) -> None:
    form = {"login": "lao", "password": PASSWORD, "next": where}
    for answer in (Client().post("/account/login/", form), visitor(user).get("/account/login/", {"next": where})):
        assert answer.status_code == 302
        assert is_here(answer["Location"])
        assert "\n" not in answer["Location"]


def is_here(location: str) -> bool:
    """Whether a browser stays: it takes back strokes for strokes and leaves blanks and control signs out."""
    seen = re.sub(r"[\x00-\x20]", "", location).replace("\\", "/")
    return urlsplit(urljoin("http://testserver/account/login/", seen))[:2] == ("http", "testserver")


@pytest.mark.parametrize("where", ["/units/cs/", "/units/cs/?page=2&sort=name", "http://testserver/units/cs/"])
def test_a_login_leads_where_one_was(where: str, user: User) -> None:
    form = {"login": "lao", "password": PASSWORD, "next": where}
    assert Client().post("/account/login/", form)["Location"] == where


@pytest.mark.parametrize("path", ["/account/login/", RESET, "/account/logout/", "/account/preferences/"])
def test_forms_of_others_are_refused(path: str, user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    token = client.get("/account/login/").context["csrf_token"]
    form = {"login": "lao", "password": PASSWORD, "email": "lao@example.com"}
    with_token = form | {"csrfmiddlewaretoken": str(token)}
    refused = [
        client.post(path, form),
        client.post(path, with_token, headers={"Origin": "http://evil.example"}),
        client.post(path, with_token, headers={"Origin": "null"}),
        Client(enforce_csrf_checks=True).post(path, with_token),
    ]
    assert [answer.status_code for answer in refused] == [403] * 4
    assert client.post(path, with_token, headers={"Origin": "http://testserver"}).status_code == 302
    assert Job.objects.count() == (1 if path == RESET else 0)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "me@evil.example"])
def test_another_host_is_refused(host: str, user: User, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["zhiyuan.example.edu.cn"]
    assert Client().post(RESET, {"email": "lao@example.com"}, headers={"Host": host}).status_code == 400
    assert Job.objects.count() == 0


def asked(email: str = "lao@example.com", **headers: str) -> Any:
    """What the page for forgotten passwords answers."""
    return Client().post(RESET, {"email": email}, headers=headers)


def link_mailed() -> str:
    """The path of the link in the last mail."""
    link = re.search(r"https://zhiyuan\.example\.edu\.cn(/account/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert link
    return link[1]


def choose(client: Client, link: str, password: str = CHOSEN) -> Any:
    """Follow the link and choose a password."""
    page = client.get(link)
    where = page["Location"] if page.status_code == 302 else link
    return client.post(where, {"password1": password, "password2": password})


@pytest.fixture
def _site(settings: Any) -> None:
    settings.SITE_URL = "https://zhiyuan.example.edu.cn/"


@pytest.mark.usefixtures("_site")
def test_the_link_names_the_portals_own_host(user: User) -> None:
    asked(**{"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"})
    assert mail.outbox == []
    assert run_waiting() == 1
    [message] = mail.outbox
    assert (message.to, "evil" in str(message.message())) == (["lao@example.com"], False)
    assert link_mailed().startswith("/account/password/reset/key/")


@pytest.mark.usefixtures("_site")
def test_a_link_works_once_and_ends_all_sessions(user: User) -> None:
    client = visitor(user)
    asked()
    asked()
    run_waiting()
    first, second = (re.findall(r"/account/password/reset/key/\S+", str(message.body))[0] for message in mail.outbox)
    assert choose(Client(), first)["Location"] == "/account/password/reset/key/done/"
    assert client.get("/account/security/").status_code == 302
    for link in (first, second):
        assert "This link no longer works" in english().get(link, follow=True).content.decode()
    user.refresh_from_db()
    assert user.check_password(CHOSEN)
    acts = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert acts == ["password-reset-asked"] * 2 + ["password-reset"]


def english() -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.usefixtures("_site")
def test_a_link_dies_with_another_password(user: User) -> None:
    asked()
    run_waiting()
    form = {"oldpassword": PASSWORD, "password1": CHOSEN, "password2": CHOSEN}
    assert visitor(user).post("/account/password/change/", form).status_code == 302
    assert "This link no longer works" in english().get(link_mailed(), follow=True).content.decode()


@pytest.mark.usefixtures("_site")
def test_a_link_works_for_an_hour(user: User) -> None:
    now = timezone.now().replace(microsecond=0)
    with time_machine.travel(now, tick=False) as clock:
        asked()
        run_waiting()
        clock.move_to(now + timedelta(hours=1))
        assert "password1" in english().get(link_mailed(), follow=True).content.decode()
        clock.shift(timedelta(seconds=1))
        assert "This link no longer works" in english().get(link_mailed(), follow=True).content.decode()


def test_nobody_learns_whose_address_is_known(user: User) -> None:
    """Known, closed and unknown: one answer, the same work; the mail goes out by the queue."""
    stored_account("zuo", email="zuo@example.com", is_active=False)
    answers, work = [], []
    for email in ("lao@example.com", "zuo@example.com", "sima@example.com"):
        with CaptureQueriesContext(connection) as queries:
            answer = asked(email)
        headers = {name: value for name, value in answer.items() if name not in ("Expires", "X-Request-ID")}
        answers.append((answer.status_code, answer.content, headers))
        work.append(len(queries))
    assert answers == [(302, b"", answers[0][2])] * 3
    assert answers[0][2]["Location"] == "/account/password/reset/done/"
    assert work == [work[0]] * 3
    assert run_waiting() == 3
    assert [message.to for message in mail.outbox] == [["lao@example.com"]]


def test_three_an_hour(user: User) -> None:
    for email in ("lao@example.com", "sima@example.com"):
        assert [asked(email).status_code for _time in range(4)] == [302, 302, 302, 429]
    assert "Retry-After" in asked()


def test_what_a_new_password_needs(user: User) -> None:
    asked()
    run_waiting()
    link = re.search(r"/account/password/reset/key/\S+", str(mail.outbox[-1].body))
    assert link
    answer = choose(Client(), link[0], "kunlun-hill")
    assert answer.context["form"].errors.as_data()["password1"][0].code == "password_too_short"


def test_without_a_mail_server_the_answer_is_the_same(user: User, settings: Any) -> None:
    """The mail waits, and is tried again."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert asked().status_code == 302
    run_waiting()
    job = Job.objects.get()
    assert (job.state, job.not_before is not None) == (Job.State.QUEUED, True)


def test_the_login_by_its_forms_and_its_record() -> None:
    contact = stored_contact(stored_unit(stored_campaign()), "lao")
    client = Client(REMOTE_ADDR="10.1.2.3")
    assert client.post("/account/login/", {"login": "lao", "password": PASSWORD}, follow=True).status_code == 200
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by, entry.object_id) == ("auth-ok", contact, str(contact.pk))
    assert (entry.address, entry.detail) == ("10.1.2.3", {})
