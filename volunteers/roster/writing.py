# ruff: noqa: S608 – the statements are made of the model's own names; what people sent travels as parameters only
"""The change set as rows of the database: prepared without a lock, then written in four statements (SECURITY F3, C21).

`bulk_create` keeps SQLite's write lock for seconds over 40,000 people; these keep it for a fraction of one. Every
update and removal names the version it was prepared for: whom somebody changed since then is not written over.
"""

import csv
import io
import os
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import compress
from operator import itemgetter
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from django.utils.timezone import localdate

from units.models import UnitYear
from volunteers.encryption import encrypt_many, phone_fingerprint
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
SEALED = ("document_number_sealed", "phone_sealed", "phone_fingerprint")
DERIVED = ("status", "pending_since", "registered_on", "joined_on", *SEALED)
UPDATED = (*PLAIN, *DERIVED, "roster_import")
UNREGISTERED = Volunteer.Status.UNREGISTERED.value
PEOPLE = f'"{Volunteer._meta.db_table}"'
FIELDS: "dict[str, models.Field[Any, Any]]" = {field.name: field for field in Volunteer._meta.concrete_fields}
THIS_VERSION = ("id", "version")

KEYS = ("id", "roster_import")
NULLABLE = tuple(field.column for field in FIELDS.values() if field.null)

Row = tuple[Any, ...]
Facts = Mapping[str, str]
Stored = dict[str, Any]


class Overtaken(Exception):
    """Somebody changed one of these people since they were read."""


@dataclass(slots=True)
class Rows:
    """What is to be written, ready for the database."""

    created: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)
    giving_numbers_up: list[Row] = field(default_factory=list)


def written(people: Sequence[tuple[uuid.UUID, Facts]]) -> Iterator[dict[str, Any]]:
    """What is stored of people with these keys and facts, their numbers sealed, each bound to its own row."""
    documents, phones = (
        encrypt_many((facts.get(name, ""), Volunteer.seal_context(name, key)) for key, facts in people)
        for name in ("document_number", "phone")
    )
    for (_key, facts), document, phone in zip(people, documents, phones, strict=True):
        stored: dict[str, Any] = {name: facts.get(name, "") for name in PLAIN}
        stored["status"] = facts.get("status") or UNREGISTERED
        stored["pending_since"], stored["registered_on"] = pending_since(facts), registered_on(facts)
        stored["joined_on"] = day_of(facts, "joined_on")
        stored["document_number_sealed"], stored["phone_sealed"] = document, phone if facts.get("phone") else b""
        stored["phone_fingerprint"] = phone_fingerprint(facts.get("phone", ""))
        yield stored


def volunteers_with(people: Iterable[tuple[Volunteer, Facts]]) -> list[Volunteer]:
    """The volunteers with these facts set."""
    pairs = list(people)
    for (person, _facts), stored in zip(pairs, written([(person.pk, facts) for person, facts in pairs]), strict=True):
        for name, fact in stored.items():
            setattr(person, name, fact)
    return [person for person, _facts in pairs]


def new_people(changes: ChangeSet, received: RosterImport) -> list[Stored]:
    """Those the campaign does not know yet, as they are stored."""
    units = dict(UnitYear.objects.for_campaign(received.campaign).values_list("unit__code", "pk"))
    day, keys = localdate(received.at), new_keys(len(changes.created))
    facts = [with_milestones({}, person.facts, day) for person in changes.created]
    same = {"campaign": received.campaign_id, "roster_import": received.pk, "version": 1}
    return [
        {**stored, **same, "id": key, "unit_year": units[person.unit], "fingerprint": person.fingerprint}
        for person, key, stored in zip(changes.created, keys, written(list(zip(keys, facts, strict=True))), strict=True)
    ]


def new_keys(count: int) -> list[uuid.UUID]:
    """Random keys, drawn all at once."""
    drawn = os.urandom(16 * count)
    return [uuid.UUID(bytes=drawn[place : place + 16], version=4) for place in range(0, len(drawn), 16)]


def changed_people(changes: ChangeSet, received: RosterImport) -> list[Stored]:
    """Those of whom the roster knows something new, in the version that was compared."""
    day = localdate(received.at)
    known = [(uuid.UUID(change.known.key), change.known.version) for change in changes.changed]
    facts = [with_milestones(change.known.facts, change.after, day) for change in changes.changed]
    keyed = [(key, after) for (key, _version), after in zip(known, facts, strict=True)]
    return [
        {**stored, "id": key, "version": version, "roster_import": received.pk}
        for (key, version), stored in zip(known, written(keyed), strict=True)
    ]


def rows_for(created: list[Stored], changes: ChangeSet, received: RosterImport) -> Rows:
    """What the change set writes, `created` being its new people."""
    changed = changed_people(changes, received)
    other_number = [bool(change.fields.get("volunteer_number", ("",))[0]) for change in changes.changed]
    return Rows(
        created=sorted(rows_from(created, FIELDS)),  # in the order of the key the index is written at its end
        changed=rows_from(changed, (*UPDATED, *THIS_VERSION)),
        giving_numbers_up=rows_from(compress(changed, other_number), THIS_VERSION),
    )


def rows_of(people: Iterable[Volunteer], names: Collection[str]) -> list[Row]:
    """These fields of these people as the database takes them."""
    return rows_from(({name: getattr(person, FIELDS[name].attname) for name in names} for person in people), names)


def rows_from(people: Iterable[Stored], names: Collection[str]) -> list[Row]:
    """The same of what is to be stored: all as it is, only SQLite knows no UUID."""
    if not connection.features.has_native_uuid_field:
        people = ({**stored, **{name: stored[name].hex for name in KEYS if stored.get(name)}} for stored in people)
    return list(map(itemgetter(*names), people))


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
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA cache_size=-16384")  # six indexes are written at once: their pages stay at hand
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
    columns = ", ".join(table.columns)
    cursor.execute(f"CREATE TEMPORARY TABLE {table.name} AS SELECT {columns} FROM {PEOPLE} WHERE false")
    if connection.vendor == "postgresql":
        texts = ", ".join(column for column in table.columns if column not in NULLABLE)
        form = f"COPY {table.name} FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL ({texts}))"
        cursor.copy_expert(form, as_csv(table.rows))
    else:
        marks = ", ".join(["%s"] * len(table.columns))
        cursor.executemany(f"INSERT INTO {table.name} VALUES ({marks})", table.rows)


def as_csv(rows: Iterable[Row]) -> io.StringIO:
    """Rows as PostgreSQL copies them: nothing is an empty field, bytes are hexadecimal."""
    out = io.StringIO()
    spelled = ([f"\\x{fact.hex()}" if fact.__class__ is bytes else fact for fact in row] for row in rows)
    csv.writer(out).writerows(spelled)
    out.seek(0)
    return out


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
