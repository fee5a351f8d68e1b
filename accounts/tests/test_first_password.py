"""The first password of an office account: by a link, once, within 72 hours."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.first_password import choose_first_password, invited, link_for
from accounts.models import AuditEntry, User
from volunteer_portal.tests.acts import entry, recorded, said_at, together, visitor
from volunteer_portal.tests.school import PASSWORD, stored_account

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
CHOSEN = "kunlun-mountain-tea"
NEW = {"username": "shen", "name": "沈新", "email": "shen@example.com", "role": "reviewer"}


@pytest.fixture
def administrator() -> User:
    return stored_account("dongfang", User.Role.ADMINISTRATOR)


def token_of(link: str) -> str:
    return link.rstrip("/").rpartition("/")[2]


def opened(administrator: User, **facts: str) -> Any:
    """Opened in the administration."""
    return visitor(administrator).post("/admin/accounts/user/add/", NEW | facts, follow=True)


def test_opened_without_a_password(administrator: User, settings: Any) -> None:
    settings.SITE_URL = "https://zhiyuan.example.edu.cn/"
    page = opened(administrator).content.decode()
    user = User.objects.get(username="shen")
    assert (user.role, user.name, user.has_usable_password()) == ("reviewer", "沈新", False)
    [message] = mail.outbox
    (link,) = re.findall(r"https://zhiyuan\.example\.edu\.cn/account/first-password/[\w:-]+/", str(message.body))
    assert (message.to, link in page) == (["shen@example.com"], True)
    assert [each["action"] for each in recorded()] == ["account-created", "password-link-made"]
    assert link not in str(recorded())


def test_an_auditor_is_opened_here_too(administrator: User) -> None:
    opened(administrator, username="ji", role="auditor")
    assert User.objects.get(username="ji").role == User.Role.AUDITOR


def test_no_contacts_here_and_nobody_in_particular(administrator: User) -> None:
    for facts in ({"role": "contact"}, {"username": "admin"}, {"name": ""}):
        opened(administrator, **facts)
    assert list(User.objects.all()) == [administrator]


def test_without_mail_the_page_shows_the_link(administrator: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    for page in (opened(administrator), opened(administrator, username="zhong", email="")):
        assert "could not be sent" in page.content.decode()
        assert "/account/first-password/" in page.content.decode()


def test_chosen_and_logged_in_with(administrator: User) -> None:
    user = stored_account("lao", password=None)
    link = link_for(user, by=administrator, at=NOW)
    client = Client()
    path = f"/account/first-password/{token_of(link)}/"
    assert client.get(path).status_code == 200
    answer = client.post(path, {"new_password1": CHOSEN, "new_password2": CHOSEN})
    assert answer["Location"] == "/account/login/"
    assert recorded()[-1] | {"at": NOW} == entry("password-chosen", user, by=user, at=NOW, sessions=0)
    assert client.get(path).status_code == 404
    assert client.post("/account/login/", {"login": "lao", "password": CHOSEN}).status_code == 302


@pytest.mark.parametrize(
    ("facts", "errors"),
    [
        ({"new_password1": "kunlun-hills", "new_password2": "kunlun-hills"}, {"new_password2": ["password_too_short"]}),
        ({"new_password2": "another mountain"}, {"new_password2": ["password_mismatch"]}),
        ({"new_password1": ""}, {"new_password1": ["required"]}),
    ],
)
def test_what_it_needs(facts: dict[str, str], errors: dict[str, list[str]], administrator: User) -> None:
    token = token_of(link_for(stored_account("shen", "reviewer", password=None), by=administrator, at=NOW))
    form = {"new_password1": CHOSEN, "new_password2": CHOSEN} | facts
    assert said_at(Client().post(f"/account/first-password/{token}/", form)) == errors


def spoiled(user: User, **facts: Any) -> None:
    User.objects.filter(pk=user.pk).update(**facts)


@pytest.mark.parametrize(
    "facts", [{"password": "!another"}, {"last_login": NOW}, {"role": "administrator"}, {"is_active": False}]
)
def test_a_link_dies_with_what_it_was_made_for(facts: dict[str, Any], administrator: User) -> None:
    user = stored_account("shen", "reviewer", password=None)
    token = token_of(link_for(user, by=administrator, at=NOW))
    assert invited(token) == user
    spoiled(user, **facts)
    assert invited(token) is None


def test_seventy_two_hours(administrator: User) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        user = stored_account("shen", "reviewer", password=None)
        token = token_of(link_for(user, by=administrator, at=NOW))
        clock.move_to(NOW + timedelta(hours=72))
        assert invited(token) == user
        clock.move_to(NOW + timedelta(hours=72, seconds=1))
        assert invited(token) is None


@pytest.mark.parametrize("token", ["x", "a" * 200, "%00", "WzEsIngiXQ:1tabcd:signature", "令狐"])
def test_invented_links(token: str) -> None:
    assert Client().get(f"/account/first-password/{token}/").status_code == 404


def test_mails_get_lost(administrator: User) -> None:
    """A new link for somebody who has a password already: the sessions with the old one end."""
    user = stored_account("lao", email="lao@example.com")
    client = visitor(user)
    chosen = {"action": "make_link", "_selected_action": [user.pk]}
    visitor(administrator).post("/admin/accounts/user/", chosen)
    (token,) = re.findall(r"/account/first-password/([\w:-]+)/", str(mail.outbox[0].body))
    assert client.get("/account/security/").status_code == 200
    Client().post(f"/account/first-password/{token}/", {"new_password1": CHOSEN, "new_password2": CHOSEN})
    assert client.get("/account/security/").status_code == 302
    user.refresh_from_db()
    assert [user.check_password(password) for password in (CHOSEN, PASSWORD)] == [True, False]


@pytest.mark.django_db(transaction=True)
def test_used_twice_at_once() -> None:
    user = stored_account("lao", password=None)

    first, second = User.objects.get(pk=user.pk), User.objects.get(pk=user.pk)
    answers = together(
        lambda: choose_first_password(first, password=CHOSEN, by=first, at=NOW),
        lambda: choose_first_password(second, password=f"{CHOSEN}!", by=second, at=NOW),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "ValidationError"]
    assert AuditEntry.objects.filter(action="password-chosen").count() == 1


def test_a_demo_account_is_refused_in_production(settings: Any) -> None:
    stored_account("contact-demo")
    form = {"login": "contact-demo", "password": PASSWORD}
    settings.EMBEDDED = False
    assert Client().post("/account/login/", form)["Location"] == "/account/inactive/"
    settings.EMBEDDED = True
    assert Client().post("/account/login/", form)["Location"] == "/"


def test_refusal_has_a_code(administrator: User) -> None:
    user = stored_account("lao", password=None)
    spoiled(user, password="!another")
    with pytest.raises(ValidationError) as refused:
        choose_first_password(user, password=CHOSEN, by=user, at=NOW)
    assert refused.value.code == "link-useless"
