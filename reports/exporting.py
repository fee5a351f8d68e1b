"""Attachments leave the house, of a unit or of the whole school, in every form."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import AuditEntry, User
from campaigns.models import Campaign
from reports import attachment1, attachment2, attachment3, attachment4, drawings
from reports.frozen import TABLES
from reports.leaving import Departure, Errand, begin, keeping_notes, keeping_stamp
from reports.listings import person_lines, team_line, unit_lines
from reports.locking import locked
from reports.sheet_names import sheet_names
from reports.tables import Heading, PaperMark, Table
from reports.tallies import standings
from reports.zipping import zipped
from units.models import UnitYear
from volunteers.models import Volunteer

NUMBERS = (1, 2, 3, 4)
TEXT = 2  # a page of text, not a table: there is no workbook of it
COLUMNS = {1: attachment1.COLUMNS, TEXT: (), 3: attachment3.COLUMNS, 4: attachment4.COLUMNS}
DRAWINGS = ("xlsx", "pdf")
ENDINGS = {"xlsx": "xlsx", "sheets": "xlsx", "pdf": "pdf", "zip": "zip"}
UNSAFE_IN_NAMES = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*]")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file on its way out: its name and the bytes as they are drawn."""

    name: str
    content: Iterator[bytes]

    def whole(self, password: str = "") -> bytes:
        """All of it, a workbook behind a password if one is given."""
        content = b"".join(self.content)
        return locked(content, password) if password else content


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which attachment, whose, in which form, with complete numbers or masked ones."""

    number: int
    campaign: Campaign
    unit_year: UnitYear | None
    drawing: str
    clear: bool = False

    @property
    def subject(self) -> UnitYear | Campaign:
        """What the record says it is about."""
        return self.unit_year or self.campaign

    @property
    def units(self) -> list[UnitYear]:
        """The units of the whole school in their order."""
        units = UnitYear.objects.for_campaign(self.campaign).select_related("unit", "team", "campaign")
        return list(units.order_by("position", "pk"))


def heading(title: str, campaign: Campaign, unit_year: UnitYear | None, by: User | None, at: datetime) -> Heading:
    """What stands above the rows: whose table it is, who filled it in, and when."""
    team = getattr(unit_year, "team", None)
    return Heading(
        title=campaign.text(title),
        unit=unit_year.name if unit_year else f"{campaign.school_name}（{campaign.office_name}）",
        filled_by=team.contact_name if team else by.name if by else "",
        phone=team.contact_phone if team else "",
        date=localdate(at),
    )


def attachment_table(
    number: int, campaign: Campaign, unit_year: UnitYear | None, *, clear: bool, by: User | None, at: datetime
) -> Table:
    """The attachment of one unit, or of the whole school."""
    units = UnitYear.objects.for_campaign(campaign)
    people = Volunteer.objects.for_campaign(campaign)
    if unit_year:
        units, people = units.filter(pk=unit_year.pk), people.filter(unit_year=unit_year)
    if number == 1:
        return attachment1.table(heading(campaign.attachment1_title, campaign, unit_year, by, at), unit_lines(units))
    if number == 3:
        lines = [team_line(found) for found in standings(campaign, units)]
        return attachment3.table(heading(campaign.attachment3_title, campaign, unit_year, by, at), lines)
    return attachment4.table(
        heading(campaign.attachment4_title, campaign, unit_year, by, at), person_lines(people, clear=clear)
    )


def leaflet_for(campaign: Campaign, unit_year: UnitYear | None, *, at: datetime) -> attachment2.Leaflet:
    """Attachment 2 with the unit's team filled in, or for everybody."""
    return attachment2.leaflet(
        title=campaign.text(campaign.attachment2_title),
        unit=unit_year.name if unit_year else "",
        team=unit_year.standard_name if unit_year else "",
        office=campaign.office_name,
        mailbox=campaign.mailbox,
        on=localdate(at),
    )


def export(
    number: int,
    campaign: Campaign,
    unit_year: UnitYear | None,
    drawing: str,
    *,
    clear: bool,
    reason: str,
    by: User | None,
    at: datetime,
) -> Attachment:
    """Record that an attachment leaves the house, then draw it; complete numbers only with a reason (SECURITY C15)."""
    wanted = Wanted(number, campaign, unit_year, drawing, clear)
    departure = Departure(begin_export(wanted, reason=reason, by=by, at=at), wanted.subject)
    drawn = draw(wanted, departure)
    return replace(drawn, content=departure.watched(drawn.content))


def begin_export(wanted: Wanted, *, reason: str, by: User | None, at: datetime) -> AuditEntry:
    """Record what is going to leave the house."""
    if wanted.number == TEXT and wanted.drawing != "pdf":
        raise ValidationError(
            _("Attachment 2 is a page of text, not a table. Ask for the PDF."), code="attachment-not-a-table"
        )
    errand = Errand(
        subject=wanted.subject,
        what={"attachment": wanted.number, "format": wanted.drawing},
        columns=COLUMNS[wanted.number],
        expected=expected(wanted),
        lists_people=wanted.number == 4,
        clear=wanted.clear,
        reason=reason,
    )
    return begin(errand, by=by, at=at)


def expected(wanted: Wanted) -> int:
    """How many rows there are to be."""
    if wanted.number == TEXT:
        return 0
    teams = 1 if wanted.unit_year else UnitYear.objects.for_campaign(wanted.campaign).count()
    if wanted.number != 4:
        return teams
    registered = Volunteer.objects.for_campaign(wanted.campaign).registered()
    people = (registered.filter(unit_year=wanted.unit_year) if wanted.unit_year else registered).count()
    return people + teams if wanted.drawing == "zip" else people


def draw(wanted: Wanted, departure: Departure) -> Attachment:
    """The file of what is on record as leaving; that it left is still to be written down."""
    owner = wanted.unit_year.name if wanted.unit_year else wanted.campaign.school_name
    what = {"sheets": "附件{}（分单位）", "zip": "附件3、附件4（各单位）"}.get(wanted.drawing, "附件{}")
    name = departure.file_name(what.format(wanted.number), owner, ENDINGS[wanted.drawing])
    if wanted.number == TEXT:
        pieces = drawings.leaflet(leaflet_for(wanted.campaign, wanted.unit_year, at=departure.started.at))
    else:
        pieces = FORMS[wanted.drawing](wanted, departure)
    return Attachment(name, pieces)


def table_of(wanted: Wanted, departure: Departure) -> Table:
    """The one table of a workbook or a PDF."""
    started = departure.started
    table = attachment_table(
        wanted.number, wanted.campaign, wanted.unit_year, clear=wanted.clear, by=started.by, at=started.at
    )
    return departure.counted(as_draft(table, wanted))


def as_draft(table: Table, wanted: Wanted) -> Table:
    """A unit's table as things stand now says on every page that it is not what was handed in."""
    if wanted.unit_year is None or wanted.number not in TABLES:
        return table
    return replace(table, mark=PaperMark(wanted.unit_year.name))


def notes_of(wanted: Wanted, departure: Departure) -> list[tuple[str, str]]:
    """The notes that go with complete numbers."""
    return keeping_notes(departure.started) if wanted.clear and wanted.number == 4 else []


def workbook(wanted: Wanted, departure: Departure) -> Iterator[bytes]:
    """One table with everybody."""
    return drawings.workbook(table_of(wanted, departure), notes=notes_of(wanted, departure))


def paper(wanted: Wanted, departure: Departure) -> Iterator[bytes]:
    """One table with everybody, to be printed."""
    stamp = keeping_stamp(departure.started) if wanted.clear and wanted.number == 4 else ""
    return drawings.paper(table_of(wanted, departure), stamp=stamp)


def workbook_of_units(wanted: Wanted, departure: Departure) -> Iterator[bytes]:
    """A sheet for each unit."""
    units = wanted.units
    if not units:
        return workbook(wanted, departure)
    tables = [tables_of_unit(wanted, departure, unit, (wanted.number,))[0] for unit in units]
    names = sheet_names(unit.name for unit in units)
    return drawings.workbook(*tables, names=names, notes=notes_of(wanted, departure))


def papers_of_units(wanted: Wanted, departure: Departure) -> Iterator[bytes]:
    """The two summary tables of each unit as PDF."""
    stamp = keeping_stamp(departure.started) if wanted.clear else ""
    return zipped(
        (UNSAFE_IN_NAMES.sub(" ", f"{place:02d} {unit.name} {table.label}.pdf"), drawings.paper(table, stamp=stamp))
        for place, unit in enumerate(wanted.units, 1)
        for table in tables_of_unit(wanted, departure, unit, (3, 4))
    )


def tables_of_unit(wanted: Wanted, departure: Departure, unit: UnitYear, numbers: tuple[int, ...]) -> list[Table]:
    """Attachments of one unit among all of them."""
    started = departure.started
    tables = (
        attachment_table(number, wanted.campaign, unit, clear=wanted.clear, by=started.by, at=started.at)
        for number in numbers
    )
    return [departure.counted(table, unit.name) for table in tables]


FORMS: dict[str, Callable[[Wanted, Departure], Iterator[bytes]]] = {
    "xlsx": workbook,
    "pdf": paper,
    "sheets": workbook_of_units,
    "zip": papers_of_units,
}
