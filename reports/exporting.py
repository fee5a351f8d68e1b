"""Attachments leave the house: recorded first, then written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from campaigns.models import Campaign
from reports import attachment1, attachment2, attachment3, attachment4, pdf, xlsx
from reports.frozen import TABLES
from reports.listings import person_lines, team_line, unit_lines
from reports.pdf import leaflet
from reports.tables import Heading, PaperMark, Table
from reports.tallies import standings
from units.models import UnitYear
from volunteers.models import Volunteer

LEAST_REASON, MOST_REASON = 5, 200
NUMBERS = (1, 2, 3, 4)
TEXT = 2  # a page of text, not a table: there is no workbook of it
DRAWINGS: dict[str, Callable[[Table], Iterator[bytes]]] = {"xlsx": xlsx.stream, "pdf": pdf.stream}


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment on its way out: file name and the bytes as they are drawn."""

    name: str
    content: Iterator[bytes]


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


def as_draft(table: Table, unit_year: UnitYear | None) -> Table:
    """A unit's table as things stand now says on every page that it is not what was handed in."""
    return replace(table, mark=PaperMark(unit_year.name)) if unit_year else table


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


def begin_export(
    number: int,
    subject: UnitYear | Campaign,
    drawing: str,
    *,
    clear: bool,
    reason: str,
    by: User | None,
    at: datetime,
    **detail: int,
) -> None:
    """Record that an attachment leaves the house; complete numbers only with a reason (SECURITY C15)."""
    reason = reason.replace("\0", "").strip()  # PostgreSQL keeps no NUL
    if clear and not LEAST_REASON <= len(reason) <= MOST_REASON:
        sentence = _("Say in %(least)s to %(most)s characters what the complete numbers are for.")
        counts = {"least": LEAST_REASON, "most": MOST_REASON}
        raise ValidationError({"reason": ValidationError(sentence, code="reason-missing", params=counts)})
    code = subject.unit.code if isinstance(subject, UnitYear) else ""
    facts = {"attachment": number, "format": drawing, "clear_numbers": clear, **detail}
    with transaction.atomic():
        record("attachment-exported", subject, unit=code, reason=reason, by=by, at=at, **facts)


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
    if number == TEXT and drawing != "pdf":
        raise ValidationError(
            _("Attachment 2 is a page of text, not a table. Ask for the PDF."), code="attachment-not-a-table"
        )
    begin_export(number, unit_year or campaign, drawing, clear=clear, reason=reason, by=by, at=at)
    if number == TEXT:
        content = leaflet.stream(leaflet_for(campaign, unit_year, at=at))
    else:
        table = attachment_table(number, campaign, unit_year, clear=clear, by=by, at=at)
        content = DRAWINGS[drawing](as_draft(table, unit_year if number in TABLES else None))
    owner = unit_year.name if unit_year else campaign.school_name
    return Attachment(f"附件{number} {owner} {localdate(at):%Y%m%d}.{drawing}", content)
