"""People found by what stands in front of the searcher: a name, or one of the numbers."""

from django.db.models import Q
from django.db.models.functions import Upper

from sheets.problems import Problem
from units.invisible import tidy
from volunteers.encryption import fingerprint, phone_fingerprint
from volunteers.identifiers import DocumentType, check_phone, is_eighteen, normalise_number, person_key
from volunteers.models import VolunteerQuerySet
from volunteers.names import clean_name


def found_by(people: VolunteerQuerySet, words: str) -> VolunteerQuerySet:
    """Those whose name contains the words, or whose staff, student, volunteer, document or phone number they are.

    A document number is found by its fingerprint under every type of document, a phone number by its own. No name has
    a digit: words with one are looked up in the indexes alone, which takes no longer in a large school.
    """
    number = normalise_number(words)
    if not number:
        return people.none()
    wanted = numbered(number, words)
    if not any(character.isdecimal() for character in number):
        wanted |= Q(name__icontains=spelled_as_kept(words))
    return people.alias(known_as=Upper("school_number")).filter(wanted)


def numbered(number: str, words: str) -> Q:
    """Those who have this number, of whatever kind it may be."""
    digests = {fingerprint(person_key(document_type, number)) for document_type in DocumentType}
    wanted = Q(fingerprint__in=digests)
    if is_eighteen(number):
        return wanted
    # The index of volunteer numbers leaves the empty ones out, which a database has to be told.
    wanted |= Q(volunteer_number=number) & ~Q(volunteer_number="") | Q(known_as=tidy(words).upper())
    phone = check_phone(words)
    return wanted | Q(phone_fingerprint=phone_fingerprint(phone)) if isinstance(phone, str) else wanted


def spelled_as_kept(words: str) -> str:
    """The words with the separators and spaces names are kept with; every character of a name stays what it is."""
    cleaned = clean_name(words)
    return tidy(words) if isinstance(cleaned, Problem) else cleaned[0]
