"""What a first visit costs: one sheet, small pages; sizes, never times."""

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.finders import find
from django.core.files.storage import FileSystemStorage

from accounts.models import User
from volunteer_portal.static_storage import SHEET, OneSheetStorage
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import (
    head_count,
    on_a_roster,
    stored_account,
    stored_campaign,
    stored_contact,
    stored_person,
    stored_project,
    stored_team,
    stored_unit,
)
from volunteer_portal.tests.test_static import STATIC

MOST_HTML, MOST_AT_FIRST = 60_000, 250_000
UNITS, PEOPLE = 60, 120
ASKED_FOR = re.compile(r'(?:src|href)="/static/([^"#]+)')


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The style sheet as the portal serves it."""
    target = tmp_path_factory.mktemp("collected") / "static"
    shutil.copytree(STATIC, target)
    kept = FileSystemStorage(STATIC)
    names = [str(path.relative_to(STATIC)) for path in STATIC.rglob("*") if path.is_file()]
    storage = OneSheetStorage(location=target, base_url="/static/")
    faults = [made for _name, _hashed, made in storage.post_process({name: (kept, name) for name in names})]
    assert [fault for fault in faults if isinstance(fault, Exception)] == []
    served: Path = target / storage.stored_name(SHEET)
    return served.read_text()


@pytest.fixture
def school(db: None) -> dict[str, Any]:
    """Sixty units with teams that wait and four projects each; the first one with its people."""
    campaign = stored_campaign()
    for number in range(UNITS):
        unit_year = head_count(stored_unit(campaign, f"u{number}", f"第{number}学院", position=number + 1))
        stored_team(unit_year, "filed")
        for name in ("晨光里的小课堂", "守护母亲河", "银龄手机课", "图书漂流站"):
            stored_project(unit_year, f"{name}之{number}")
    first = campaign.units.get(unit__code="u0")
    for serial in range(PEOPLE):
        stored_person(first, on_a_roster(serial))
    return {"contact": stored_contact(first, "contact"), "reviewer": stored_account("reviewer", User.Role.REVIEWER)}


def test_the_sheet_is_one(sheet: str) -> None:
    """Tabler, the colours and ours, in this order, nothing left to be fetched."""
    marks = [sheet.index(mark) for mark in ("Tabler v1.0.0", "--night: initial", "/* Words and numbers */")]
    assert marks == sorted(marks)
    assert "@import" not in sheet


def own_pages(role: str) -> Iterator[str]:
    """The pages with many rows."""
    if role == "contact":
        yield from ("/units/u0/", "/units/u0/volunteers/", "/units/u0/projects/", "/units/u0/missing/")
    else:
        yield from ("/board/", "/cockpit/", "/attachment1/", "/contacts/", "/projects/", "/restructuring/")


@pytest.mark.parametrize("role", ["contact", "reviewer"])
def test_pages_stay_light(school: dict[str, Any], sheet: str, role: str) -> None:
    client, heavy = visitor(school[role]), {}
    for path in own_pages(role):
        page = client.get(path).content
        text = page.decode()
        sheets = re.findall(r'<link rel="stylesheet" href="/static/([^"]+)"', text)
        files = {
            name: sheet.encode() if name == SHEET else Path(str(find(name))).read_bytes()
            for name in ASKED_FOR.findall(text)
        }
        first = sum(len(gzip.compress(content)) for content in (page, *files.values()))
        undeferred = re.findall(r"<script(?![^>]* defer>)[^>]*>", text)
        if (sheets, undeferred) != ([SHEET], []) or len(page) > MOST_HTML or first > MOST_AT_FIRST:
            heavy[path] = sheets, undeferred, len(page), first
    assert heavy == {}
