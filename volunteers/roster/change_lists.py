"""A change set as the pages list it: row, name, masked number, and what changes from what to what."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final

from volunteers.identifiers import mask_document, mask_phone
from volunteers.roster.changes import Change, ChangeSet
from volunteers.roster.columns import TITLES
from volunteers.roster.words import CATEGORIES, DOCUMENTS, POLITICS, STATUSES

LISTED_AT_MOST: Final = 1000
SHOWN: Final = {
    "document_number": mask_document,
    "volunteer_number": mask_document,
    "phone": mask_phone,
    "category": CATEGORIES.label,
    "document_type": DOCUMENTS.label,
    "politics": POLITICS.label,
    "status": STATUSES.label,
}

Line = dict[str, Any]


def change_lists(changes: ChangeSet) -> dict[str, list[Line]]:
    """The first thousand of each list; how many there are in all stands in the counts."""
    return {
        "created": first(line(person.facts, person.row) for person in changes.created),
        "changed": first(changed_line(change) for change in changes.changed),
        "unchanged": first(line(person.facts, person.row) for person in changes.unchanged),
        "absent": first(line(known.facts) for known in changes.absent),
        "held": first(line(held.incoming.facts, held.incoming.row) for held in changes.held),
    }


def first(lines: Iterable[Line]) -> list[Line]:
    """As many as are listed."""
    return list(islice(lines, LISTED_AT_MOST))


def line(facts: Mapping[str, str], row: int | None = None) -> Line:
    """One person."""
    return {"row": row, "name": facts.get("name", ""), "document": mask_document(facts.get("document_number", ""))}


def changed_line(change: Change) -> Line:
    """One person with each changed fact: the column's title, the old and the new value as pages may show them."""
    fields = [[TITLES[key], shown(key, old), shown(key, new)] for key, (old, new) in change.fields.items()]
    return {**line(change.known.facts, change.incoming.row), "fields": fields}


def shown(key: str, value: str) -> str:
    """A value as pages may show it: codes as words, numbers masked."""
    return SHOWN.get(key, str)(value) if value else ""
