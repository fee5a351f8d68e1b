"""Browser tests: a real Chromium against the live server; loaded by pytest.ini after pytest-django and playwright.

A test that asks for `page` (1280 wide, as Playwright makes it) or `phone` (390 wide) gets the marker `browser`.
"""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent.parent
# The first one there: what `make test` put in place, otherwise the machine's own.
PROGRAMS = (str(ROOT / ".browser" / "chromium"), "chromium", "chromium-browser", "google-chrome")
# Without network beyond this machine Chromium's calls home fail many at a time.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
INHERITED: list[Any] = []  # kept: to close them would end them for us too
NO_CHROMIUM = "no Chromium: `make browser` fetches one"


def chromium() -> str | None:
    """The Chromium the tests use."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def pytest_configure(config: pytest.Config) -> None:
    """Playwright keeps an event loop running in the tests' thread; Django would refuse the database beside it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    config.addinivalue_line("markers", "browser: runs in a real Chromium")
    if os.environ.get("REQUIRE_BROWSER") == "1" and not chromium():
        raise pytest.UsageError(f"REQUIRE_BROWSER is set, but there is {NO_CHROMIUM}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what runs in the browser, and skips it on a machine without one."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            if not chromium():
                item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Starts the Chromium that is there instead of Playwright's own."""
    os.register_at_fork(after_in_child=forget_connections)
    return browser_type_launch_args | {"executable_path": chromium(), "args": FLAGS}


def forget_connections() -> None:
    """A forked process has no event loop: it would find, and share with us, the connection of before Playwright's."""
    for alias in connections:
        if hasattr(connections._connections, alias):  # type: ignore[attr-defined]
            INHERITED.append(connections[alias])
            del connections[alias]


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A Chinese reader at a desk."""
    return browser_context_args | {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture
def phone(new_context: Any) -> Page:
    """A page on a phone: 390 wide, operated by touch."""
    context = new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page: Page = context.new_page()
    return page


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests on SQLite use a file, as the portal does: each thread its own connection, so that races are real."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
