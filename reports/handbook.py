"""The handbook, from the files in docs/handbook: what the portal shows is what stands in the repository."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import ADMINISTRATOR, ANY_ACCOUNT, AUDITOR, EVERYONE, OFFICE
from accounts.models import User

FILES = settings.BASE_DIR / "docs" / "handbook"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the handbook, and who reads it."""

    name: str
    title: Promise
    roles: tuple[str, ...]


CHAPTERS = (
    Chapter("contact", _("For unit contacts"), EVERYONE),
    Chapter("office", _("For the office"), OFFICE),
    Chapter("auditor", _("For auditors"), (AUDITOR, ADMINISTRATOR)),
    Chapter("administrator", _("For the administrator"), (ADMINISTRATOR,)),
    Chapter("english", _("In English, short"), ANY_ACCOUNT),
)


def chapters_for(user: User) -> list[Chapter]:
    """What somebody may read."""
    return [chapter for chapter in CHAPTERS if user.role in chapter.roles]


def first_chapter(user: User, language: str) -> Chapter:
    """What somebody wants to read first: their own work, or English words."""
    mine = chapters_for(user)
    return mine[-1] if language == "en" else mine[-2]


@cache
def rendered(name: str) -> str:
    """A chapter as HTML; read once, as the templates are."""
    from markdown_it import MarkdownIt  # only here: most starts never show the handbook

    parser = MarkdownIt("js-default", {"html": False})
    tokens = parser.parse((FILES / f"{name}.md").read_text("utf-8"))
    for image in (child for token in tokens for child in token.children or () if child.type == "image"):
        image.attrs |= dict(drawn(str(image.attrs["src"])))
    html: str = parser.renderer.render(tokens, parser.options, {})
    return html


def drawn(source: str) -> Iterator[tuple[str, str | int | float]]:
    """Where the portal serves a picture, and its size, so that nothing moves when it comes."""
    picture = Path(source).name
    width, height = struct.unpack(">II", (FILES.parent / "pictures" / picture).read_bytes()[16:24])
    yield from (("src", static(f"handbook/{picture}")), ("width", width), ("height", height), ("loading", "lazy"))
