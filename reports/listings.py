"""The rows of the attachments, read from the database; the only place besides `volunteers` that sees clear numbers."""

import hashlib
import uuid
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, TextField
from django.db.models.sql.compiler import SQLCompiler

from projects.models import Project
from reports import attachment1, attachment3, attachment4
from reports.frozen import TABLES, Frozen
from reports.models import Submission, SubmissionFile
from reports.quota import NO_RATE
from reports.tallies import UnitStanding
from units.models import Team, UnitYear, UnitYearQuerySet
from volunteers.encryption import decrypt_bytes, decrypt_many
from volunteers.identifiers import mask_document, mask_phone
from volunteers.models import Volunteer, VolunteerQuerySet
from volunteers.roster.words import CATEGORIES, DOCUMENTS, POLITICS, STATUSES

PEOPLE_AT_ONCE = 1000
MASKS = {"document_number": mask_document, "phone": mask_phone}
FACTS = (
    "pk", "name", "sex", "category", "school_number", "politics", "document_type", "document_number_sealed",
    "volunteer_number", "phone_sealed", "unit_year__standard_name", "status", "joined_on", "remark",
)  # fmt: skip
TEAM_STATES = {
    Team.State.DRAFT: "未提交",
    Team.State.FILED: "待审",
    Team.State.APPROVED: "已审",
    Team.State.RETURNED: "不通过",
}


class AsOneText(Aggregate):
    """The facts of every row in one text made in the database, which thousands of rows need not leave one by one."""

    template = """STRING_AGG(%(expressions)s, ',' ORDER BY (%(expressions)s) COLLATE "C")"""
    arg_joiner = " || ' ' || "
    output_field = TextField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """In the order of the index; another order would only have everything compared."""
        return self.as_sql(compiler, connection, template="GROUP_CONCAT(%(expressions)s)", **extra)


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
    return people.registered().order_by(
        "unit_year__position", "unit_year", "category", "school_number", "name", "id"
    )


def person_lines(people: VolunteerQuerySet, *, clear: bool) -> Iterator[attachment4.Person]:
    """Attachment 4, streamed; document and phone numbers masked unless the reader asked for them with a reason.

    Column by column: what is not looked at one by one need not become an object.
    """
    rows = attachment_people(people).values_list(*FACTS).iterator(chunk_size=PEOPLE_AT_ONCE)
    while some := list(islice(rows, PEOPLE_AT_ONCE)):
        (
            keys, names, sexes, categories, numbers, politics, kinds, documents, volunteer_numbers, phones, teams,
            statuses, days, remarks,
        ) = zip(*some, strict=True)  # fmt: skip
        read = opened if clear else masked
        yield from map(
            attachment4.Person,
            names,
            sexes,
            map(CATEGORIES.label, categories),
            numbers,
            map(POLITICS.label, politics),
            map(DOCUMENTS.label, kinds),
            read("document_number", keys, documents),
            volunteer_numbers,
            read("phone", keys, phones),
            teams,
            map(STATUSES.label, statuses),
            (day.isoformat() if day else "" for day in days),
            remarks,
        )


def opened(field: str, keys: Iterable[uuid.UUID], sealed: Iterable[bytes]) -> list[str]:
    """The numbers of many people, each bound to its person."""
    return decrypt_many(zip(sealed, (Volunteer.seal_context(field, key) for key in keys), strict=True))


def masked(field: str, keys: Iterable[uuid.UUID], sealed: Iterable[bytes]) -> list[str]:
    """The same numbers as nobody can use them."""
    return list(map(MASKS[field], opened(field, keys, sealed)))


def frozen_now(found: UnitStanding) -> Frozen:
    """Everything the unit would hand in at this moment, numbers complete."""
    return replace(without_people(found), people=tuple(person_lines(people_of(found.unit_year), clear=True)))


def stamp_now(found: UnitStanding) -> str:
    """A mark of everything the unit would hand in, no number opened: nothing changes without it.

    Of the people it takes who they are and how often each was changed; the rest as it would be frozen.
    """
    people = people_of(found.unit_year).registered().order_by().aggregate(told=AsOneText("pk", "version"))
    mark = hashlib.sha256(without_people(found).canonical())
    mark.update((people["told"] or "").encode())
    return mark.hexdigest()


def people_of(unit_year: UnitYear) -> VolunteerQuerySet:
    """Everybody the unit lists."""
    return Volunteer.objects.for_campaign(unit_year.campaign).filter(unit_year=unit_year)


def without_people(found: UnitStanding) -> Frozen:
    """What the unit would hand in but for its people."""
    unit_year, team, campaign = found.unit_year, found.team, found.unit_year.campaign
    projects = Project.objects.filter(unit_year=unit_year).counted().order_by("pk").values(*Project.FACTS)
    titles = (campaign.text(campaign.attachment3_title), campaign.text(campaign.attachment4_title))
    heading = {
        **dict(zip(map(str, TABLES), titles, strict=True)),
        "unit": unit_year.name,
        "filled_by": team.contact_name if team else "",
        "phone": team.contact_phone if team else "",
    }
    return Frozen(campaign.year, unit_year.unit.code, heading, team_line(found), (), tuple(projects))


def frozen_of(submission: Submission) -> Frozen:
    """What a version froze."""
    return Frozen.read(zlib.decompress(decrypt_bytes(submission.content_sealed, submission.seal_context)))


def kept_content(file: SubmissionFile) -> bytes:
    """One of a version's drawn files."""
    return decrypt_bytes(file.content_sealed, file.seal_context)
