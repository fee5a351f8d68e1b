"""Somebody at a browser on the last day: pages, forms with what they carry, and how long each answer took."""

import asyncio
import random
import re
import ssl
import time
from collections import Counter, defaultdict
from typing import Any

import httpx

from volunteer_portal.tests.deployed import Deployment
from volunteer_portal.tests.serving import HOST

MIX = {"list": 50, "detail": 12, "edit": 15, "search": 12, "submit": 10, "export": 1}
TRIVIAL, LOGIN = "/account/inactive/", "/account/login/"
EXPORTS = 15  # of twenty a day
CARRIED = re.compile(r'name="(csrfmiddlewaretoken|seen|form)" value="([^"]+)"')


class Ledger:
    """What came back in one run: seconds by kind of request, and what went wrong."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.errors: Counter[str] = Counter()


class Person:
    """The contact of a unit, with what the browser has seen."""

    def __init__(self, here: Deployment, unit: str, number: int) -> None:
        trusted = ssl.create_default_context(cafile=str(here.folder / "fullchain.pem"))
        desk = httpx.AsyncHTTPTransport(verify=trusted, local_address=f"127.0.1.{number + 1}")
        self.client = httpx.AsyncClient(
            base_url=f"https://127.0.0.1:{here.port}", transport=desk, timeout=60,
            headers={"Host": HOST, "Referer": f"https://{HOST}/"},
        )  # fmt: skip
        self.unit, self.chance = unit, random.Random(number)  # noqa: S311 – who does what
        self.ledger = Ledger()
        self.pause = 0.0  # seconds, on average, before each request
        self.people: list[str] = []
        self.projects: list[str] = []
        self.done: Counter[str] = Counter()

    @property
    def home(self) -> str:
        """The unit's pages."""
        return f"/units/{self.unit}/"

    async def ask(self, kind: str, method: str, address: str, expected: int = 200, **more: Any) -> httpx.Response:
        """One request, after a moment's thought, into the ledger."""
        await asyncio.sleep(self.pause * self.chance.uniform(0.5, 1.5))
        begun = time.perf_counter()
        answer = await self.client.request(method, address, extensions={"sni_hostname": HOST}, **more)
        self.ledger.seconds[kind].append(time.perf_counter() - begun)
        if answer.status_code != expected:
            self.ledger.errors[f"{kind}: {answer.status_code}"] += 1
        return answer

    async def send(self, kind: str, page: str, form: dict[str, Any], address: str = "", **more: Any) -> httpx.Response:
        """A form from its page; a changed thing answers with a redirect, a search with a page."""
        carried = dict(CARRIED.findall((await self.ask(f"{kind}, page", "GET", page)).text))
        expected = 200 if kind == "search" else 302
        return await self.ask(kind, "POST", address or page, expected, data=carried | form, **more)

    async def log_in(self, password: str) -> None:
        """Begin."""
        await self.send("login", LOGIN, {"login": f"{self.unit}-contact", "password": password})

    async def look_around(self) -> None:
        """Remember people and projects of the unit."""
        pages = [(await self.ask("list", "GET", f"{self.home}{name}/")).text for name in ("volunteers", "projects")]
        self.people = re.findall(r"/volunteers/([0-9a-f-]{36})/", pages[0])
        self.projects = sorted(set(re.findall(r"/projects/(\d+)/", pages[1])))

    async def act(self) -> None:
        """One act of the deadline's mix; a connection that breaks is an error like any other."""
        (kind,) = self.chance.choices(list(MIX), list(MIX.values()))
        try:
            await getattr(self, kind)()
        except httpx.TransportError as error:
            self.ledger.errors[f"{kind}: {type(error).__name__}"] += 1

    async def trivial(self) -> None:
        """The page everything is compared with: it says one sentence."""
        await self.ask("next to nothing", "GET", TRIVIAL)

    async def list(self) -> None:
        """A page of the unit's people."""
        await self.ask("list", "GET", f"{self.home}volunteers/?page={self.chance.randint(1, 20)}")

    async def detail(self) -> None:
        """One of them."""
        await self.ask("detail", "GET", f"/volunteers/{self.chance.choice(self.people)}/")

    async def search(self) -> None:
        """Some of them, by name."""
        form = {"words": f"慕容第{self.chance.randint(100, 165)}"}
        await self.send("search", f"{self.home}volunteers/", form, f"{self.home}volunteers/search/")

    async def edit(self) -> None:
        """Another place for a project."""
        page = f"{self.home}projects/{self.chance.choice(self.projects)}/"
        answer = await self.send("edit", page, project(f"地点{self.chance.random():.9f}"))
        self.done["project-changed"] += answer.status_code == 302

    async def submit(self) -> None:
        """Something new is handed in."""
        await self.edit()
        answer = await self.send("submit", f"{self.home}submission/", {"explanation": "学生正在外地实习"})
        self.done["submitted"] += answer.status_code == 302

    async def export(self) -> None:
        """The unit's Attachment 4, while the day's lists last."""
        if self.done["exports"] < EXPORTS:
            self.done["exports"] += 1
            await self.ask("export", "GET", f"{self.home}attachments/4.xlsx")


def project(place: str) -> dict[str, Any]:
    """A project in order."""
    return {
        "name": f"计划{place}", "state": "published", "categories": ["0006"], "audiences": ["11"], "place": place,
        "starts_on": "2020-03-01", "ends_on": "2099-12-31", "places_offered": "20", "contact_name": "令狐联",
        "contact_phone": "13800000000",
    }  # fmt: skip
