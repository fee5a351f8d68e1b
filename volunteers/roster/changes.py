"""What a roster would change: compared with the people the campaign already has, before anything is written."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Final

from sheets.problems import Problem, gettext_noop
from volunteers.identifiers import mask_document
from volunteers.roster.columns import TITLES

NUMBER_OF_ANOTHER: Final = gettext_noop(
    "Another person of the university already has this volunteer number. Compare it with the national system."
)

PARTS: Final = ("created", "changed", "held")


@dataclass(slots=True)
class Known:
    """A person the campaign has: the fingerprint, the unit's code and the facts, empty ones left out or empty.

    `key`, `version` and `source` say which stored row was read, in which version, and which import wrote it last.
    """

    fingerprint: str
    unit: str
    facts: Mapping[str, str] = field(repr=False)
    key: str = ""
    version: int = 0
    source: str = ""


@dataclass(slots=True)
class Incoming:
    """A person of the roster, with the facts it states; what it does not state stays as it is."""

    row: int
    fingerprint: str
    unit: str
    facts: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Change:
    """A known person and what the roster would change: each fact with its old and its new value."""

    known: Known
    incoming: Incoming
    fields: Mapping[str, tuple[str, str]] = field(repr=False)

    @property
    def after(self) -> dict[str, str]:
        """All facts as they would be then."""
        return {**self.known.facts, **{key: new for key, (_old, new) in self.fields.items()}}


@dataclass(frozen=True, slots=True)
class Held:
    """A person of the roster whom another unit has claimed before."""

    known: Known
    incoming: Incoming


@dataclass(slots=True)
class ChangeSet:
    """Everything a roster would do. Each incoming person is in exactly one of the first four lists or has a problem."""

    created: list[Incoming] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: list[Incoming] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    absent: list[Known] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def chosen(changes: ChangeSet, parts: Collection[str]) -> ChangeSet:
    """Only these of the three parts that can be taken over: created, changed, held."""
    return replace(changes, **{part: [] for part in PARTS if part not in parts})


def belongs_together(changes: ChangeSet, parts: Collection[str]) -> bool:
    """Whether somebody new gets a volunteer number that only becomes free by the changes left out."""
    if "created" not in parts or "changed" in parts:
        return False
    given_up = {change.fields.get("volunteer_number", ("",))[0] for change in changes.changed} - {""}
    return not given_up.isdisjoint(person.facts.get("volunteer_number") for person in changes.created)


def essence(changes: ChangeSet) -> str:
    """What tells two change sets of one file apart; the facts of somebody new are those of the file."""
    lists = (
        [[person.fingerprint, person.unit] for person in changes.created],
        [[change.known.fingerprint, change.fields] for change in changes.changed],
        [[held.incoming.fingerprint, held.incoming.unit] for held in changes.held],
    )
    return json.dumps([sorted(part, key=itemgetter(0)) for part in lists])


def compare(existing: Collection[Known], incoming: Collection[Incoming], units: Collection[str] = ()) -> ChangeSet:
    """What `incoming` would change. `units` are those the file speaks for, by default the ones it names.

    No two of `existing`, and no two of `incoming`, have the same fingerprint.
    """
    by_fingerprint = {known.fingerprint: known for known in existing}
    changes = ChangeSet()
    for person in incoming:
        _sort(changes, by_fingerprint.get(person.fingerprint), person)
    _refuse_numbers_of_others(changes, existing)
    spoken_for = set(units) or {person.unit for person in incoming}
    seen = {person.fingerprint for person in incoming}
    changes.absent = [known for known in existing if known.unit in spoken_for and known.fingerprint not in seen]
    return changes


def status_after(before: str, stated: str, volunteer_number: str, joined_on: str) -> str:
    """The status that follows from what is then known (DOMAIN 2, our readings); an import never takes a number away."""
    if volunteer_number:
        return "joined" if joined_on or "joined" in (before, stated) else "registered"
    return stated or before


def _sort(changes: ChangeSet, known: Known | None, person: Incoming) -> None:
    if known is None:
        changes.created.append(person)
    elif known.unit != person.unit:
        changes.held.append(Held(known, person))
    elif fields := differences(known.facts, person.facts):
        changes.changed.append(Change(known, person, fields))
    else:
        changes.unchanged.append(person)


def differences(old: Mapping[str, str], stated: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Each fact that what is stated would change, with its old and its new value."""
    then = {**old, **stated}
    number, joined_on = then.get("volunteer_number", ""), then.get("joined_on", "")
    then["status"] = status_after(old.get("status", ""), stated.get("status", ""), number, joined_on)
    if then == old:  # by far the most people
        return {}
    told = {**stated, "status": then["status"]}
    return {key: (old.get(key, ""), value) for key, value in told.items() if value != old.get(key, "")}


def _refuse_numbers_of_others(changes: ChangeSet, existing: Iterable[Known]) -> None:
    """Take out whoever would get a volunteer number that somebody else has when all is applied.

    One refusal leaves an old number in place, which may refuse another, hence the repetition; two people whose numbers
    are exchanged in one file are fine.
    """
    now = {known.fingerprint: known.facts.get("volunteer_number", "") for known in existing}
    while claims := _clashing_claims(changes, now):
        changes.problems += [_number_of_another(person) for person in claims.values()]
        changes.created = [person for person in changes.created if person.fingerprint not in claims]
        changes.changed = [change for change in changes.changed if change.incoming.fingerprint not in claims]
    changes.problems.sort(key=lambda problem: problem.row or 0)


def _clashing_claims(changes: ChangeSet, now: Mapping[str, str]) -> dict[str, Incoming]:
    claiming = [*changes.created, *(change.incoming for change in changes.changed)]
    claims = {
        person.fingerprint: person
        for person in claiming
        if person.facts.get("volunteer_number", "") not in ("", now.get(person.fingerprint, ""))
    }
    if not claims:
        return {}
    then = {**now, **{fingerprint: person.facts["volunteer_number"] for fingerprint, person in claims.items()}}
    holders = Counter(then.values())
    return {
        fingerprint: person for fingerprint, person in claims.items() if holders[person.facts["volunteer_number"]] > 1
    }


def _number_of_another(person: Incoming) -> Problem:
    number = mask_document(person.facts["volunteer_number"])
    problem = Problem("volunteer-number-of-another", NUMBER_OF_ANOTHER, row=person.row, value=number)
    return replace(problem, column=TITLES["volunteer_number"])
