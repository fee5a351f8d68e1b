"""What a password must be, for whom."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
import time_machine
from argon2 import PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.first_password import choose_first_password
from accounts.hashers import AT_ONCE, Argon2Hasher
from accounts.models import User
from accounts.passwords import ClassesValidator
from units.passwords import SchoolWordsValidator
from volunteer_portal.tests.acts import manage, said_at, visitor
from volunteer_portal.tests.school import PASSWORD, stored_account, stored_campaign, stored_unit

CONTACT, REVIEWER = User(username="lao", name="司空老", email="lao@example.com"), User(username="shen", role="reviewer")
AUDITOR = User(username="ji", role="auditor")

FINE = "kunlun-hills-xyz"


def codes(check: Callable[[], None]) -> list[str | None]:
    """The codes of what is refused."""
    try:
        check()
    except ValidationError as refusal:
        return [error.code for error in refusal.error_list]
    return []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("password", "user", "expected"),
    [
        ("kunlun-hill", CONTACT, ["password_too_short"]),
        ("kunlun-hills", CONTACT, []),
        ("kunlun-hills", REVIEWER, ["password_too_short"]),
        ("kunlun-hills-xy", REVIEWER, []),
        ("kunlun-hills", AUDITOR, ["password_too_short"]),
        ("kunlun-hills-xy", AUDITOR, []),
        ("kunlun-hills-xy", None, []),
        ("昆仑山 " * 32, CONTACT, []),
        ("昆仑山 " * 32 + "x", CONTACT, ["password_too_long"]),
        (" \t<>'\"&\\% 汉字 ok", CONTACT, []),
        ("zhiyuan20262027", CONTACT, ["password_guessed"]),
        ("试验大学计算机学院2018年", CONTACT, ["password_guessed"]),
        ("lao@example.com", CONTACT, ["password_too_similar"]),
    ],
)
def test_rules(password: str, user: User | None, expected: list[str]) -> None:
    stored_unit(stored_campaign())
    assert codes(lambda: validate_password(password, user)) == expected


@pytest.mark.django_db
def test_words_of_the_school() -> None:
    stored_unit(stored_campaign())
    assert sorted(SchoolWordsValidator().words()) == ["cs", "计算机学院", "计算机学院党委", "试验大学"]


@pytest.mark.parametrize(
    ("password", "expected"), [("kunlun mountain", ["password_classes"]), ("Kunlun mountain", []), ("kunlun 7", [])]
)
def test_classes_where_they_are_asked_for(password: str, expected: list[str]) -> None:
    assert codes(lambda: ClassesValidator().validate(password)) == expected


def test_the_hash_is_argon2id_as_owasp_asks() -> None:
    encoded = Argon2Hasher().encode("kunlun", "salt" * 4)
    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert [Argon2Hasher().verify(password, encoded) for password in ("kunlun", "kunlum")] == [True, False]


def test_four_hashes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """With four at work, a fifth waits until one is done."""
    working, go_on = [], Event()

    def slow(self: PasswordHasher, *args: Any, **kwargs: Any) -> bool:
        working.append(1)
        return go_on.wait(30)

    encoded = Argon2Hasher().encode("kunlun", "salt" * 4)
    monkeypatch.setattr(PasswordHasher, "verify", slow)
    with ThreadPoolExecutor(AT_ONCE + 1) as pool:
        asked = [pool.submit(Argon2Hasher().verify, "kunlun", encoded) for _time in range(AT_ONCE + 1)]
        while len(working) < AT_ONCE:
            Event().wait(0.01)
        Event().wait(0.2)
        at_once = len(working)
        go_on.set()
        assert [answer.result(30) for answer in asked] == [True] * (AT_ONCE + 1)
    assert (at_once, len(working)) == (AT_ONCE, AT_ONCE + 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "password"),
    [("admin", FINE), ("Root", FINE), ("TEST", FINE), ("dongfang", "kunlun-hills"), ("dongfang", "dongfang@example")],
)
def test_createsuperuser_refuses(name: str, password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
    words = ("createsuperuser", "--noinput", "--username", name, "--name", "东方", "--email", "dongfang@example.com")
    ran = manage(*words)
    assert (ran.code, User.objects.count(), ran.err.startswith("CommandError: ")) == (1, 0, True)


@pytest.mark.django_db
def test_createsuperuser_makes_an_administrator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", FINE)
    words = ("createsuperuser", "--noinput", "--username", "dongfang", "--name", "东方", "--email", "df@example.com")
    assert manage(*words).code == 0
    user = User.objects.get()
    assert (user.username, user.role, user.check_password(FINE)) == ("dongfang", "administrator", True)


CHANGE, PAGE = "/account/password/change/", "/account/security/"


def came_in(password: str = PASSWORD) -> Client:
    """A browser after a login by password."""
    client = Client()
    client.cookies["django_language"] = "en"
    assert client.post("/account/login/", {"login": "lao", "password": password}).status_code == 302
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(("most", "days", "status"), [(0, 4000, 200), (90, 89, 200), (90, 90, 302)])
def test_an_old_password(most: int, days: int, status: int, settings: Any) -> None:
    settings.PASSWORD_MAX_AGE_DAYS = most
    user = stored_account("lao")
    with time_machine.travel(user.password_since + timedelta(days=days, seconds=1), tick=False):
        assert came_in().get(PAGE).status_code == status


@pytest.mark.django_db
def test_an_old_password_is_changed_before_anything_else(settings: Any) -> None:
    settings.PASSWORD_MAX_AGE_DAYS = 90
    user, new = stored_account("lao"), f"{FINE}-2"
    user.set_password(FINE)
    user.save()
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        client = came_in(FINE)
        way = client.get(f"{PAGE}?from=mail")
        assert way["Location"] == f"{CHANGE}?next=%2Faccount%2Fsecurity%2F%3Ffrom%3Dmail"
        part = client.get(PAGE, headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/"})
        assert part["HX-Redirect"] == f"{CHANGE}?next=http%3A%2F%2Ftestserver%2F"
        page = client.get(way["Location"])
        assert "Your password is old." in page.content.decode()
        form = {"oldpassword": FINE, "password1": FINE, "password2": FINE, "next": f"{PAGE}?from=mail"}
        refused = client.post(way["Location"], form)
        assert said_at(refused) == {"password1": ["password-unchanged"]}
        changed = client.post(way["Location"], form | {"password1": new, "password2": new})
        assert changed["Location"] == f"{PAGE}?from=mail"
        assert client.get(PAGE).status_code == 200
        assert "Your password is old." not in client.get(CHANGE).content.decode()
        client.post("/account/logout/")
        assert came_in(new).get(PAGE).status_code == 200


@pytest.mark.django_db
def test_who_came_without_a_password_is_not_asked_for_another(settings: Any) -> None:
    """By the campus login or a passkey: the old one is asked for when it is used."""
    settings.PASSWORD_MAX_AGE_DAYS = 90
    user = stored_account("lao")
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        assert visitor(user).get(PAGE).status_code == 200
        assert came_in().get(PAGE)["Location"] == f"{CHANGE}?next=%2Faccount%2Fsecurity%2F"


@pytest.mark.django_db
def test_a_first_password_is_as_old_as_its_choice() -> None:
    user, later = stored_account("lao"), timezone.now() + timedelta(days=100)
    choose_first_password(user, password=FINE, by=user, at=later)
    user.refresh_from_db()
    assert user.password_since == later
