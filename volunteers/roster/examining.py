"""A roster against what the campaign already knows: what it would do, before anything is written."""

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass, field
from datetime import date

from django.db.models import Q

from campaigns.models import Campaign
from sheets.problems import Problem, Refused, gettext_noop
from sheets.reading import read
from units.models import UnitYear
from units.naming import comparable
from volunteers.encryption import fingerprint
from volunteers.identifiers import DocumentType
from volunteers.models import Volunteer
from volunteers.roster.changes import ChangeSet, Held, Incoming, Known, compare
from volunteers.roster.columns import columns
from volunteers.roster.rows import Person, check_rows, refuse_if_nothing_good

AT_ONCE = 5000
NO_ROWS = gettext_noop("The file has a header but no rows under it (没有数据). Fill in the people and send it again.")
OTHER_UNITS = gettext_noop(
    "%(count)s rows name another unit in 所在单位. They would be counted for your unit; take them out if that is wrong."
)
HELD = gettext_noop(
    "Another unit already lists this person. The row is held back; the office settles which unit is right."
)

Report = Callable[[int, int], None]


@dataclass(slots=True)
class Examined:
    """What a roster says and would do."""

    people: list[Person]
    changes: ChangeSet
    rows: int
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Rows in = accepted + held + ignored, always."""
        created, changed, unchanged = (
            len(part) for part in (self.changes.created, self.changes.changed, self.changes.unchanged)
        )
        accepted, held = created + changed + unchanged, len(self.changes.held)
        return {
            "rows": self.rows,
            "accepted": accepted,
            "created": created,
            "updated": changed,
            "unchanged": unchanged,
            "held": held,
            "ignored": self.rows - accepted - held,
        }


def examine(
    content: bytes,
    name: str,
    campaign: Campaign,
    unit_year: UnitYear | None,
    *,
    today: date,
    report: Report | None = None,
) -> Examined:
    """Read a roster and compare it; `Refused` when the file as a whole cannot be used. Without a unit 所在单位 decides."""
    sheet = read(content, name, columns(unit_given=unit_year is not None))
    units = words_for_units(campaign)
    checked = check_rows(sheet.rows, sheet.columns, today, unit_year is not None, None if unit_year else units)
    rows = len(sheet.rows) + len(sheet.problems)
    if not rows:
        raise Refused("no-rows", NO_ROWS)
    if report:
        report(rows // 2, rows)
    checked.problems = sorted([*sheet.problems, *checked.problems], key=lambda problem: problem.row or 0)
    refuse_if_nothing_good(checked)
    notices = [*sheet.notices, *others_named(checked.people, units, unit_year), *checked.notices]
    changes = compare_people(checked.people, campaign, unit_year)
    problems = sorted(
        [*checked.problems, *changes.problems, *map(held_problem, changes.held)], key=lambda problem: problem.row or 0
    )
    return Examined(checked.people, changes, rows, problems, notices)


def words_for_units(campaign: Campaign) -> dict[str, str]:
    """Every word for a unit of the campaign with the unit's code."""
    units = UnitYear.objects.for_campaign(campaign).select_related("unit")
    return {word: unit_year.unit.code for unit_year in units for word in unit_year.known_as}


def others_named(people: Iterable[Person], units: dict[str, str], unit_year: UnitYear | None) -> list[Problem]:
    """One notice when rows of a unit's roster name other units."""
    if unit_year is None:
        return []
    codes = {comparable(word): code for word, code in units.items()}
    count = sum(
        codes.get(comparable(person.unit), unit_year.unit.code) != unit_year.unit.code
        for person in people
        if person.unit
    )
    return [Problem("unit-of-another", OTHER_UNITS, {"count": count})] if count else []


def held_problem(held: Held) -> Problem:
    """A row that waits because another unit has the person; it says nothing about that unit."""
    return Problem("person-of-another-unit", HELD, row=held.incoming.row)


def compare_people(people: Collection[Person], campaign: Campaign, unit_year: UnitYear | None) -> ChangeSet:
    """What these people would change in the campaign."""
    given = unit_year.unit.code if unit_year else None
    incoming = [
        Incoming(person.row, fingerprint(person.key), given or person.unit, person.facts()) for person in people
    ]
    units = {person.unit for person in incoming} | ({given} if given else set())
    return compare(known_people(campaign, units, incoming), incoming, units)


def known_people(campaign: Campaign, units: Collection[str], incoming: list[Incoming]) -> list[Known]:
    """Everyone the units list, and whoever else of the school the file names or whose volunteer number it claims."""
    everyone = Volunteer.objects.for_campaign(campaign).select_related("unit_year__unit")
    found = {person.fingerprint: person for person in everyone.filter(unit_year__unit__code__in=units)}
    for start in range(0, len(incoming), AT_ONCE):
        part = incoming[start : start + AT_ONCE]
        numbers = [number for person in part if (number := person.facts.get("volunteer_number"))]
        named = Q(fingerprint__in=[person.fingerprint for person in part]) | Q(volunteer_number__in=numbers)
        found |= {person.fingerprint: person for person in everyone.filter(named)}
    return [Known(person.fingerprint, person.unit_year.unit.code, facts_of(person)) for person in found.values()]


def facts_of(person: Volunteer) -> dict[str, str]:
    """What is kept of a person, in the roster's terms."""
    return {
        "name": person.name,
        "sex": person.sex,
        "category": person.category,
        "school_number": person.school_number,
        "politics": person.politics,
        "document_type": person.document_type,
        "document_number": person.clear_document_number(),
        "volunteer_number": person.volunteer_number,
        "phone": person.clear_phone(),
        "status": person.status,
        "joined_on": person.joined_on.isoformat() if person.joined_on else "",
        "remark": person.remark,
    }


def packed(people: Iterable[Person]) -> bytes:
    """The people as JSON, to be sealed until the sender confirms."""
    return json.dumps([asdict(person) for person in people], ensure_ascii=False, default=str).encode()


def unpacked(content: bytes) -> list[Person]:
    """The people again."""
    return [
        Person(
            **{
                **facts,
                "document_type": DocumentType(facts["document_type"]),
                "joined_on": date.fromisoformat(facts["joined_on"]) if facts["joined_on"] else None,
            }
        )
        for facts in json.loads(content)
    ]
