"""The change set as rows of the database."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date

from units.models import UnitYear
from volunteers.encryption import encrypt_many
from volunteers.models import RosterImport, Volunteer
from volunteers.roster.changes import ChangeSet

PLAIN = ("name", "sex", "category", "school_number", "politics", "document_type", "volunteer_number", "remark")
UPDATED = (*PLAIN, "status", "joined_on", "document_number_sealed", "phone_sealed", "roster_import")
BATCH = 2000


def volunteers_with(facts: Iterable[tuple[Volunteer, Mapping[str, str]]]) -> list[Volunteer]:
    """The volunteers with these facts set and their numbers sealed, each bound to its own row."""
    pairs = list(facts)
    documents = encrypt_many(
        (facts["document_number"], Volunteer.seal_context("document_number", person.pk)) for person, facts in pairs
    )
    phones = encrypt_many(
        (facts.get("phone", ""), Volunteer.seal_context("phone", person.pk)) for person, facts in pairs
    )
    for (person, facts), document, phone in zip(pairs, documents, phones, strict=True):
        for field in PLAIN:
            setattr(person, field, facts.get(field, ""))
        person.status = facts.get("status") or Volunteer.Status.UNREGISTERED
        person.joined_on = date.fromisoformat(facts["joined_on"]) if facts.get("joined_on") else None
        person.document_number_sealed, person.phone_sealed = document, phone if facts.get("phone") else b""
    return [person for person, _facts in pairs]


def new_volunteers(changes: ChangeSet, received: RosterImport) -> list[Volunteer]:
    """Those the campaign does not know yet."""
    units = {
        unit_year.unit.code: unit_year
        for unit_year in UnitYear.objects.for_campaign(received.campaign).select_related("unit")
    }
    return volunteers_with(
        (
            Volunteer(
                id=uuid.uuid4(),
                campaign=received.campaign,
                unit_year=units[person.unit],
                fingerprint=person.fingerprint,
                roster_import=received,
            ),
            person.facts,
        )
        for person in changes.created
    )


def changed_volunteers(changes: ChangeSet, received: RosterImport) -> list[Volunteer]:
    """Those of whom the roster knows something new."""
    news = {
        change.known.fingerprint: {**change.known.facts, **{field: new for field, (_old, new) in change.fields.items()}}
        for change in changes.changed
    }
    fingerprints = list(news)
    known: list[Volunteer] = []
    for start in range(0, len(fingerprints), BATCH):
        known += Volunteer.objects.for_campaign(received.campaign).filter(
            fingerprint__in=fingerprints[start : start + BATCH]
        )
    for person in known:
        person.roster_import = received
    return volunteers_with((person, news[person.fingerprint]) for person in known)


def store(created: list[Volunteer], changed: list[Volunteer]) -> None:
    """Write both."""
    Volunteer.objects.bulk_create(created, batch_size=BATCH)
    Volunteer.objects.bulk_create(
        changed, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=UPDATED
    )
