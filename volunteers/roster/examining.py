"""A roster against what the campaign already knows: what it would do, before anything is written."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from operator import attrgetter
from types import MappingProxyType

from campaigns.models import Campaign
from sheets.cells import Row
from sheets.headers import Choice
from sheets.problems import Problem, Refused, gettext_noop
from sheets.reading import begun
from units.models import UnitYear
from volunteers.encryption import fingerprint
from volunteers.identifiers import DocumentType
from volunteers.roster.changes import ChangeSet, Held, Incoming, Known, compare
from volunteers.roster.columns import columns
from volunteers.roster.known import others_named, people_of
from volunteers.roster.remembering import notice_of_choice, remembered
from volunteers.roster.rows import Person, check_rows, refuse_if_nothing_good

WRITTEN = attrgetter(*(field.name for field in fields(Person)))
FOUND_BY_COMPARING = frozenset({"person-of-another-unit", "volunteer-number-of-another"})
NO_ROWS = gettext_noop("The file has a header but no rows under it (没有数据). Fill in the people and send it again.")
ANOTHER_UNIT = gettext_noop(
    "所在单位 names another unit here. The person would be counted for your unit; take the row out if that is wrong."
)
HELD = gettext_noop(
    "Another unit already lists this person. The row is held back; the office settles which unit is right."
)

Report = Callable[[int, int], None]


def nobody_listens(done: int, total: int) -> None:
    """For acts nobody watches."""


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
    report: Report = nobody_listens,
    choice: Choice | None = None,
    mended: Mapping[int, Mapping[str, str]] = MappingProxyType({}),
) -> Examined:
    """Read a roster and compare it; `Refused` when the whole file cannot be used. Without a unit 所在单位 decides."""
    choice = choice or Choice(remembered(unit_year))
    with begun(content, name, columns(unit_given=unit_year is not None), choice) as opened:
        own = people_of(campaign, [unit_year.unit.code]) if unit_year else None
        units = words_for_units(campaign)
        sheet, lines, likely = opened()
        told = counted(with_mended(lines, mended), max(likely, 1), report)
        checked = check_rows(told, sheet.columns, today, unit_year is not None, units)
    rows = checked.rows + len(sheet.problems)
    if not rows:
        raise Refused("no-rows", NO_ROWS)
    checked.problems = sorted([*sheet.problems, *checked.problems], key=lambda problem: problem.row or 0)
    refuse_if_nothing_good(checked)
    others = other_units_named(checked.people, unit_year, sheet.columns.get("unit", ""))
    notices = [*notice_of_choice(sheet, choice), *sheet.notices, *others]
    changes = compare_people(checked.people, campaign, unit_year, own)
    return with_changes(checked.people, changes, rows, checked.problems, [*notices, *checked.notices])


def with_changes(
    people: list[Person], changes: ChangeSet, rows: int, problems: list[Problem], notices: list[Problem]
) -> Examined:
    """What was found in the file and what by comparing it, together."""
    found = [*problems, *changes.problems, *map(held_problem, changes.held)]
    return Examined(people, changes, rows, sorted(found, key=lambda problem: problem.row or 0), notices)


def with_mended(rows: Iterable[Row], mended: Mapping[int, Mapping[str, str]]) -> Iterator[Row]:
    """The rows of the file as they are now: what was mended on the page goes before what the file says."""
    for row, cells in rows:
        yield row, {**cells, **{key: text or None for key, text in mended[row].items()}} if row in mended else cells


def counted(rows: Iterable[Row], likely: int, report: Report) -> Iterator[Row]:
    """The rows, telling at each how many were seen before it, of how many there are likely to be."""
    for done, row in enumerate(rows):
        report(min(done, likely - 1), likely)
        yield row


def words_for_units(campaign: Campaign) -> dict[str, str]:
    """Every word for a unit of the campaign with the unit's code."""
    units = UnitYear.objects.for_campaign(campaign).select_related("unit")
    return {word: unit_year.unit.code for unit_year in units for word in words_for(unit_year)}


def words_for(unit_year: UnitYear) -> list[str]:
    """What a roster may call a unit: its code and names, or its team, whose name stands in Attachment 4."""
    return [*unit_year.known_as, unit_year.standard_name]


def other_units_named(people: Iterable[Person], unit_year: UnitYear | None, header: str) -> list[Problem]:
    """A notice for each row of a unit's roster that names another unit."""
    own = ("", unit_year.unit.code) if unit_year else ()
    others = (person for person in people if own and person.unit not in own)
    return [Problem("unit-of-another", ANOTHER_UNIT, row=person.row, column=header) for person in others]


def held_problem(held: Held) -> Problem:
    """A row that waits because another unit has the person; it says nothing about that unit."""
    return Problem("person-of-another-unit", HELD, row=held.incoming.row)


def compare_people(
    people: Collection[Person], campaign: Campaign, unit_year: UnitYear | None, own: list[Known] | None = None
) -> ChangeSet:
    """What these people would change in the campaign; `own` are the unit's people, where they were looked up before."""
    given = unit_year.unit.code if unit_year else None
    incoming = [
        Incoming(person.row, fingerprint(person.key), given or person.unit, person.facts()) for person in people
    ]
    units = {person.unit for person in incoming} | ({given} if given else set())
    found = people_of(campaign, units) if own is None else own
    return compare(found + others_named(campaign, found, incoming), incoming, units)


def packed(people: Iterable[Person]) -> bytes:
    """The people as JSON, to be sealed until the sender confirms."""
    return json.dumps(list(map(WRITTEN, people)), ensure_ascii=False, separators=(",", ":"), default=str).encode()


def unpacked(content: bytes) -> list[Person]:
    """The people again."""
    people = [Person(*facts) for facts in json.loads(content)]
    for person in people:
        person.document_type = DocumentType(person.document_type)
        person.joined_on = date.fromisoformat(str(person.joined_on)) if person.joined_on else None
    return people
