"""`manage.py restore`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from campaigns.commands import AnsweringCommand
from volunteer_portal.backups.making import restore


class Command(AnsweringCommand):
    """Put a backup in the place of the database."""

    help = "Put a backup in the place of the database, wholly or not at all; everybody has to log in again."
    requires_system_checks = ()  # the database that is replaced may be broken

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and whether a database in use may be lost."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--overwrite", action="store_true", help="even if the database is in use; it is lost")

    def answer(self, *, file: Path, overwrite: bool, **options: Any) -> dict[str, Any]:
        """What the database holds now."""
        return restore(file, timezone.now(), overwrite=overwrite)
