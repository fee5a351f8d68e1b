"""Faults 6, 7 and 18: SQLite held by another process, a disk that is full, a file that is damaged."""

import html
import os
import random
import re
import resource
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.db import connection
from django.test import Client

from volunteer_portal import watching
from volunteer_portal.tests.acceptable import project_form
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.deployed import free_port, is_alive
from volunteer_portal.tests.school import PASSWORD, School, two_units
from volunteer_portal.tests.serving import filled, ran, wait_until
from volunteer_portal.tests.source_tree import ROOT
from volunteers.encryption import DecryptionFailed
from volunteers.models import Volunteer

pytestmark = pytest.mark.fault
ADD = "/units/cs/projects/add/"
sqlite_only = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="a matter of SQLite's file")


class Served:
    """gunicorn on SQLite, in a folder of its own and without TLS, as the embedded portal runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {name: fact for name, fact in filled(folder).items() if name != "ALLOWED_HOSTS"}
        self.log = folder / "web.log"
        words = ["-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "volunteer_portal.wsgi"]
        port = free_port()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, *words], cwd=ROOT, stdout=log, stderr=log,
                env=self.environment | {"BIND": f"127.0.0.1:{port}", "WEB_WORKERS": "1"},
            )  # fmt: skip
        self.address = f"http://127.0.0.1:{port}"
        wait_until(lambda: is_alive(port, "127.0.0.1"), "gunicorn")

    @property
    def file(self) -> Path:
        """SQLite's file."""
        return self.folder / "portal.sqlite3"

    def browser(self) -> httpx.Client:
        """The contact of our unit, logged in."""
        client = httpx.Client(base_url=self.address, timeout=60)
        assert post(client, "/account/login/", {"login": "cs-contact", "password": PASSWORD}).status_code == 302
        return client


def token(client: httpx.Client, page: str) -> dict[str, str]:
    """What the form on this page carries."""
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(page).text)
    assert found
    return {"csrfmiddlewaretoken": found[1]}


def post(client: httpx.Client, page: str, form: dict[str, Any]) -> httpx.Response:
    """A form, from its page."""
    return client.post(page, data=token(client, page) | form)


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path / "data")
    yield served
    served.process.terminate()
    served.process.wait(60)


@sqlite_only
def test_6_held_by_another_process_readers_read_and_writers_keep_their_words(portal: Served) -> None:
    client, reader = portal.browser(), portal.browser()
    form = project_form(None) | {"name": "护河 <行动>"}  # type: ignore[arg-type]
    carried = token(client, ADD)
    answers: list[httpx.Response] = []
    with closing(sqlite3.connect(portal.file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        writer = threading.Thread(target=lambda: answers.append(client.post(ADD, data=carried | form)))
        writer.start()
        seen = [reader.get("/units/cs/projects/").status_code for _time in range(5)]
        writer.join(40)
        other.execute("ROLLBACK")
    (answer,) = answers
    assert (seen, answer.status_code) == ([200] * 5, 503)
    kept = dict(re.findall(r'<textarea name="([^"]*)" hidden>\n(.*?)</textarea>', answer.text, re.DOTALL))
    assert (html.unescape(kept["name"]), "Traceback" in answer.text) == ("护河 <行动>", False)
    again = {name: html.unescape(value) for name, value in kept.items()}
    assert client.post(ADD, data=again).status_code == 302


@sqlite_only
def test_7_a_full_disk_loses_nothing_and_needs_no_restart(portal: Served) -> None:
    """The web process may write no file larger than it is now: what a full disk does, without root."""
    client = portal.browser()
    form = project_form(None) | {"description": "长" * 900}  # type: ignore[arg-type]
    carried = token(client, ADD)
    children = subprocess.run(["pgrep", "-P", str(portal.process.pid)], capture_output=True, text=True).stdout.split()
    for child in children:
        resource.prlimit(int(child), resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    refused = client.post(ADD, data=form | carried | {"name": "满了"})
    answer = httpx.get(f"{portal.address}/healthz")
    for child in children:
        resource.prlimit(int(child), resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    with closing(sqlite3.connect(portal.file)) as look:
        assert look.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert look.execute("SELECT count(*) FROM projects_project WHERE name = '满了'").fetchone() == (0,)
    assert (refused.status_code, answer.status_code) == (503, 200)
    assert post(client, ADD, form | {"name": "又有地方"}).status_code == 302


def test_7_a_backup_that_does_not_fit_leaves_nothing(tmp_path: Path) -> None:
    environment = filled(tmp_path / "data")
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)); "
        "sys.argv = ['manage.py', 'backup', sys.argv[1], '--json']; "
        "import runpy; runpy.run_path('manage.py', run_name='__main__')"
    )
    file = tmp_path / "a.backup"
    done = ran(environment, "-c", limited, str(file))
    assert (done.returncode, '"backup-unwritten"' in done.stdout, list(tmp_path.glob("a.*"))) == (1, True, []), (
        done.stderr
    )
    assert ran(environment, "manage.py", "backup", str(file)).returncode == 0


@sqlite_only
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(20))
def test_18_a_damaged_page_is_said_and_no_number_is_silently_wrong(seed: int) -> None:
    school: School = two_units()
    numbers = {str(person.pk): person.clear_document_number() for person in Volunteer.objects.all()}
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file, chance = Path(connection.settings_dict["NAME"]), random.Random(seed)  # noqa: S311 – places to damage
    connection.close()
    sound = bytearray(file.read_bytes())
    harmed, start = bytearray(sound), chance.randrange(4096, len(sound) - 100)
    harmed[start : start + 100] = bytes(byte ^ 0xFF for byte in harmed[start : start + 100])
    file.write_bytes(harmed)
    try:
        watching.looked_through.cache_clear()
        is_said = Client(raise_request_exception=False).get("/readyz").json()["checks"]["database"] == "failing"
        wrong = silently_wrong(numbers)
        shown = visitor_page(school) if not is_said else 200
    finally:
        connection.close()
        file.write_bytes(sound)
        watching.looked_through.cache_clear()
    assert (wrong, shown in (200, 302, 404, 500, 503)) == ([], True)


def silently_wrong(numbers: dict[str, str]) -> list[str]:
    """Numbers that open to something else than they were."""
    try:
        people = list(Volunteer.objects.all())
    except Exception:  # noqa: BLE001 – whatever a damaged file raises is no silence
        return []
    found = []
    for person in people:
        try:
            clear = person.clear_document_number()
        except DecryptionFailed:
            continue
        found += [clear] if clear != numbers.get(str(person.pk), clear) else []
    return found


def visitor_page(school: School) -> int:
    """How a page answers on a file that looked whole."""
    client = visitor(school.ours.contact)
    client.raise_request_exception = False
    return int(client.get("/units/cs/volunteers/").status_code)


def test_18_the_check_finds_what_breaks_the_file(tmp_path: Path) -> None:
    """So that the test above can fail: a page of the file turned upside down is noticed."""
    file = tmp_path / "a.sqlite3"
    with closing(sqlite3.connect(file)) as made:
        made.execute("CREATE TABLE a (b)")
        made.executemany("INSERT INTO a VALUES (?)", [("长" * 500,)] * 100)
        made.commit()
    content = bytearray(file.read_bytes())
    content[8192:8292] = bytes(byte ^ 0xFF for byte in content[8192:8292])
    file.write_bytes(content)
    with closing(sqlite3.connect(file)) as look, pytest.raises((AssertionError, sqlite3.DatabaseError)):
        assert look.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
