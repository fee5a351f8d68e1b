"""What the campaign knows of people already, in the roster's terms."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import F

from campaigns.models import Campaign
from units.models import UnitYear
from volunteers.among import Among
from volunteers.encryption import decrypt_many
from volunteers.models import Volunteer, VolunteerQuerySet
from volunteers.roster.changes import Incoming, Known

AT_ONCE: Final = 5000
PLAIN: Final = (
    "name", "sex", "category", "school_number", "politics", "department", "document_type", "volunteer_number", "status",
    "remark",
)  # fmt: skip
DAYS: Final = ("pending_since", "registered_on", "joined_on")
SEALED: Final = ("document_number", "phone")
READ: Final = (
    "pk", "unit_year", "fingerprint", "version", "roster_import", *(f"{name}_sealed" for name in SEALED), *DAYS, *PLAIN,
)  # fmt: skip
DAYS_BEGIN, PLAIN_BEGINS = READ.index(DAYS[0]), READ.index(PLAIN[0])


def people_of(campaign: Campaign, units: Collection[str]) -> list[Known]:
    """Everyone these units list."""
    codes = codes_of(campaign)
    keys = [key for key, code in codes.items() if code in units]
    return known(Volunteer.objects.for_campaign(campaign).filter(unit_year__in=keys), codes)


def others_named(campaign: Campaign, found: Sequence[Known], incoming: Sequence[Incoming]) -> list[Known]:
    """Whoever else of the school a file names or whose volunteer number it claims."""
    fingerprints = {person.fingerprint for person in incoming} - {person.fingerprint for person in found}
    numbers = {person.facts.get("volunteer_number", "") for person in incoming}
    numbers -= {"", *(person.facts["volunteer_number"] for person in found)}
    others, codes = dict[str, Known](), codes_of(campaign)
    everyone = Volunteer.objects.for_campaign(campaign)
    for people, column, words in (
        (everyone, "fingerprint", fingerprints),
        (everyone.numbered(), "volunteer_number", numbers),
    ):
        others |= {person.key: person for person in known(people.filter(Among(F(column), words)), codes)}
    return list(others.values())


def codes_of(campaign: Campaign) -> dict[int, str]:
    """The code of each unit by its key."""
    return dict(UnitYear.objects.for_campaign(campaign).values_list("pk", "unit__code"))


def known(people: VolunteerQuerySet, codes: Mapping[int, str]) -> list[Known]:
    """These people as they are compared: plain rows of the database, their numbers opened all at once."""
    found = list[Known]()
    rows = list(people.order_by().values_list(*READ).iterator(AT_ONCE))
    documents, phones = (
        decrypt_many((row[READ.index(f"{name}_sealed")], Volunteer.seal_context(name, row[0])) for row in rows)
        for name in SEALED
    )
    for row, document, phone in zip(rows, documents, phones, strict=True):
        key, unit, fingerprint, version, source = row[:5]
        facts = facts_with(row[PLAIN_BEGINS:], row[DAYS_BEGIN:PLAIN_BEGINS], document, phone)
        found.append(Known(fingerprint, codes[unit], facts, str(key), version, str(source or "")))
    return found


def facts_of(person: Volunteer) -> dict[str, str]:
    """What is kept of a person, in the roster's terms."""
    plain, days = ([getattr(person, name) for name in names] for names in (PLAIN, DAYS))
    return facts_with(plain, days, person.clear_document_number(), person.clear_phone())


def facts_with(plain: Sequence[Any], days: Sequence[date | None], document: str, phone: str) -> dict[str, str]:
    """The facts by name, days as text, nothing for what is not known."""
    facts: dict[str, str] = dict(zip(PLAIN, plain, strict=True))
    for name, day in zip(DAYS, days, strict=True):
        facts[name] = day.isoformat() if day else ""
    facts["document_number"], facts["phone"] = document, phone
    return facts
