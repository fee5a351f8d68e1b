"""The lines of the board: each unit's standing, what it handed in, its lights and its place, in four queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from campaigns.models import Campaign
from reports.comparing import Sums, ranks, sums
from reports.lights import AMBER, RED, Filing, Light, by_measure
from reports.models import Submission
from reports.readiness import UnitFigures, head_count_changed
from reports.tallies import UnitStanding, standings
from units.models import UnitYear

# What the board, the bulletin and the reminders make of a unit; the board is looked at all day long.
FACTS = (
    "campaign", "unit__code", "position", "name", "kind", "standard_name", "has_students", "staff", "students",
    "party_members", "waiver_reason", "extended_until", "team__state", "team__contact_email",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One unit on the board."""

    standing: UnitStanding
    filing: Filing
    by: Mapping[str, Light]
    rank: int | None

    @property
    def unit_year(self) -> UnitYear:
        """Whose line it is."""
        return self.standing.unit_year

    @property
    def figures(self) -> UnitFigures:
        """The counts behind it."""
        return self.standing.figures

    @property
    def light(self) -> Light:
        """The unit as a whole."""
        return self.by["all"]

    @property
    def order(self) -> tuple[bool, int]:
        """To be sorted by place: those without a head count come last."""
        return self.rank is None, self.rank or 0

    @property
    def urgency(self) -> tuple[int, int]:
        """To be sorted by light: the most red first, then the most amber."""
        tones = [light.tone for light in self.lights]
        return -tones.count(RED), -tones.count(AMBER)

    @property
    def lights(self) -> list[Light]:
        """Each measure, without the whole."""
        return [light for measure, light in self.by.items() if measure != "all"]


def last_submissions(campaign: Campaign) -> dict[int, Submission]:
    """What each unit handed in last, by the unit's line: receipt, head count and paper."""
    facts = ("campaign", "unit_year", "version", "receipt", "figures", "paper_received_at")
    later = Submission.objects.filter(unit_year=OuterRef("unit_year"), version__gt=OuterRef("version"))
    newest = Submission.objects.filter(~Exists(later), campaign=campaign).only(*facts).order_by()
    last = {each.unit_year_id: each for each in newest}
    for each in last.values():
        each.campaign = campaign  # one for all, read already
    return last


def filing_of(
    unit_year: UnitYear, figures: UnitFigures, last: Submission | None, at: datetime, *, is_collected: bool = False
) -> Filing:
    """What a unit handed in, for the lights; paper is owed from then on, and always that of the newest version."""
    return Filing(
        receipt=last.receipt_number if last else "",
        is_changed=head_count_changed(last.figures if last else None, figures),
        is_late=at >= unit_year.deadline,
        paper=last.paper_received_at is not None if last else None,
        is_paper_late=at >= unit_year.paper_deadline,
        is_collected=is_collected,
    )


def board_lines(campaign: Campaign, at: datetime) -> list[BoardLine]:
    """Every unit of the campaign in the order of Attachment 1, as it stands at this moment."""
    found = standings(campaign, UnitYear.objects.only(*FACTS))
    last = last_submissions(campaign)
    filings = [
        filing_of(each.unit_year, each.figures, last.get(each.unit_year.pk), at, is_collected=bool(last))
        for each in found
    ]
    terms = campaign.terms
    places = ranks(each.figures.quota(terms) for each in found)
    return [
        BoardLine(each, filing, by_measure(each.figures, terms, filing), place)
        for each, filing, place in zip(found, filings, places, strict=True)
    ]


def sums_of(lines: Sequence[BoardLine], campaign: Campaign) -> Sums:
    """The totals of these lines."""
    return sums([line.figures for line in lines], [line.by.values() for line in lines], campaign.terms)
