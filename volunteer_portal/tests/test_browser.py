"""What browser tests stand on: a real Chromium, Chinese, at a desk or on a phone, reads this portal's files."""

from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

ZONE = "Intl.DateTimeFormat().resolvedOptions().timeZone"
READER = f"[screen.width, navigator.maxTouchPoints > 0, navigator.language, {ZONE}]"


def status_of_icons(page: Page, live_server: LiveServer) -> int | None:
    answer = page.goto(f"{live_server.url}/static/icons.svg")
    return answer.status if answer else None


def test_desk(page: Page, live_server: LiveServer) -> None:
    assert status_of_icons(page, live_server) == 200
    assert page.evaluate(READER) == [1280, False, "zh-CN", "Asia/Shanghai"]


def test_phone(phone: Page, live_server: LiveServer) -> None:
    assert status_of_icons(phone, live_server) == 200
    assert phone.evaluate(READER) == [390, True, "zh-CN", "Asia/Shanghai"]
