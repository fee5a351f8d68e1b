"""`manage.py open_year`."""

from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from campaigns.commands import AnsweringCommand
from campaigns.models import Campaign
from units.years import open_year


class Command(AnsweringCommand):
    """Open another year's campaign from the current one."""

    help = "Open another year's campaign: numbers, texts, units and contacts come along, people and approvals do not."

    def add_arguments(self, parser: CommandParser) -> None:
        """The year and its two last days."""
        super().add_arguments(parser)
        parser.add_argument("year", type=int)
        parser.add_argument("electronic_due_on", type=date.fromisoformat)
        parser.add_argument("paper_due_on", type=date.fromisoformat)

    def answer(self, *, year: int, electronic_due_on: date, paper_due_on: date, **options: Any) -> dict[str, Any]:
        """The new year and its units."""
        opened = open_year(
            Campaign.objects.current(),
            year=year,
            electronic_due_on=electronic_due_on,
            paper_due_on=paper_due_on,
            by=None,
            at=timezone.now(),
        )
        return {"campaign": opened.year, "units": opened.units.count()}
