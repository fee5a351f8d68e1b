"""Nothing moves under the eye: while a page comes in, while somebody types, and on a narrow screen."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from units.models import UnitYear
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.browsing import go, log_in, small_school
from volunteer_portal.tests.school import PASSWORD, stored_account, stored_project, stored_unit

pytestmark = pytest.mark.django_db(transaction=True)
MOVED = """new Promise(resolve => {
  let moved = 0;
  new PerformanceObserver(list => list.getEntries().forEach(each => { moved += each.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(moved), 200);
})"""
NAMES = ("志愿服务", "2026年计算机学院、志愿服务", "银龄手机课", "迎新引路和桐柏社区的小课堂", "")


@pytest.fixture
def unit_year(transactional_db: None) -> UnitYear:
    return small_school()


@contextmanager
def coming_in_pieces(page: bytes, cuts: list[int]) -> Iterator[str]:
    """An address whose answer pauses at each of these places, as over a slow line."""

    def serve() -> None:
        connection, _address = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n"
            )
            for start, end in zip([0, *cuts], [*cuts, len(page)], strict=True):
                connection.sendall(page[start:end])
                time.sleep(0.25)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


def moves(page: Page, live_server: LiveServer, client: Client, path: str, marks: tuple[str, ...]) -> float:
    """How much of a page moves (as browsers measure it) that pauses before each of these marks."""
    text = client.get(path).content.replace(b'"/static/', f'"{live_server.url}/static/'.encode())
    with coming_in_pieces(text, [text.index(mark.encode()) for mark in marks]) as address:
        page.goto(address)
        return float(page.evaluate(MOVED))


@pytest.mark.parametrize("width", [1280, 390])
def test_while_a_page_comes_in(page: Page, live_server: LiveServer, unit_year: UnitYear, width: int) -> None:
    client = visitor(User.objects.get(username="contact"))
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/account/login/")  # the sheet is known from now on
    head = ('<form class="language"', '<details class="user-menu"', "<main", 'href="/units/cs/contacts/"')
    assert moves(page, live_server, client, "/units/cs/team/", head) == 0
    assert moves(page, live_server, client, "/nothing-here/", ('<div class="card"', '<div class="actions"')) == 0


@pytest.mark.parametrize("width", [1280, 390, 360])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_while_a_name_is_typed(
    page: Page, live_server: LiveServer, unit_year: UnitYear, width: int, language: str
) -> None:
    stored_project(
        stored_unit(unit_year.campaign, "ka", "中原考古与文化遗产学院", position=90), "迎新引路与桐柏社区的小课堂"
    )
    page.set_viewport_size({"width": width, "height": 800})
    log_in(page, live_server, "contact")
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    go(page, live_server, "projects/add/")
    tops = set()
    for name in NAMES:
        with page.expect_response(lambda response: "name-hints" in response.url):
            page.locator("[name=name]").fill(name)
        page.wait_for_timeout(100)
        tops.add(page.evaluate("document.querySelector('main form').getBoundingClientRect().top + scrollY"))
    assert len(tops) == 1


@pytest.mark.parametrize("width", [390, 360])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("role", User.Role.values)
def test_the_head_of_a_phone(
    page: Page, live_server: LiveServer, unit_year: UnitYear, width: int, language: str, role: str
) -> None:
    """Name and tools in one row, the ways in a second one."""
    client = visitor(stored_account("somebody", role, password=PASSWORD))
    client.cookies["django_language"] = language
    path = "/audit/" if role == "auditor" else "/contacts/" if role != "contact" else "/notice/"
    text = client.get(path).content.decode().replace('"/static/', f'"{live_server.url}/static/')
    page.set_viewport_size({"width": width, "height": 800})
    page.set_content(text)
    rows = "nodes => new Set(nodes.map(node => node.offsetTop)).size"
    assert page.locator(".navigation li").evaluate_all(rows) == 1
    assert page.evaluate("document.querySelector('.masthead').offsetHeight") < 100
    assert page.evaluate("document.documentElement.scrollWidth") == width
