"""Do the numbers in a database still open, and belong to whom they stand with?"""

from volunteers.encryption import DecryptionFailed, fingerprint
from volunteers.identifiers import DocumentType, person_key
from volunteers.models import Volunteer


def prove_numbers(at_most: int) -> tuple[int, int]:
    """Of so many people drawn at random: how many were looked at, and how many do not match their fingerprint."""
    people = Volunteer.objects.only("document_type", "document_number_sealed", "fingerprint")
    drawn = list(people.order_by("?")[:at_most])
    return len(drawn), sum(not matches(person) for person in drawn)


def matches(person: Volunteer) -> bool:
    """Whether a person's document number opens and is the one the fingerprint was made of."""
    try:
        number = person.clear_document_number()
    except DecryptionFailed:
        return False
    return fingerprint(person_key(DocumentType(person.document_type), number)) == person.fingerprint
