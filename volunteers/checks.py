"""The keys are those the data were sealed with: others would write what nobody can read later (SECURITY C11)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from volunteers.encryption import DecryptionFailed, decrypt_bytes, fingerprint, known_headers
from volunteers.identifiers import DocumentType, person_key
from volunteers.key_models import WORD, KeyProof
from volunteers.models import Volunteer
from volunteers.sealed import SealedField, sealed_fields


def is_migrated(databases: Sequence[str] | None) -> bool:
    """Whether a database is to be looked at, and `migrate` has been there."""
    return bool(databases) and {field.model._meta.db_table for field in sealed_fields()} <= set(
        connections["default"].introspection.table_names()
    )


@register(Tags.database)
def keys_fit(databases: Sequence[str] | None = None, **_others: Any) -> list[CheckMessage]:
    """The first and the last value of every sealed column open, and a person is found by their fingerprint."""
    if not is_migrated(databases):
        return []
    try:
        found = [fault for field in sealed_fields() for fault in faults_of(field)]
        return [*found, *([] if found else fingerprint_faults())]
    except ImproperlyConfigured as fault:
        return [Error(str(fault), id="volunteers.E001")]


def faults_of(field: SealedField) -> Iterator[CheckMessage]:
    """What is wrong with the values of a column."""
    rows = field.sealed_rows().order_by("pk")
    for row in filter(None, (rows.first(), rows.last())):
        sealed = getattr(row, field.attname)
        try:
            decrypt_bytes(sealed, field.context(row))
        except DecryptionFailed as failure:
            known = bytes(row.header) in known_headers()
            advice = "Restore it from a backup." if known else "Start with the keys this database was filled with."
            sentence = f"ENCRYPTION_KEYS: {field} {row.pk} does not open: {failure}."
            yield Error(sentence, hint=advice, id="volunteers.E002")
            return


def fingerprint_faults() -> Iterator[CheckMessage]:
    """Whether people are found under FINGERPRINT_KEY."""
    advice = "With another key nobody is found and everybody is listed twice."
    wrong = Error("FINGERPRINT_KEY is not the one of this database.", hint=advice, id="volunteers.E003")
    if KeyProof.objects.exclude(fingerprint=fingerprint(WORD)).exists():
        yield wrong
    elif person := Volunteer.objects.order_by("pk").first():
        key = person_key(DocumentType(person.document_type), person.clear_document_number())
        if fingerprint(key) != person.fingerprint:
            yield wrong
