"""Sixty-five people on the last day, through nginx, gunicorn and PostgreSQL: `make bench-load` (SECURITY 3d).

Everything on 127.0.0.1, bounded in time. By the environment: LOAD_SECONDS for each run (30), LOAD_PEOPLE at once (65),
LOAD_IMPORTS large rosters meanwhile (3), LOAD_ROWS in each (40000), LOAD_SOAK_MINUTES of one more long run (0). Every
target is a ratio to a page that says one sentence, asked by the same people in the same run, before and after.
"""

import asyncio
import json
import os
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

from benchmarks.load_people import Ledger, Person
from benchmarks.load_watching import Held, growth, held, watched
from benchmarks.measuring import table
from volunteer_portal.tests.deployed import Deployment, deployed
from volunteer_portal.tests.serving import HOST, PREPARE, ran

TITLE = "Load"
SECONDS = int(os.environ.get("LOAD_SECONDS", "30"))
PEOPLE = int(os.environ.get("LOAD_PEOPLE", "65"))
IMPORTS = int(os.environ.get("LOAD_IMPORTS", "3"))
ROWS = int(os.environ.get("LOAD_ROWS", "40000"))
SOAK = int(os.environ.get("LOAD_SOAK_MINUTES", "0"))
LONGEST = 900  # seconds that rosters or files of the school may take
EXPORTS = """
import django
django.setup()
from django.utils import timezone
from accounts.models import User
from campaigns.models import Campaign
from reports.export_files import ask_export
for role, drawing in (("reviewer", "xlsx"), ("administrator", "zip")):
    facts = {"clear": False, "reason": "", "by": User.objects.get(username=role), "at": timezone.now()}
    ask_export(4, Campaign.objects.current(), drawing=drawing, **facts)
"""
FILES = """
import django
django.setup()
from reports.models import ExportFile
print(*ExportFile.objects.values_list("state", flat=True))
"""
EFFECTS = """
import django
django.setup()
import json
from django.db.models import Count
from accounts.models import AuditEntry
from reports.models import Submission
from jobs.models import Job
told = dict(AuditEntry.objects.exclude(by=None).values_list("action").annotate(Count("pk")))
took = {}
for job in Job.objects.filter(kind__in=("read-roster", "apply-roster"), by__username__startswith="r", state="done"):
    took[job.by_id] = took.get(job.by_id, 0) + (job.finished_at - job.started_at).total_seconds()
print(json.dumps({"told": told, "versions": Submission.objects.count(), "imports": sorted(took.values())}))
"""


class Run(NamedTuple):
    """One run: what it was, what came back, how long it took."""

    name: str
    ledger: Ledger
    took: float

    @property
    def all(self) -> list[float]:
        """Every answer's seconds."""
        return [one for many in self.ledger.seconds.values() for one in many]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.all) / self.took

    def worst(self, share: int) -> float:
        """The p95 or p99 in milliseconds."""
        return quantiles(self.all, n=100)[share - 1] * 1000

    @property
    def row(self) -> list[object]:
        """Its line in the table."""
        wrong = sum(self.ledger.errors.values())
        return [self.name, f"{self.rate:.0f}/s", f"{self.worst(95):.0f} ms", f"{self.worst(99):.0f} ms", wrong]


Act = Callable[[Person], Awaitable[None]]


class Load:
    """A deployment and the people who use it."""

    def __init__(self, here: Deployment, password: str) -> None:
        self.here, self.password = here, password
        self.people = [Person(here, f"u{number}", number) for number in range(PEOPLE)]
        self.senders = [Person(here, f"r{number}", PEOPLE + number) for number in range(IMPORTS)]
        self.web = here.processes["web0"].pid
        self.runs: list[Run] = []

    async def run(
        self, name: str, act: Act, *, pause: float, seconds: float = SECONDS, beside: Act | None = None
    ) -> Run:
        """Everybody acts until the time is over, and what happens beside it too."""
        ledger, begun = Ledger(), time.perf_counter()
        for person in self.people:
            person.ledger, person.pause = ledger, pause
        others = asyncio.create_task(self.meanwhile(beside, ledger))

        async def work(person: Person) -> None:
            while time.perf_counter() - begun < seconds or not others.done():
                await act(person)

        await asyncio.gather(*(work(person) for person in self.people))
        await others
        return self.kept(Run(name, ledger, time.perf_counter() - begun))

    def kept(self, run: Run) -> Run:
        """Into the table, and onto the screen of whoever waits."""
        self.runs.append(run)
        print(*run.row, dict(run.ledger.errors) or "", flush=True)
        return run

    async def meanwhile(self, beside: Act | None, ledger: Ledger) -> None:
        """Those who do something else, all at once; what is not done in time is an error, and the run goes on."""
        if beside is None:
            return
        try:
            async with asyncio.timeout(LONGEST):
                await asyncio.gather(*(beside(sender) for sender in self.senders or self.people[:1]))
        except TimeoutError:
            ledger.errors[f"not done after {LONGEST} s: {beside.__name__}"] += 1

    async def begin(self) -> Run:
        """Everybody logs in within ten seconds."""
        ledger, begun = Ledger(), time.perf_counter()

        async def arrive(person: Person) -> None:
            person.ledger = ledger
            await asyncio.sleep(person.chance.uniform(0, 10))
            await person.log_in(self.password)

        await asyncio.gather(*(arrive(person) for person in [*self.people, *self.senders]))
        await asyncio.gather(*(person.look_around() for person in self.people))
        return self.kept(Run(f"{PEOPLE} logins in ten seconds", ledger, time.perf_counter() - begun))

    def effects(self) -> dict[str, Any]:
        """What the portal has written down."""
        done = ran(self.here.environment, "-c", EFFECTS)
        if done.returncode:
            raise RuntimeError(done.stderr)
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    async def send_roster(self, sender: Person) -> None:
        """A large roster: sent, read, looked at, taken over."""
        page = f"{sender.home}volunteers/upload/"
        file = {"file": ("名单.csv", (self.here.folder / f"{sender.unit}.csv").read_bytes())}
        sent = await sender.send("roster", page, {"informed": "on"}, files=file)
        preview = await self.result(sender, sent.headers["Location"])
        asked = await sender.send("roster", preview, {}, f"{preview}apply/")
        if "/jobs/" in asked.headers["Location"]:  # a short one was taken over at once
            await self.result(sender, asked.headers["Location"])

    async def result(self, sender: Person, job: str) -> str:
        """Where the worker's work is to be seen, once it is done."""
        while True:
            answer = await sender.client.get(job, extensions={"sni_hostname": HOST})
            if answer.status_code == 302:
                return answer.headers["Location"]
            await asyncio.sleep(1)

    async def files_of_the_school(self, sender: Person) -> None:
        """The worker draws all people as a workbook, and every unit's papers; one looks whether they are there."""
        if sender is not (self.senders or self.people)[0]:
            return
        while "asked" in (await asyncio.to_thread(ran, self.here.environment, "-c", FILES)).stdout:
            await asyncio.sleep(2)


async def soaked(load: Load) -> list[str]:
    """One long run, and whether what the web processes hold grows in it."""
    seen: list[Held] = []
    watching = asyncio.create_task(watched(load.web, seen))
    await load.run(f"mix, thinking, {SOAK} minutes", Person.act, pause=1, seconds=60 * SOAK)
    watching.cancel()
    grown = growth(seen[len(seen) // 10 :])  # the first minutes fill caches
    told = ", ".join(f"{name} {share:+.1%}" for name, share in grown.items())
    return [f"Over {SOAK} minutes the web processes' {told} (wanted below 5 %), at most {max(seen).megabytes:.0f} MB."]


async def measure(load: Load) -> list[str]:
    """The runs one after the other, and what they say together."""
    await load.begin()
    told = load.effects()
    before = await load.run("one sentence, saturated", Person.trivial, pause=0)
    mix = await load.run("mix, saturated", Person.act, pause=0)
    after = await load.run("one sentence, saturated, again", Person.trivial, pause=0)
    calm = await load.run("one sentence, thinking 0.5 to 1.5 s", Person.trivial, pause=1)
    deadline = await load.run("mix, thinking", Person.act, pause=1)
    peak = await load.run("mix, thinking 5 s: the real peak", Person.act, pause=5)
    name, memory = f"mix, thinking, {IMPORTS} rosters of {ROWS:,} meanwhile", held(load.web).megabytes
    beside = await load.run(name, Person.act, pause=1, beside=load.send_roster)
    ran(load.here.environment, "-c", EXPORTS)
    name = "mix, thinking, all people as a workbook and every unit's papers meanwhile"
    files = await load.run(name, Person.act, pause=1, beside=load.files_of_the_school)
    grown = held(load.web).megabytes - memory
    wanted, allowed = max(4 * calm.worst(95), 500), 3 * deadline.worst(95)
    verdict = [
        f"Throughput {2 * mix.rate / (before.rate + after.rate):.2f} of one sentence (wanted 0.10).",
        f"p95 at the deadline {deadline.worst(95):.0f} ms (wanted {wanted:.0f}), p99 {deadline.worst(99):.0f} ms "
        f"(wanted {10 * calm.worst(99):.0f}). At a fifth of it, the real peak, p95 {peak.worst(95):.0f} ms.",
        f"p95 beside rosters {beside.worst(95):.0f} ms, beside files of the school {files.worst(95):.0f} ms "
        f"(wanted {allowed:.0f}); the web processes grew by {grown:.0f} MB (wanted 150).",
        *(await soaked(load) if SOAK else []),
    ]
    return [*verdict, kept_word(load, told, load.effects())]


def kept_word(load: Load, before: dict[str, Any], after: dict[str, Any]) -> str:
    """Whether what was acknowledged is stored and on record, once."""
    done = {kind: sum(person.done[kind] for person in load.people) for kind in ("submitted", "project-changed")}
    told = {kind: after["told"].get(kind, 0) - before["told"].get(kind, 0) for kind in done}
    stored, took = after["versions"] - before["versions"], ", ".join(f"{one:.0f}" for one in after["imports"])
    return (
        f"Acknowledged {done['submitted']} versions, stored {stored}, recorded {told['submitted']}; acknowledged "
        f"{done['project-changed']} edits, recorded {told['project-changed']}. Rosters took {took} s each (wanted 60)."
    )


def lines() -> list[str]:
    """What RESULTS.md says of the load."""
    cores, others = os.cpu_count(), os.getloadavg()[0]
    changes = {"WEB_WORKERS": "3", "EMAIL_URL": "smtp+tls://portal:word@127.0.0.1:9"}
    with tempfile.TemporaryDirectory(prefix="load-") as folder, deployed(Path(folder), fill=PREPARE, **changes) as here:
        filled = ran(here.environment, "-m", "benchmarks.load_school", *map(str, (folder, PEOPLE, IMPORTS, ROWS)))
        if filled.returncode:
            raise RuntimeError(filled.stderr)
        school = json.loads(filled.stdout.splitlines()[-1])
        load = Load(here, school["password"])
        verdict = asyncio.run(measure(load))
    return [
        f"{PEOPLE} people at once, each the contact of a unit, in a school of {school['people']:,}, through nginx with",
        "TLS, gunicorn with three processes, PostgreSQL and one worker, all on one machine that plays the people too:",
        f"{cores} cores, kept busy by others before the run with a load of {others:.1f}. {datetime.now(UTC):%Y-%m-%d}.",
        "",
        *table(("run", "requests", "p95", "p99", "errors"), [run.row for run in load.runs]),
        "",
        *verdict,
        *[f"- {run.name}: {error}, {count} times" for run in load.runs for error, count in run.ledger.errors.items()],
        "",
        *by_kind(load.runs),
    ]


def by_kind(runs: list[Run]) -> list[str]:
    """The median of each kind of request, saturated and at the deadline, in milliseconds."""
    shown = [run for run in runs if run.name in ("mix, saturated", "mix, thinking")]
    kinds = sorted({kind for run in shown for kind in run.ledger.seconds})
    cells = [[kind, *(f"{1000 * median(run.ledger.seconds.get(kind, [0])):.0f}" for run in shown)] for kind in kinds]
    return table(("median, ms", *(run.name for run in shown)), cells)
