"""The bulletin leaves the house: recorded first, then drawn."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.utils import translation
from django.utils.timezone import localtime

from accounts.models import User
from campaigns.models import Campaign
from campaigns.sentences import sentence_of
from reports import bulletin, drawings
from reports.board_lines import BoardLine, board_lines, sums_of
from reports.exporting import Attachment
from reports.leaving import Departure, Errand, begin
from reports.quota import NO_RATE
from reports.tables import Table
from units.models import UnitYear

DRAWINGS: dict[str, Callable[[Table], Iterator[bytes]]] = {"xlsx": drawings.workbook, "pdf": drawings.one_page}


def bulletin_line(line: BoardLine) -> bulletin.BulletinLine:
    """A unit's line of the bulletin, its lights in words."""
    figures, standing, words = line.figures, line.standing, {key: sentence_of(light) for key, light in line.by.items()}
    return bulletin.BulletinLine(
        rank=line.rank,
        unit=line.unit_year.name,
        state=words["all"],
        total=figures.total,
        registered=figures.registered,
        rate=standing.quota.text,
        gap=standing.quota.gap,
        party_registered=figures.party_registered,
        party_rate=standing.party.text if standing.party else NO_RATE,
        joined=figures.joined,
        joined_rate=line.by["joined"].figure,
        projects=line.by["projects"].figure,
        team=words["team"],
        submission=words["submission"],
        paper=words.get("paper"),
    )


def bulletin_table(campaign: Campaign, at: datetime) -> Table:
    """The bulletin of the whole school as it stands at this moment, in Chinese, the best unit first."""
    lines = sorted(board_lines(campaign, at), key=lambda line: line.order)
    with translation.override("zh-hans"):
        return bulletin.table(
            [bulletin_line(line) for line in lines],
            sums_of(lines, campaign),
            school=campaign.school_name,
            office=campaign.office_name,
            year=campaign.year,
            due=campaign.electronic_due_on,
            at=localtime(at),
        )


def export_bulletin(campaign: Campaign, drawing: str, *, by: User, at: datetime) -> Attachment:
    """Record it, then draw the bulletin."""
    table = bulletin_table(campaign, at)
    units = UnitYear.objects.for_campaign(campaign).count()
    errand = Errand(campaign, {"list": "bulletin", "format": drawing}, table.columns, units)
    departure = Departure(begin(errand, by=by, at=at), campaign)
    content = DRAWINGS[drawing](departure.counted(table))
    return Attachment(departure.file_name("通报", campaign.school_name, drawing), departure.watched(content))
