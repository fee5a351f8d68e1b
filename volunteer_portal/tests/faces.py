"""A page as it looks: Chromium is handed answers that the test client got; no server, no second thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.http import HttpResponse
from playwright.sync_api import Browser, ConsoleMessage, Page, Route

HOST = "http://localhost"
CHECKS = Path(__file__).with_name("face_checks.js").read_text()
ZOOM_CHECKS = Path(__file__).with_name("zoom_checks.js").read_text()
# A screen 1280 wide at 200 % and at 400 %, and letters twice as large (WCAG 1.4.4 and 1.4.10).
ENLARGED = {"200 %": (640, 16), "400 %": (320, 16), "large letters": (1280, 32)}
AXE = Axe()
# Without the hundreds of kilobytes about what is in order, which took half of the time; and without reading the style
# sheets again: that would add styles of its own, which the policy refuses.
ONLY_FAULTS = {"preload": False, "reporter": "no-passes", "resultTypes": ["violations"]}


class Face(NamedTuple):
    """How a visitor looks at a page."""

    width: int
    language: str
    scheme: str

    @property
    def opposite(self) -> "Face":
        """The other width, language and scheme: two opposite looks show a page once in each."""
        return FACES[len(FACES) - 1 - FACES.index(self)]


FACES = [Face(*face) for face in product((1280, 390), ("zh-hans", "en"), ("light", "dark"))]


def is_movement(fault: str) -> bool:
    """Whether something moved while the page was drawn."""
    return fault.startswith("moves by")


class Mirror:
    """One Chromium page that shows answers and tells what is wrong with them."""

    def __init__(self, page: Page) -> None:
        self.page, self.said, self.shown = page, list[str](), HttpResponse()
        page.on("console", self.listen)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.route("**/*", self.answer)

    def listen(self, message: ConsoleMessage) -> None:
        """An error the browser tells of: a script that failed, something the policy refused."""
        if message.type == "error":
            self.said.append(message.text)

    def answer(self, route: Route) -> None:
        """The page itself, or one of the static files; it asks for nothing else."""
        path = urlsplit(route.request.url).path
        static = path.removeprefix(f"/{settings.STATIC_URL.strip('/')}/")
        if route.request.is_navigation_request():
            route.fulfill(status=self.shown.status_code, headers=dict(self.shown.items()), body=self.shown.content)
        elif static != path and (found := find(static)):
            route.fulfill(path=str(found))
        elif "hx-request" in route.request.headers:  # what a page asks for now and then: nothing is new
            route.fulfill(status=204)
        else:
            self.said.append(f"asks for {path}")
            route.abort()

    def faults(self, response: Any, address: str, face: Face) -> list[str]:
        """Everything wrong with an answer as this visitor sees it."""
        self.show(response, address, face)
        found = AXE.run(self.page, options=ONLY_FAULTS).response["violations"]
        violations = [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"][:3]]
        # Chromium reports the status of an error page as an error of its own.
        own = [said for said in self.said if "the server responded with a status of" not in said]
        checked: list[str] = self.page.evaluate(CHECKS)
        if any(map(is_movement, checked)):  # of the page, or of a machine too busy to draw it in one go?
            self.show(response, address, face)
            self.page.wait_for_timeout(500)
            if not any(map(is_movement, self.page.evaluate(CHECKS))):
                checked = [fault for fault in checked if not is_movement(fault)]
        return violations + checked + own

    def faults_enlarged(self) -> dict[str, list[str]]:
        """What can no longer be read or reached of the page on the screen when it is enlarged, way after way."""
        faults = {}
        for way, (width, letters) in ENLARGED.items():
            self.page.set_viewport_size({"width": width, "height": 800 * width // 1280})
            self.page.evaluate("size => { document.documentElement.style.fontSize = `${size}px` }", letters)
            faults[way] = self.page.evaluate(ZOOM_CHECKS)
        return {way: found for way, found in faults.items() if found}

    def show(self, response: Any, address: str, face: Face) -> None:
        """Bring an answer on the screen."""
        self.shown, self.said[:] = response, []
        self.page.set_viewport_size({"width": face.width, "height": 844 if face.width < 500 else 800})
        self.page.emulate_media(color_scheme="dark" if face.scheme == "dark" else "light")
        self.page.goto(HOST + address, wait_until="load")


@contextmanager
def mirror(browser: Browser, **context: Any) -> Iterator[Mirror]:
    """A page of its own for a test; waits never hang longer than a slow machine needs."""
    opened = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **context)
    try:
        yield Mirror(opened.new_page())
    finally:
        opened.close()
