"""`manage.py backup`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from campaigns.commands import AnsweringCommand
from volunteer_portal.backups.making import back_up


class Command(AnsweringCommand):
    """Write everything the database holds into a new file."""

    help = "Write everything the database holds into a new file, sealed with BACKUP_KEY; people may go on working."
    requires_system_checks = ()  # also of a database whose keys are gone

    def add_arguments(self, parser: CommandParser) -> None:
        """The file."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)

    def answer(self, *, file: Path, **options: Any) -> dict[str, Any]:
        """What was written."""
        return back_up(file, timezone.now())
