"""`manage.py verify`."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from campaigns.commands import AnsweringCommand
from reports.differences import Change
from reports.models import Submission
from reports.paper.checking import Verdict, find_version
from reports.paper.codes import read_code


class Command(AnsweringCommand):
    """Say what a paper's code stands for."""

    help = "Say which version of which unit a paper's check code stands for, and in what the newest one differs."
    refused = {  # noqa: RUF012
        "valid": False,
        "unit": None,
        "version": None,
        "current_version": None,
        "differences": [],
    }

    def add_arguments(self, parser: CommandParser) -> None:
        """The code, or the whole address of a QR code."""
        super().add_arguments(parser)
        parser.add_argument("code")

    def answer(self, *, code: str, **options: Any) -> dict[str, Any]:
        """DESIGN 5; a code nobody printed is refused."""
        paper = find_version(read_code(code), Submission.objects.all())
        if paper is None:
            sentence = _("The portal has never printed a page with this code.")
            raise ValidationError(sentence, code="code-unknown")
        verdict = Verdict.on(paper)
        return {
            "valid": True,
            "unit": paper.unit_year.unit.code,
            "version": paper.version,
            "current_version": verdict.current.version,
            "differences": [] if verdict.is_current else list(told(verdict)),
        }


def told(verdict: Verdict) -> Iterator[dict[str, Any]]:
    """What the newest version says otherwise, by place and column; nobody is named."""
    found = verdict.differences
    yield from (
        {
            "part": part,
            "kind": line.kind,
            "row": line.row,
            "page": line.page,
            "fields": [change.title for change in line.changes],
        }
        for part, lines in (("attachment4", found.people), ("projects", found.projects))
        for line in lines
    )
    changed: tuple[Change, ...] = (*found.team, *found.counts)
    if changed:
        titles = [change.title for change in changed]
        yield {"part": "attachment3", "kind": "changed", "row": 1, "page": 1, "fields": titles}
