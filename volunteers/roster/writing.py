# ruff: noqa: S608 – the statements are made of the model's own names; what people sent travels as parameters only
"""The change set as rows of the database: prepared without a lock, then written in four statements (SECURITY F3, C21).

`bulk_create` keeps SQLite's write lock for seconds over 40,000 people; these keep it for a fraction of one. Every
update and removal names the version it was prepared for: whom somebody changed since then is not written over.
"""

import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import compress
from operator import attrgetter
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from django.utils.timezone import localdate
from psycopg2.extras import execute_values

from units.models import UnitYear
from volunteers.encryption import encrypt_many
from volunteers.milestones import day_of, pending_since, registered_on, with_milestones
from volunteers.models import RosterImport, Volunteer
from volunteers.roster.changes import ChangeSet

PLAIN = (
    "name",
    "sex",
    "category",
    "school_number",
    "politics",
    "department",
    "document_type",
    "volunteer_number",
    "remark",
)
DERIVED = ("status", "pending_since", "registered_on", "joined_on", "document_number_sealed", "phone_sealed")
UPDATED = (*PLAIN, *DERIVED, "roster_import")
AT_ONCE = 1000
PEOPLE = f'"{Volunteer._meta.db_table}"'
FIELDS: "dict[str, models.Field[Any, Any]]" = {field.name: field for field in Volunteer._meta.concrete_fields}
THIS_VERSION = ("id", "version")

Row = tuple[Any, ...]


class Overtaken(Exception):
    """Somebody changed one of these people since they were read."""


@dataclass(slots=True)
class Rows:
    """What is to be written, ready for the database."""

    created: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)
    giving_numbers_up: list[Row] = field(default_factory=list)


def volunteers_with(people: Iterable[tuple[Volunteer, Mapping[str, str]]]) -> list[Volunteer]:
    """The volunteers with these facts set and their numbers sealed, each bound to its own row."""
    pairs = list(people)
    documents = encrypt_many(
        (facts["document_number"], Volunteer.seal_context("document_number", person.pk)) for person, facts in pairs
    )
    phones = encrypt_many(
        (facts.get("phone", ""), Volunteer.seal_context("phone", person.pk)) for person, facts in pairs
    )
    for (person, facts), document, phone in zip(pairs, documents, phones, strict=True):
        for name in PLAIN:
            setattr(person, name, facts.get(name, ""))
        person.status = facts.get("status") or Volunteer.Status.UNREGISTERED
        person.pending_since, person.registered_on = pending_since(facts), registered_on(facts)
        person.joined_on = day_of(facts, "joined_on")
        person.document_number_sealed, person.phone_sealed = document, phone if facts.get("phone") else b""
    return [person for person, _facts in pairs]


def new_volunteers(changes: ChangeSet, received: RosterImport) -> list[Volunteer]:
    """Those the campaign does not know yet."""
    units = dict(UnitYear.objects.for_campaign(received.campaign).values_list("unit__code", "pk"))
    day = localdate(received.at)
    return volunteers_with(
        (
            Volunteer(
                id=uuid.uuid4(),
                campaign_id=received.campaign_id,
                unit_year_id=units[person.unit],
                fingerprint=person.fingerprint,
                roster_import_id=received.pk,
            ),
            with_milestones({}, person.facts, day),
        )
        for person in changes.created
    )


def changed_volunteers(changes: ChangeSet, received: RosterImport) -> list[Volunteer]:
    """Those of whom the roster knows something new, in the version that was compared."""
    day = localdate(received.at)
    return volunteers_with(
        (
            Volunteer(id=uuid.UUID(known.key), version=known.version, roster_import_id=received.pk),
            with_milestones(known.facts, change.after, day),
        )
        for change in changes.changed
        for known in (change.known,)
    )


def rows_for(created: list[Volunteer], changes: ChangeSet, received: RosterImport) -> Rows:
    """What the change set writes, `created` being its new people."""
    changed = changed_volunteers(changes, received)
    other_number = [bool(change.fields.get("volunteer_number", ("",))[0]) for change in changes.changed]
    return Rows(
        created=sorted(rows_of(created, FIELDS)),  # in the order of the key the index is written at its end
        changed=rows_of(changed, (*UPDATED, *THIS_VERSION)),
        giving_numbers_up=rows_of(compress(changed, other_number), THIS_VERSION),
    )


def rows_of(people: Iterable[Volunteer], names: Collection[str]) -> list[Row]:
    """These fields of these people as the database takes them: all as they are, only SQLite knows no UUID."""
    facts = map(attrgetter(*(FIELDS[name].attname for name in names)), people)
    if connection.features.has_native_uuid_field:
        return list(facts)
    return [tuple(fact.hex if isinstance(fact, uuid.UUID) else fact for fact in row) for row in facts]


@contextmanager
def staged(rows: Rows) -> Iterator[Callable[[], None]]:
    """The rows in temporary tables of this connection, and the act that stores them from there.

    Filling such a table locks nothing; copying from it takes a third of the time that sending the rows would take.
    """
    tables = (
        Table("given_removed", THIS_VERSION, rows.removed),
        Table("given_numbers_up", THIS_VERSION, rows.giving_numbers_up),
        Table("given_changed", (*UPDATED, *THIS_VERSION), rows.changed),
        Table("given_created", tuple(FIELDS), rows.created),
    )
    with connection.cursor() as cursor:
        try:
            for table in tables:
                fill(cursor, table)
            yield lambda: store(cursor, tables)
        finally:
            for table in tables:
                cursor.execute(f"DROP TABLE IF EXISTS {table.name}")


@dataclass(frozen=True, slots=True)
class Table:
    """A temporary table: some fields of some people."""

    name: str
    fields: tuple[str, ...]
    rows: list[Row]

    @property
    def columns(self) -> list[str]:
        """As the people's own table calls them."""
        return [str(FIELDS[name].column) for name in self.fields]


def fill(cursor: CursorWrapper, table: Table) -> None:
    """Make the table and put its rows in."""
    columns, marks = ", ".join(table.columns), ", ".join(["%s"] * len(table.columns))
    cursor.execute(f"CREATE TEMPORARY TABLE {table.name} AS SELECT {columns} FROM {PEOPLE} WHERE false")
    if connection.vendor == "postgresql" and table.rows:
        execute_values(cursor.cursor, f"INSERT INTO {table.name} VALUES %s", table.rows, f"({marks})", AT_ONCE)
    else:
        cursor.executemany(f"INSERT INTO {table.name} VALUES ({marks})", table.rows)


def store(cursor: CursorWrapper, tables: Sequence[Table]) -> None:
    """Write everything; `Overtaken` when somebody came in between, which rolls the caller's transaction back.

    Numbers are given up before anybody gets them, so that two people of one file may exchange theirs.
    """
    removed, numbers_up, changed, created = tables
    given = ", ".join(f"{column} = {changed.name}.{column}" for column in changed.columns if column not in THIS_VERSION)
    statements = (
        (removed, f"DELETE FROM {PEOPLE} WHERE (id, version) IN (SELECT id, version FROM {removed.name})"),
        (
            numbers_up,
            f"UPDATE {PEOPLE} SET volunteer_number = '', status = 'unregistered', registered_on = NULL, "
            f"joined_on = NULL WHERE (id, version) IN (SELECT id, version FROM {numbers_up.name})",
        ),
        (
            changed,
            f"UPDATE {PEOPLE} SET {given}, version = {PEOPLE}.version + 1 FROM {changed.name} "
            f"WHERE {PEOPLE}.id = {changed.name}.id AND {PEOPLE}.version = {changed.name}.version",
        ),
        (created, f"INSERT INTO {PEOPLE} ({', '.join(created.columns)}) SELECT * FROM {created.name}"),
    )
    for table, statement in statements:
        if table.rows:
            cursor.execute(statement)
            if cursor.rowcount != len(table.rows):
                raise Overtaken
