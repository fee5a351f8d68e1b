"""`manage.py import_roster`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from campaigns.commands import AnsweringCommand, spoken
from campaigns.models import Campaign
from sheets.problems import NoGoodRow, Problem, Refused
from units.models import UnitYear
from volunteers.models import RosterImport
from volunteers.roster.examining import Examined, examine
from volunteers.roster.importing import apply_import, check, receive


class Command(AnsweringCommand):
    """Read a roster and take its good rows over."""

    help = "Read a roster and take its good rows over; without --unit the column 所在单位 decides."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the unit, and whether anything is stored."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--unit", help="code of the unit everybody on the roster belongs to")
        parser.add_argument("--dry-run", action="store_true", help="only say what it would do")

    def answer(self, *, file: Path, unit: str | None, dry_run: bool, **options: Any) -> dict[str, Any]:
        """Counts, problems and notices."""
        campaign = Campaign.objects.current()
        unit_year = (
            None
            if unit is None
            else UnitYear.objects.for_campaign(campaign).select_related("unit", "campaign").get(unit__code=unit)
        )
        now = timezone.now()
        if dry_run:
            return told(examine(file.read_bytes(), file.name, campaign, unit_year, today=timezone.localdate()))
        received = receive(file.read_bytes(), file.name, campaign, unit_year, by=None, at=now)
        examined = check(received)
        if examined is None:
            raise kept_refusal(received)
        apply_import(received, by=None, at=now)
        return told(examined)


def kept_refusal(received: RosterImport) -> Refused:
    """Why the file as a whole was refused."""
    kept = received.report["refused"]
    if kept["first"]:
        return NoGoodRow(Problem(**kept["first"]))
    return Refused(kept["code"], kept["message"], kept["params"])


def told(examined: Examined) -> dict[str, Any]:
    """The answer of DESIGN 5."""
    return examined.counts() | {
        "problems": [spoken(problem) for problem in examined.problems],
        "notices": [spoken(notice) for notice in examined.notices],
    }
