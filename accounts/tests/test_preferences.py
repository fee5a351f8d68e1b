"""The choice of language and colours: kept with the account, in a cookie for visitors."""

import re
from typing import Any

import pytest
from django.test import Client

from volunteer_portal.tests.school import PASSWORD, stored_account

pytestmark = pytest.mark.django_db


def face(client: Client, path: str = "/account/password/reset/") -> tuple[str, str]:
    """The language of a page, and the colours it insists on."""
    found = re.search(r'<html lang="([^"]+)"(?: data-theme="(\w+)")?>', client.get(path, follow=True).content.decode())
    assert found
    return found[1], found[2] or ""


def choose(client: Client, **chosen: str) -> Any:
    return client.post("/account/preferences/", {"next": "/account/login/", **chosen})


def test_chinese_and_the_devices_own_colours_unless_somebody_chose() -> None:
    assert face(Client(headers={"accept-language": "en"})) == ("zh-hans", "")


def test_a_visitors_choice_is_a_cookie() -> None:
    client = Client()
    answer = choose(client, language="en", theme="dark")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/")
    assert face(client) == ("en", "dark")
    kept = {name: client.cookies[name] for name in ("django_language", "theme")}
    assert [(one["httponly"], one["samesite"], one["max-age"]) for one in kept.values()] == [
        (True, "Lax", 31_536_000)
    ] * 2
    choose(client, theme="auto")
    assert face(client) == ("en", "")


def test_an_accounts_choice_follows_to_another_browser() -> None:
    user, client = stored_account("contact"), Client()
    client.force_login(user)
    choose(client, language="en", theme="light")
    user.refresh_from_db()
    assert (user.language, user.theme) == ("en", "light")
    elsewhere = Client()
    elsewhere.cookies["theme"] = "dark"
    assert face(elsewhere) == ("zh-hans", "dark")
    elsewhere.post("/account/login/", {"login": "contact", "password": PASSWORD})
    assert face(elsewhere, "/account/password/change/") == ("en", "light")


@pytest.mark.parametrize("nonsense", [{"language": "fr"}, {"theme": "pink"}, {"theme": ""}, {}])
def test_nonsense_changes_nothing(nonsense: dict[str, str]) -> None:
    user, client = stored_account("contact", language="en", theme="dark"), Client()
    client.force_login(user)
    assert "theme" not in choose(client, **nonsense).cookies
    user.refresh_from_db()
    assert (user.language, user.theme) == ("en", "dark")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:go()", ""])
def test_the_way_back_stays_in_the_house(elsewhere: str) -> None:
    assert choose(Client(), theme="dark", next=elsewhere)["Location"] == "/"


def test_a_cookie_with_nonsense_is_no_choice() -> None:
    client = Client()
    client.cookies["django_language"], client.cookies["theme"] = "../en", '"><script>'
    assert face(client) == ("zh-hans", "")
