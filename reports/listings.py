"""The rows of the attachments, read from the database; the only place besides `volunteers` that sees clear numbers."""

from collections.abc import Iterator

from reports import attachment1, attachment3, attachment4
from reports.quota import NO_RATE
from reports.tallies import UnitStanding
from units.models import Team, UnitYear, UnitYearQuerySet
from volunteers.models import VolunteerQuerySet
from volunteers.roster.words import CATEGORIES, DOCUMENTS, POLITICS, STATUSES

TEAM_STATES = {
    Team.State.DRAFT: "未提交",
    Team.State.FILED: "待审",
    Team.State.APPROVED: "已审",
    Team.State.RETURNED: "不通过",
}


def unit_lines(units: UnitYearQuerySet) -> list[attachment1.UnitLine]:
    """Attachment 1, in its own order."""
    return [
        attachment1.UnitLine(
            unit.name, UnitYear.Kind(unit.kind).label, unit.standard_name, unit.former_name, unit.remark
        )
        for unit in units
    ]


def team_line(standing: UnitStanding) -> attachment3.TeamLine:
    """A unit's line of Attachment 3."""
    unit_year, team, figures, party = standing.unit_year, standing.team, standing.figures, standing.party
    return attachment3.TeamLine(
        unit=unit_year.name,
        team=unit_year.standard_name,
        liaison_code=team.liaison_code if team else "",
        parent=" → ".join(team.chain) if team else "",
        contact=team.contact_name if team else "",
        phone=team.contact_phone if team else "",
        email=team.contact_email if team else "",
        registered_on=team.changed_on.isoformat() if team else "",
        state=TEAM_STATES[Team.State(figures.team_state)],
        staff=figures.staff,
        students=figures.students,
        people=figures.total,
        party_members=figures.party_members,
        registered=figures.registered,
        rate=standing.quota.text,
        joined=figures.joined,
        party_registered=figures.party_registered,
        party_rate=party.text if party else NO_RATE,
        projects=figures.projects,
        note=unit_year.remark,
    )


def attachment_people(people: VolunteerQuerySet) -> VolunteerQuerySet:
    """Whom Attachment 4 lists: the registered, unit by unit; who has declined is nobody's business."""
    return (
        people.registered()
        .select_related("unit_year")
        .order_by("unit_year__position", "unit_year", "category", "school_number", "name", "id")
    )


def person_lines(people: VolunteerQuerySet, *, clear: bool) -> Iterator[attachment4.Person]:
    """Attachment 4, streamed; document and phone numbers masked unless the reader asked for them with a reason."""
    for person in attachment_people(people).iterator(chunk_size=2000):
        yield attachment4.Person(
            name=person.name,
            sex=person.sex,
            category=CATEGORIES.label(person.category),
            number=person.school_number,
            politics=POLITICS.label(person.politics),
            document_type=DOCUMENTS.label(person.document_type),
            document_number=person.clear_document_number() if clear else person.masked_document_number,
            volunteer_number=person.volunteer_number,
            phone=person.clear_phone() if clear else person.masked_phone,
            team=person.unit_year.standard_name,
            status=STATUSES.label(person.status),
            joined_on=person.joined_on.isoformat() if person.joined_on else "",
            note=person.remark,
        )
