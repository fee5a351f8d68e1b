"""`manage.py export_attachment`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from campaigns.commands import AnsweringCommand
from campaigns.models import Campaign
from reports.exporting import DRAWINGS, NUMBERS, export
from units.models import UnitYear


class Command(AnsweringCommand):
    """Write an attachment of the whole school or of one unit."""

    help = "Write an attachment; document numbers are masked unless asked for with a reason."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which, whose, how and where to."""
        super().add_arguments(parser)
        parser.add_argument("number", type=int, choices=NUMBERS)
        parser.add_argument("--unit", help="code of a unit; the whole school without it")
        parser.add_argument("--format", choices=sorted(DRAWINGS), required=True, dest="drawing")
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--clear-numbers", action="store_true")
        parser.add_argument("--reason", default="")

    def answer(
        self,
        *,
        number: int,
        unit: str | None,
        drawing: str,
        out: Path,
        clear_numbers: bool,
        reason: str,
        **options: Any,
    ) -> dict[str, Any]:
        """Where the file lies."""
        campaign = Campaign.objects.current()
        units = UnitYear.objects.for_campaign(campaign).select_related("unit", "team", "campaign")
        unit_year = None if unit is None else units.get(unit__code=unit)
        made = export(
            number, campaign, unit_year, drawing, clear=clear_numbers, reason=reason, by=None, at=timezone.now()
        )
        with out.open("wb") as file:
            file.writelines(made.content)
        return {"file": str(out), "bytes": out.stat().st_size}
