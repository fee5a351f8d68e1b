"""People found by what stands in front of the searcher: a name, or one of the numbers."""

from django.db.models import Q

from sheets.problems import Problem
from units.invisible import tidy
from volunteers.encryption import fingerprint, phone_fingerprint
from volunteers.identifiers import DocumentType, check_phone, is_eighteen, normalise_number, person_key
from volunteers.models import VolunteerQuerySet
from volunteers.names import clean_name


def found_by(people: VolunteerQuerySet, words: str) -> VolunteerQuerySet:
    """Those whose name contains the words, or whose staff, student, volunteer, document or phone number they are.

    A document number is found by its fingerprint under every type of document, a phone number by its own. What cannot
    be anything but a document number is looked up in the index alone, which takes no longer in a large school.
    """
    number = normalise_number(words)
    if not number:
        return people.none()
    digests = {fingerprint(person_key(document_type, number)) for document_type in DocumentType}
    if is_eighteen(number):
        return people.filter(fingerprint__in=digests)
    wanted = Q(fingerprint__in=digests) | Q(volunteer_number=number) | Q(school_number__iexact=tidy(words))
    phone = check_phone(words)
    if isinstance(phone, str):
        wanted |= Q(phone_fingerprint=phone_fingerprint(phone))
    return people.filter(wanted | Q(name__icontains=spelled_as_kept(words)))


def spelled_as_kept(words: str) -> str:
    """The words with the separators and spaces names are kept with; every character of a name stays what it is."""
    cleaned = clean_name(words)
    return tidy(words) if isinstance(cleaned, Problem) else cleaned[0]
