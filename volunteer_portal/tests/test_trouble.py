"""A database that is locked, away or full: a page in words, and nothing of what was typed is lost."""

import html
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from jobs.models import Job
from projects.models import Project
from volunteer_portal import trouble
from volunteer_portal.tests.acceptable import project_form
from volunteer_portal.tests.acts import recorded, visitor
from volunteer_portal.tests.school import School, two_units

pytestmark = pytest.mark.django_db(transaction=True)
ADD = "/units/cs/projects/add/"
Typed = list[tuple[str, str]]


@pytest.fixture
def school() -> School:
    return two_units()


@pytest.fixture
def contact(school: School) -> Any:
    client = visitor(school.ours.contact)
    client.raise_request_exception = False
    return client


@contextmanager
def locked() -> Iterator[None]:
    """Another process holds the database for itself; ours soon gives up waiting."""
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout = 100")
        other: Any = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")
        other.close()
    else:
        connection.cursor().execute("SET lock_timeout = '100ms'")
        other = connection.copy()
        other.set_autocommit(False)
        other.cursor().execute("LOCK TABLE projects_project, cache IN EXCLUSIVE MODE")
        yield
        other.rollback()
        other.close()


def typed(page: str) -> Typed:
    """What the page keeps of a form."""
    fields = re.findall(r'<textarea name="([^"]*)" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    return sorted((name, html.unescape(value)) for name, value in fields)


def test_a_locked_database_keeps_what_was_typed(school: School, contact: Any) -> None:
    form = project_form(school.ours) | {
        "name": "护河 <行动> & “水”",
        "description": "\n第一行\r\n第二行",
        "audiences": ["11", "13"],
    }
    before = recorded()
    with locked():
        answer = contact.post(ADD, form)
        seen = contact.get("/units/cs/projects/")
    page = answer.content.decode()
    expected = [(name, one) for name, many in form.items() for one in (many if isinstance(many, list) else [many])]
    assert (answer.status_code, answer.get("Retry-After"), seen.status_code) == (503, "5", 200)
    assert "no-store" in answer["Cache-Control"]
    assert "What you typed is kept." in page
    assert (typed(page), recorded()) == (sorted(expected), before)
    again = re.search(r'<form method="post" action="([^"]+)"', page)
    assert again
    answer = contact.post(again[1], dict(groups(typed(page))))
    assert answer.status_code == 302
    assert Project.objects.filter(description="\n第一行\r\n第二行".strip()).count() == 1


def test_a_reader_whose_minute_is_to_be_noted_reads_on(school: School, contact: Any) -> None:
    """The session would be stored with this page; it is not, and nobody is told off."""
    session = contact.session
    session["used_at"] = two_minutes_ago = int(timezone.now().timestamp()) - 120
    session.save()
    with locked():
        assert contact.get("/units/cs/projects/").status_code == 200
    assert contact.session["used_at"] == two_minutes_ago or connection.vendor == "postgresql"
    assert contact.get("/units/cs/projects/").status_code == 200
    assert contact.session["used_at"] > two_minutes_ago


def groups(fields: Typed) -> list[tuple[str, list[str]]]:
    """Fields of one name together, as a browser sends them."""
    names = dict.fromkeys(name for name, _value in fields)
    return [(name, [value for other, value in fields if other == name]) for name in names]


def test_a_password_is_on_no_page(school: School) -> None:
    client = Client(raise_request_exception=False)
    with locked():
        answer = client.post("/account/login/", {"login": "cs-contact", "password": "四月的雨 2026"})
    page = answer.content.decode()
    assert ("四月的雨" in page, "<textarea" in page) == (False, False)


def test_in_chinese_the_page_says_that_one_click_is_enough(school: School, contact: Any) -> None:
    contact.cookies["django_language"] = "zh-hans"
    with locked():
        page = contact.post(ADD, project_form(school.ours)).content.decode()
    assert "内容已保留" in page


def test_a_page_that_only_shows_offers_itself_again() -> None:
    """No database at all: not even the session can be read."""
    connection.close()
    name, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], "/nowhere/at/all"
    try:
        client = Client(raise_request_exception=False)
        client.cookies["sessionid"] = "0" * 32
        answer = client.get("/units/cs/?list=1")
    finally:
        connection.settings_dict["NAME"] = name
        connection.close()
    page = answer.content.decode()
    assert (answer.status_code, 'href="/units/cs/?list=1"' in page, "<form" in page) == (503, True, False)
    assert [word for word in ("Traceback", "OperationalError", "sqlite", "nowhere") if word in page] == []


def test_a_file_is_not_taken_without_room(school: School, contact: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")
    for free, status in ((trouble.SPACE_FOR_WORK, 503), (trouble.SPACE_FOR_WORK + 3 * 1000, 302)):
        left = usage._replace(free=free)
        monkeypatch.setattr("shutil.disk_usage", lambda path, left=left: left)
        file = SimpleUploadedFile("名单.csv", b"x" * 1000)
        jobs = Job.objects.filter(kind="read-roster").count()
        school.ours.unit_year.imports.all().delete()
        answer = contact.post("/units/cs/volunteers/upload/", {"file": file, "informed": "on"})
        assert answer.status_code == status
        assert Job.objects.filter(kind="read-roster").count() == jobs + (status == 302)
    assert contact.post(ADD, project_form(school.ours)).status_code == 302  # words need no room worth speaking of


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_a_full_database_says_so_and_recovers_by_itself(school: School, contact: Any) -> None:
    """SQLite is given no page more than it has: what does not fit is not half written."""
    with connection.cursor() as cursor:
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        (size,) = cursor.execute("PRAGMA page_size").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    form = project_form(school.ours) | {"description": "长" * 1000}
    before, answers = Project.objects.count(), []
    for number in range(size):
        answers.append(contact.post(ADD, form | {"name": f"计划第{number}"}))
        if answers[-1].status_code != 302:
            break
    page = answers[-1].content.decode()
    assert (answers[-1].status_code, "The server is out of space" in page) == (503, True)
    assert Project.objects.count() == before + len(answers) - 1
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        cursor.execute("PRAGMA max_page_count = 1073741823")
    assert contact.post(ADD, form | {"name": "后来的计划"}).status_code == 302


def test_the_clock_of_waiting_is_the_settings_own() -> None:
    """How long the portal waits for a lock is set, not left to chance (SECURITY C20)."""
    connection.close()  # what earlier tests set on it ends with it
    asked: dict[str, tuple[str, dict[str, Any]]] = {
        "sqlite": ("PRAGMA", {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 20000, "secure_delete": 1,
                              "journal_size_limit": 64 << 20}),
        "postgresql": ("SHOW", {"lock_timeout": "5s", "statement_timeout": "30s",
                                "idle_in_transaction_session_timeout": "1min"}),
    }  # fmt: skip
    word, expected = asked[connection.vendor]
    found = {}
    with connection.cursor() as cursor:
        for name in expected:
            cursor.execute(f"{word} {name}")
            (found[name],) = cursor.fetchone()
    assert found == expected
