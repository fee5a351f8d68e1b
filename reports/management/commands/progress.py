"""`manage.py progress`."""

from typing import Any

from django.core.management.base import CommandParser

from campaigns.commands import AnsweringCommand
from campaigns.models import Campaign
from campaigns.sentences import sentence_of
from reports.readiness import is_ready
from reports.tallies import UnitStanding, standings
from units.models import UnitYear


class Command(AnsweringCommand):
    """Where every unit stands."""

    help = "Where every unit of a campaign stands."

    def add_arguments(self, parser: CommandParser) -> None:
        """The year; the current one when none is given."""
        super().add_arguments(parser)
        parser.add_argument("--campaign", type=int, metavar="YEAR")

    def answer(self, *, campaign: int | None, **options: Any) -> dict[str, Any]:
        """DESIGN 5."""
        year = Campaign.objects.get(year=campaign) if campaign else Campaign.objects.current()
        return {"campaign": year.year, "units": [told(found) for found in standings(year, UnitYear.objects.all())]}

    def told(self, answer: dict[str, Any]) -> str:
        """A line a unit."""
        units = [
            "{unit:<12} {rate!s:>6} {registered}/{total} {projects} {team_state}".format(**unit)
            for unit in answer["units"]
        ]
        return "\n".join([str(answer["campaign"]), *units])


def told(found: UnitStanding) -> dict[str, Any]:
    """A unit's figures and findings."""
    figures = found.figures
    return {
        "unit": found.unit_year.unit.code,
        "name": found.unit_year.name,
        "team": found.unit_year.standard_name,
        "staff": figures.staff,
        "students": figures.students,
        "total": figures.total,
        "registered": figures.registered,
        "rate": found.quota.text if found.quota.is_known else None,
        "needed": found.quota.needed,
        "joined": figures.joined,
        "party_total": figures.party_members,
        "party_registered": figures.party_registered,
        "projects": figures.projects,
        "team_state": figures.team_state,
        "ready": is_ready(found.findings),
        "findings": [
            {"code": finding.code, "message": sentence_of(finding), "blocking": finding.blocking}
            for finding in found.findings
        ],
    }
