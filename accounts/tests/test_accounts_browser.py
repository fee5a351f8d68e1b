"""One's own account in a real browser: the app by keyboard, passkeys on a virtual device, sessions on two."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from volunteer_portal.tests.browsing import PASSWORD, fill, filled_button, log_in, look, small_school, tab_to

pytestmark = pytest.mark.django_db(transaction=True)
SECURITY, INDEX = "/account/security/", "/account/second-factor/"
PAGES = [
    SECURITY, "/account/password/change/", "/account/reauthenticate/", INDEX, f"{INDEX}reauthenticate/",
    f"{INDEX}totp/deactivate/", f"{INDEX}recovery-codes/", f"{INDEX}recovery-codes/generate/", f"{INDEX}webauthn/",
    f"{INDEX}webauthn/add/",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _school(live_server: LiveServer) -> None:
    small_school()


def type_in(page: Page, name: str, text: str) -> None:
    """By keyboard alone: to the field, and the text."""
    tab_to(page, f"[name={name}]")
    page.keyboard.type(text)


def press(page: Page, target: str) -> None:
    """By keyboard alone: to the link or button, and Enter."""
    tab_to(page, target)
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def test_the_app_is_set_up_by_keyboard(page: Page, live_server: LiveServer) -> None:
    """An office account without a second factor: from the password to the board without touching the mouse."""
    Authenticator.objects.all().delete()
    page.goto(f"{live_server.url}/board/")
    type_in(page, "login", "reviewer")
    type_in(page, "password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{INDEX}?next=*")
    look(page)
    press(page, "a.btn-primary")
    page.wait_for_url("**/totp/activate/")
    look(page)
    secret = page.locator("code.key").inner_text()
    assert page.locator(".qr svg").is_visible()
    page.locator("[name=code]").focus()
    page.keyboard.type(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.keyboard.press("Enter")
    page.wait_for_url("**/recovery-codes/")
    look(page)
    assert page.locator(".codes li").count() == 10
    press(page, "a.btn-primary")
    page.wait_for_url("**/board/")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_are_fit_for_everybody(page: Page, phone: Page, live_server: LiveServer, language: str) -> None:
    for screen in (page, phone):
        screen.goto(f"{live_server.url}/account/login/")
        look(screen)
        log_in(screen, live_server, "reviewer")
        screen.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        for path in PAGES:
            screen.goto(f"{live_server.url}{path}")
            look(screen)


def virtual_device(page: Page) -> None:
    """A device that keeps passkeys and knows its owner's finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def by_name(live_server: LiveServer) -> Any:
    """The same server by its name: passkeys belong to names, not to numbers."""
    return type("Named", (), {"url": live_server.url.replace("127.0.0.1", "localhost")})


def add_passkey(page: Page, here: Any, *, alone: bool) -> None:
    page.goto(f"{here.url}{INDEX}webauthn/add/")
    fill(page, name="办公室电脑", passwordless=alone)
    filled_button(page).click()
    page.wait_for_url(re.compile(rf"{INDEX}(recovery-codes/)?$"))


def log_out(page: Page, here: Any) -> None:
    page.goto(f"{here.url}/account/logout/")
    filled_button(page).click()
    page.wait_for_url("**/account/login/")


def test_a_passkey_logs_in_alone(page: Page, live_server: LiveServer) -> None:
    here = by_name(live_server)
    virtual_device(page)
    log_in(page, here, "contact")
    add_passkey(page, here, alone=True)
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto(f"{here.url}{INDEX}webauthn/")
    expect(page.get_by_role("heading", name="办公室电脑")).to_be_visible()
    look(page)
    log_out(page, here)
    page.locator("form[data-passkey] button").click()
    page.wait_for_url("**/units/cs/")


def test_a_passkey_as_second_factor(page: Page, live_server: LiveServer) -> None:
    here = by_name(live_server)
    virtual_device(page)
    log_in(page, here, "reviewer")
    add_passkey(page, here, alone=False)
    log_out(page, here)
    page.locator("[name=login]").fill("reviewer")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/authenticate/")
    look(page)
    page.locator("form[data-passkey] button").click()
    page.wait_for_url("**/board/")
    passkey = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    page.goto(f"{here.url}{INDEX}webauthn/keys/{passkey.pk}/remove/")
    look(page)
    page.locator("main .btn-danger").click()
    page.wait_for_url("**/webauthn/")
    page.goto(f"{here.url}/board/")
    expect(page).to_have_url(f"{here.url}/board/")  # the app is still there
    assert Authenticator.objects.filter(user=User.objects.get(username="reviewer")).count() == 2


def test_where_passkeys_cannot_work_the_page_says_so(page: Page, live_server: LiveServer) -> None:
    virtual_device(page)
    page.goto(f"{live_server.url}/account/login/")
    hint = page.locator("[data-passkey-address]")
    expect(hint).to_be_hidden()
    page.locator("form[data-passkey] button").click()
    expect(hint).to_be_visible()
    expect(hint).to_contain_text("http://localhost")


def test_without_javascript_there_is_no_button_for_nothing(new_context: Any, live_server: LiveServer) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/account/login/")
    expect(page.locator("form[data-passkey]")).to_be_hidden()


def test_a_forgotten_device_is_logged_out(page: Page, phone: Page, live_server: LiveServer) -> None:
    for screen in (phone, page):
        log_in(screen, live_server, "contact")
    page.goto(f"{live_server.url}{SECURITY}")
    look(page)
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(2)
    rows.nth(1).locator("button").click()
    expect(rows).to_have_count(1)
    phone.goto(f"{live_server.url}/units/cs/head-count/")
    expect(phone).to_have_url(f"{live_server.url}/account/login/?next=/units/cs/head-count/")
    phone.locator("[name=login]").fill("contact")
    phone.locator("[name=password]").fill(PASSWORD)
    phone.locator("[name=password]").press("Enter")
    phone.wait_for_url("**/units/cs/head-count/")
