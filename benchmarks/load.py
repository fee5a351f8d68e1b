"""Sixty-five people on the last day, through nginx, gunicorn and PostgreSQL: `make bench-load` (SECURITY 3d).

Everything on 127.0.0.1, bounded in time: LOAD_SECONDS for each run (30), LOAD_PEOPLE at once (65), LOAD_IMPORTS large
rosters meanwhile (3), LOAD_ROWS in each (40000). Every target is a ratio to a page that does next to nothing, asked in
the same run before and after.
"""

import asyncio
import os
import random
import re
import ssl
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import httpx

from volunteer_portal.tests.deployed import Deployment, deployed
from volunteer_portal.tests.school import PASSWORD, on_a_roster
from volunteer_portal.tests.serving import HOST, ran

TITLE = "Load"
SECONDS = int(os.environ.get("LOAD_SECONDS", "30"))
PEOPLE = int(os.environ.get("LOAD_PEOPLE", "65"))
IMPORTS = int(os.environ.get("LOAD_IMPORTS", "3"))
ROWS = int(os.environ.get("LOAD_ROWS", "40000"))
LISTED = 3000
TRIVIAL, LIST, UNIT = "/account/login/", "/units/cs/volunteers/", "/units/cs/"
MIX = {"list": 50, "detail": 12, "edit": 15, "search": 12, "submit": 10, "export": 1}
MORE_PEOPLE = f"""
import django
django.setup()
from django.utils import timezone
from units.models import UnitYear
from volunteer_portal.tests.school import checked_roster, on_a_roster
from volunteers.roster.importing import apply_import
unit = UnitYear.objects.select_related("campaign", "unit").get(unit__code="cs")
people = [on_a_roster(serial) for serial in range(100_001, {100_001 + LISTED})]
apply_import(checked_roster(unit.campaign, unit, people), by=None, at=timezone.now())
"""
EFFECTS = """
import django
django.setup()
from accounts.models import AuditEntry
print(AuditEntry.objects.filter(action="project-changed").count())
"""


class Run(NamedTuple):
    """What came back in one run: seconds by kind of act, and what went wrong."""

    seconds: dict[str, list[float]]
    errors: list[str]
    took: float

    @property
    def all(self) -> list[float]:
        """Every answer's seconds."""
        return [one for many in self.seconds.values() for one in many]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.all) / self.took

    def worst(self, share: int) -> float:
        """The p95 or p99 in milliseconds."""
        return statistics.quantiles(self.all, n=100)[share - 1] * 1000 if len(self.all) > 1 else 0.0


class Person:
    """One browser of a contact, with what it has seen."""

    def __init__(self, here: Deployment, number: int) -> None:
        trusted = ssl.create_default_context(cafile=str(here.folder / "fullchain.pem"))
        self.client = httpx.AsyncClient(
            base_url=f"https://127.0.0.1:{here.port}", verify=trusted, timeout=60,
            headers={"Host": HOST, "Referer": f"https://{HOST}/"}, limits=httpx.Limits(max_keepalive_connections=0),
        )  # fmt: skip
        self.number, self.chance = number, random.Random(number)  # noqa: S311 – who does what
        self.people: list[str] = []
        self.project = ""
        self.edits = 0

    async def get(self, address: str) -> httpx.Response:
        """A page."""
        return await self.client.get(address, extensions={"sni_hostname": HOST})

    async def post(self, page: str, form: dict[str, object], address: str = "") -> httpx.Response:
        """A form with its page's tokens, all as they stand there."""
        text = (await self.get(page)).text
        carried = dict(re.findall(r'name="(csrfmiddlewaretoken|seen)" value="(\w+)"', text))
        return await self.client.post(address or page, data=carried | form, extensions={"sni_hostname": HOST})

    async def log_in(self) -> httpx.Response:
        """Begin, and look around."""
        answer = await self.post(TRIVIAL, {"login": "cs-contact", "password": PASSWORD})
        self.people = re.findall(r"/volunteers/([0-9a-f-]{36})/", (await self.get(LIST)).text)
        self.project = re.findall(r"/units/cs/projects/(\d+)/", (await self.get("/units/cs/projects/")).text)[
            self.number % 4
        ]
        return answer

    async def act(self, kind: str) -> httpx.Response:
        """One act of this kind."""
        if kind == "list":
            return await self.get(f"{LIST}?page={self.chance.randint(1, 20)}")
        if kind == "detail":
            return await self.get(f"/volunteers/{self.chance.choice(self.people)}/")
        if kind == "search":
            return await self.post(LIST, {"words": "慕容第"}, f"{LIST}search/")
        if kind == "submit":
            return await self.post("/units/cs/submission/", {"explanation": "学生正在外地实习"})
        if kind == "export":
            return await self.get("/units/cs/attachments/4.xlsx")
        return await self.edit()

    async def edit(self) -> httpx.Response:
        """Another place for a project; who was overtaken is told so, which is no error."""
        answer = await self.post(f"/units/cs/projects/{self.project}/", project(f"地点{self.chance.random():.9f}"))
        self.edits += answer.status_code == 302
        return answer


def project(place: str) -> dict[str, object]:
    """A project in order."""
    return {
        "name": f"计划{place}", "state": "published", "categories": ["0006"], "audiences": ["11"], "place": place,
        "starts_on": "2020-03-01", "ends_on": "2099-12-31", "places_offered": "20", "contact_name": "令狐联",
        "contact_phone": "13800000000",
    }  # fmt: skip


async def run(people: list[Person], act: Callable[[Person], Awaitable[tuple[str, httpx.Response]]], think: bool) -> Run:
    """Everybody acts until the time is over."""
    seconds: dict[str, list[float]] = defaultdict(list)
    errors: list[str] = []
    begun = time.perf_counter()

    async def work(person: Person) -> None:
        while time.perf_counter() - begun < SECONDS:
            start = time.perf_counter()
            try:
                kind, answer = await act(person)
                seconds[kind].append(time.perf_counter() - start)
                if answer.status_code not in (200, 302, 409):
                    errors.append(f"{kind} {answer.status_code}")
            except httpx.TransportError as error:
                errors.append(type(error).__name__)
            if think:
                await asyncio.sleep(person.chance.uniform(0.5, 1.5))

    await asyncio.gather(*(work(person) for person in people))
    return Run(dict(seconds), errors, time.perf_counter() - begun)


async def mixed(person: Person) -> tuple[str, httpx.Response]:
    """One act of the deadline's mix."""
    (kind,) = person.chance.choices(list(MIX), list(MIX.values()))
    return kind, await person.act(kind)


async def trivial(person: Person) -> tuple[str, httpx.Response]:
    """The page everything is compared with."""
    return "trivial", await person.get("/account/inactive/")


def resident(here: Deployment) -> int:
    """Megabytes the web processes hold."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if b"volunteer_portal.wsgi" in status.with_name("cmdline").read_bytes():
                found = re.search(r"VmRSS:\s+(\d+)", status.read_text())
                total += int(found[1]) if found else 0
        except OSError:
            continue
    return total // 1024


async def send_rosters(person: Person) -> None:
    """Large rosters for the worker, one after the other."""
    for number in range(IMPORTS):
        rows = (on_a_roster(serial) for serial in range(200_001 + number * ROWS, 200_001 + (number + 1) * ROWS))
        text = "\n".join(["姓名,证件号码,人员类别", *(f"{each.name},{each.document_number},学生" for each in rows)])
        page = (await person.get("/units/cs/volunteers/upload/")).text
        carried = dict(re.findall(r'name="(csrfmiddlewaretoken)" value="(\w+)"', page))
        sent = await person.client.post(
            "/units/cs/volunteers/upload/", data=carried | {"informed": "on"},
            files={"file": ("名单.csv", text.encode())}, extensions={"sni_hostname": HOST},
        )  # fmt: skip
        job = sent.headers.get("Location", UNIT)
        while (await person.get(job)).status_code == 200:
            await asyncio.sleep(0.5)


async def measure(here: Deployment) -> list[str]:
    """The runs, each with its ratio to the page that does next to nothing."""
    people = [Person(here, number) for number in range(PEOPLE)]
    begun = time.perf_counter()
    await asyncio.gather(*(person.log_in() for person in people))
    rows = [f"| {PEOPLE} logins at once | {time.perf_counter() - begun:.1f} s | | | |"]
    before, memory = await run(people, trivial, False), resident(here)
    saturated = await run(people, mixed, False)
    calm = await run(people, trivial, True)
    deadline = await run(people, mixed, True)
    importing = asyncio.create_task(send_rosters(people[0]))
    beside = await run(people[1:], mixed, True)
    importing.cancel()
    for name, one in {
        "next to nothing, saturated": before, "mix, saturated": saturated, "next to nothing, thinking": calm,
        "mix, thinking 0.5 to 1.5 s": deadline, f"the same, beside {IMPORTS} rosters of {ROWS}": beside,
    }.items():  # fmt: skip
        rows.append(
            f"| {name} | {one.rate:.0f}/s | {one.worst(95):.0f} ms | {one.worst(99):.0f} ms | {len(one.errors)} |"
        )
    done = int(ran(here.environment, "-c", EFFECTS).stdout)
    told = sum(person.edits for person in people)
    return [
        "| run | rate | p95 | p99 | errors |", "|---|---|---|---|---|", *rows, "",
        f"Throughput {saturated.rate / before.rate:.2f} of next to nothing (wanted 0.10); p95 at the deadline "
        f"{deadline.worst(95):.0f} ms (wanted 500 or {4 * calm.worst(95):.0f}); beside imports "
        f"{beside.worst(95) / (deadline.worst(95) or 1):.1f} times that (wanted 3). Acknowledged edits {told}, "
        f"recorded {done}. Web processes grew by {resident(here) - memory} MB.",
        *sorted({f"- {error}" for each in (saturated, deadline, beside) for error in each.errors}),
    ]  # fmt: skip


def lines() -> list[str]:
    """What RESULTS.md says of the load."""
    with tempfile.TemporaryDirectory(prefix="load-") as folder, deployed(Path(folder), webs=1) as here:
        filled = ran(here.environment, "-c", MORE_PEOPLE)
        if filled.returncode:
            raise RuntimeError(filled.stderr)
        return asyncio.run(measure(here))
