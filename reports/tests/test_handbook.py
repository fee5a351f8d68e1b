"""The handbook: who reads what, pictures that are there, links that lead somewhere, words that stand on the pages."""

import re
import struct
from pathlib import Path

import polib
import pytest
from django.contrib.staticfiles.finders import find
from django.urls import reverse

from accounts.models import User
from reports.handbook import CHAPTERS, FILES, first_chapter, rendered
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import stored_account
from volunteer_portal.tests.source_tree import ROOT

ROLES = ("contact", "reviewer", "administrator", "auditor")


@pytest.mark.parametrize(
    ("role", "language", "first"),
    [
        ("contact", "zh-hans", "contact"),
        ("reviewer", "zh-hans", "office"),
        ("administrator", "zh-hans", "administrator"),
        ("auditor", "zh-hans", "auditor"),
        ("contact", "en", "english"),
        ("administrator", "en", "english"),
    ],
)
def test_what_somebody_reads_first(role: str, language: str, first: str) -> None:
    assert first_chapter(User(role=role), language).name == first


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_what_somebody_may_read(role: str) -> None:
    client = visitor(stored_account("reader", role))
    readable = [
        one.name for one in CHAPTERS if client.get(reverse("handbook_page", args=[one.name])).status_code == 200
    ]
    read = {
        "contact": ["contact"],
        "reviewer": ["contact", "office"],
        "administrator": ["contact", "office", "auditor", "administrator"],
        "auditor": ["auditor"],
    }
    assert readable == [*read[role], "english"]


def test_every_file_is_a_chapter() -> None:
    assert {path.stem for path in FILES.glob("*.md")} == {chapter.name for chapter in CHAPTERS}


@pytest.mark.parametrize("name", [chapter.name for chapter in CHAPTERS])
def test_pictures_are_there_with_their_size_and_their_words(name: str) -> None:
    pictures = re.findall(r"<img[^>]*>", rendered(name))
    shown = re.findall(
        r'<img src="/static/(handbook/[\w-]+\.png)" alt="[^"]+" width="(\d+)" height="(\d+)"', rendered(name)
    )
    assert len(shown) == len(pictures)
    for path, width, height in shown:
        size = struct.unpack(">II", Path(str(find(path))).read_bytes()[16:24])
        assert size == (int(width), int(height))


def test_every_picture_is_drawn_and_used() -> None:
    """What `make pictures` draws is what the handbook and the README show."""
    drawn = set(re.findall(r'Picture\("([\w-]+)"', (ROOT / ".setup" / "pictures.py").read_text()))
    texts = "".join(path.read_text() for path in [*FILES.glob("*.md"), ROOT / "README.md"])
    used = set(re.findall(r"pictures/([\w-]+)\.png", texts))
    assert drawn == used == {path.stem for path in (ROOT / "docs" / "pictures").glob("*.png")}


@pytest.mark.parametrize("name", [chapter.name for chapter in CHAPTERS if chapter.name != "english"])
def test_words_it_quotes_stand_on_the_pages(name: str) -> None:
    """What stands in quotation marks, or behind “更多 →”, is found on the screen word for word."""
    text = (FILES / f"{name}.md").read_text()
    quoted = re.findall(r"“([^”]*[\u4e00-\u9fff][^”]*)”", text)
    quoted += re.findall(r"更多 → ([^\s：；，。→（）]+(?:（[^）]*）)?)", text)
    catalogue = polib.pofile(str(ROOT / "volunteer_portal/locale/zh_Hans/LC_MESSAGES/django.po"))
    said = {entry.msgstr or entry.msgstr_plural[0] for entry in catalogue}
    assert [words for words in quoted if not said.issuperset(words.split(" → "))] == []
    assert quoted


@pytest.mark.parametrize("name", [chapter.name for chapter in CHAPTERS])
def test_files_it_names_exist(name: str) -> None:
    named = re.findall(r"`((?:docs|deploy)/[\w./-]+)`", (FILES / f"{name}.md").read_text())
    assert [path for path in named if not (ROOT / path).exists()] == []
