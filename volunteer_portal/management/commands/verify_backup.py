"""`manage.py verify_backup`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from campaigns.commands import AnsweringCommand
from volunteer_portal.backups.making import verify


class Command(AnsweringCommand):
    """Prove a backup in a scratch database."""

    help = "Restore a backup into a scratch database and prove it: rows counted, numbers opened, audit trail whole."
    requires_system_checks = ()  # the database here may be broken, or empty

    def add_arguments(self, parser: CommandParser) -> None:
        """The file."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)

    def answer(self, *, file: Path, **options: Any) -> dict[str, Any]:
        """What was proven."""
        return verify(file)
