"""`manage.py import_units`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from campaigns.commands import AnsweringCommand, spoken
from campaigns.models import Campaign
from units.importing import apply_units, examine_units, refuse_if_nothing_good


class Command(AnsweringCommand):
    """Create or update the current campaign's units from Attachment 1."""

    help = "Create or update the current campaign's units and standard names from Attachment 1 (.xlsx)."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and whether anything is stored."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what it would do")

    def answer(self, *, file: Path, dry_run: bool, **options: Any) -> dict[str, Any]:
        """Counts, problems and notices."""
        campaign = Campaign.objects.current()
        found = examine_units(file.read_bytes(), file.name, campaign)
        refuse_if_nothing_good(found)
        if not dry_run:
            apply_units(found, campaign, by=None, at=timezone.now())
        return {
            "rows": found.rows,
            "created": len(found.created),
            "updated": len(found.updated),
            "unchanged": len(found.unchanged),
            "problems": [spoken(problem) for problem in found.problems],
            "notices": [spoken(notice) for notice in found.notices],
        }
