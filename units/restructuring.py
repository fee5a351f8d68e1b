"""Re-organisations of units, thought through before anything is changed (DOMAIN 8.7)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Final, Literal

from campaigns.findings import Finding
from units.naming import check_standard_name, comparable
from units.restructuring_sentences import found

Kind = Literal["rename", "merge", "split", "abolish"]
CATEGORIES: Final = ("staff", "student", "other")
COUNTS: Final = ("staff", "students", "party_members")
LONGEST_LIST: Final = 200


@dataclass(frozen=True, slots=True)
class UnitState:
    """A unit as it stands before a re-organisation."""

    code: str
    name: str
    standard_name: str
    former_name: str = ""
    short_names: str = ""
    has_students: bool = True
    staff: int | None = None
    students: int | None = None
    party_members: int | None = None
    is_confirmed: bool = False
    people: Mapping[str, int] = field(default_factory=dict)
    projects: Mapping[int, str] = field(default_factory=dict)
    contacts: int = 0
    team_state: str = "draft"
    rosters_waiting: int = 0
    claims_open: int = 0
    receipt: str = ""

    @property
    def total_people(self) -> int:
        """Everyone on its list."""
        return sum(self.people.values())

    @property
    def head_count(self) -> tuple[int, int, int] | None:
        """Staff, students and party members, if they are known."""
        if self.staff is None or self.students is None or self.party_members is None:
            return None
        return self.staff, self.students, self.party_members


@dataclass(frozen=True, slots=True)
class Order:
    """What the office wants: `unit` is renamed, split or closed, or takes the absorbed ones over."""

    kind: Kind
    unit: str
    effective_on: date
    name: str = ""
    standard_name: str = ""
    absorbed: tuple[str, ...] = ()
    code: str = ""
    categories: tuple[str, ...] = ()
    projects: tuple[int, ...] = ()
    has_students: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the old-to-new table; an empty new name means that the unit is gone."""

    code: str
    old_name: str
    new_name: str
    old_team: str
    new_team: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a re-organisation would do: the old-to-new table, what stands in its way, what follows from it."""

    order: Order
    lines: tuple[Line, ...] = ()
    blockers: tuple[Finding, ...] = ()
    consequences: tuple[Finding, ...] = ()
    facts: Mapping[str, str | int | bool | None] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """What the office saw, as a short word: another plan has another one."""
        return sha256(repr((self.order, self.lines, self.consequences, dict(self.facts))).encode()).hexdigest()[:16]


def plan(
    order: Order, units: Mapping[str, UnitState], others: Iterable[tuple[str, str]], codes: Iterable[str], today: date
) -> Plan:
    """Think an order through.

    `units` are those it names by code, `others` name and team of all the rest, `codes` every code that was ever given.
    """
    unit, absorbed = units.get(order.unit), [units[code] for code in order.absorbed if code in units]
    if unit is None:
        return Plan(order, blockers=(found("unit-missing", blocking=True),))
    if order.kind == "rename":
        outcome = _rename(order, unit)
    elif order.kind == "merge":
        outcome = _merge(order, unit, absorbed)
    elif order.kind == "split":
        outcome = _split(order, unit, set(codes))
    else:
        outcome = _abolish(order, unit)
    ending = [] if order.kind == "rename" else absorbed if order.kind == "merge" else [unit]
    blockers = [
        *_not_yet(order, today),
        *_unfinished([] if order.kind == "rename" else [unit, *absorbed], ending),
        *_names_taken(order, unit, list(others)),
        *outcome.blockers,
    ]
    return Plan(order, outcome.lines, tuple(blockers), outcome.consequences, outcome.facts)


def _rename(order: Order, unit: UnitState) -> Plan:
    name, team = order.name or unit.name, order.standard_name or unit.standard_name
    blockers = [found("nothing-new", blocking=True)] if (name, team) == (unit.name, unit.standard_name) else []
    line = Line(unit.code, unit.name, name, unit.standard_name, team)
    return Plan(order, (line,), tuple(blockers), tuple(_renaming(unit, line)), _new_names(unit, line, [unit]))


def _merge(order: Order, unit: UnitState, absorbed: list[UnitState]) -> Plan:
    name, team = order.name or unit.name, order.standard_name or unit.standard_name
    line = Line(unit.code, unit.name, name, unit.standard_name, team)
    lines = [line, *(Line(other.code, other.name, name, other.standard_name, team) for other in absorbed)]
    blockers = [] if absorbed else [found("nobody-absorbed", blocking=True, unit=unit.name)]
    names = [project for state in (unit, *absorbed) for project in state.projects.values()]
    doubled = sorted({project for project in names if names.count(project) > 1})
    blockers += [found("project-name-taken", blocking=True, name=project) for project in doubled]
    follows = [*_renaming(unit, line)]
    for other in absorbed:
        follows += [*_moving(other, name), *_closing(other)]
    counts = _summed([unit, *absorbed])
    students = {"has_students": unit.has_students or any(other.has_students for other in absorbed)}
    follows.append(
        found("head-count-summed", total=counts[0] + counts[1], party=counts[2])
        if counts
        else found("head-count-emptied", unit=name)
    )
    new_counts = dict(zip(COUNTS, counts or (None,) * 3, strict=True))
    facts = {**_new_names(unit, line, [unit, *absorbed]), **students, **new_counts}
    return Plan(order, tuple(lines), tuple(blockers), tuple(follows), facts)


def _split(order: Order, unit: UnitState, codes: set[str]) -> Plan:
    blockers = [] if order.name else [found("unit-name-missing", blocking=True)]
    if order.code in codes:
        blockers.append(found("unit-code-taken", blocking=True, code=order.code))
    moving = sum(unit.people.get(category, 0) for category in order.categories)
    projects = [unit.projects[number] for number in order.projects if number in unit.projects]
    follows = [
        found("people-move", count=moving, old=unit.name, new=order.name)
        if moving
        else found("people-stay", old=unit.name, new=order.name)
    ]
    if projects:
        follows.append(found("projects-move", count=len(projects), old=unit.name, new=order.name))
    if unit.head_count:
        follows.append(found("head-count-again", unit=unit.name))
    follows.append(found("contact-missing", unit=order.name))
    lines = (
        Line(unit.code, unit.name, unit.name, unit.standard_name, unit.standard_name),
        Line(order.code, unit.name, order.name, unit.standard_name, order.standard_name),
    )
    return Plan(order, lines, tuple(blockers), tuple(follows))


def _abolish(order: Order, unit: UnitState) -> Plan:
    people = unit.total_people
    blockers = [found("people-listed", blocking=True, unit=unit.name, count=people)] if people else []
    follows = [found("contacts-end", count=unit.contacts, unit=unit.name)] if unit.contacts else []
    if unit.projects:
        follows.append(found("projects-stay", count=len(unit.projects), unit=unit.name))
    line = Line(unit.code, unit.name, "", unit.standard_name, "")
    return Plan(order, (line,), tuple(blockers), (*follows, *_closing(unit)))


def _not_yet(order: Order, today: date) -> list[Finding]:
    late = order.effective_on > today
    return [found("effective-to-come", blocking=True, day=order.effective_on.isoformat())] if late else []


def _unfinished(units: list[UnitState], ending: list[UnitState]) -> Iterator[Finding]:
    for unit in units:
        if unit.rosters_waiting:
            yield found("roster-waiting", blocking=True, unit=unit.name, count=unit.rosters_waiting)
        if unit.claims_open:
            yield found("claim-open", blocking=True, unit=unit.name, count=unit.claims_open)
        if unit.receipt and unit in ending:
            yield found("handed-in", blocking=True, unit=unit.name, receipt=unit.receipt)


def _names_taken(order: Order, unit: UnitState, others: list[tuple[str, str]]) -> Iterator[Finding]:
    taken = others if order.kind != "split" else [*others, (unit.name, unit.standard_name)]
    if order.name and comparable(order.name) in {comparable(name) for name, _team in taken}:
        yield found("unit-name-taken", blocking=True, name=order.name)
    if order.standard_name or order.kind == "split":
        for problem in check_standard_name(order.standard_name, [team for _name, team in taken]):
            yield Finding(problem.code, problem.message, True, problem.params)


def _renaming(unit: UnitState, line: Line) -> Iterator[Finding]:
    if line.new_name != line.old_name:
        yield found("renamed", old=line.old_name, new=line.new_name)
        yield found("old-words-kept")
    if line.new_team != line.old_team:
        yield found("team-renamed", old=line.old_team, new=line.new_team)
        if unit.team_state in ("filed", "approved"):
            yield found("team-returned", unit=line.new_name)
    if unit.receipt:
        yield found("hand-in-again", unit=line.new_name, receipt=unit.receipt)


def _moving(unit: UnitState, target: str) -> Iterator[Finding]:
    if unit.total_people:
        yield found("people-move", count=unit.total_people, old=unit.name, new=target)
    if unit.projects:
        yield found("projects-move", count=len(unit.projects), old=unit.name, new=target)
    if unit.contacts:
        yield found("contacts-move", count=unit.contacts, old=unit.name, new=target)


def _closing(unit: UnitState) -> Iterator[Finding]:
    yield found("unit-closed", unit=unit.name)
    if unit.team_state != "draft":
        yield found("team-dissolved", team=unit.standard_name)


def _new_names(unit: UnitState, line: Line, units: list[UnitState]) -> dict[str, str | int | bool | None]:
    words = [word for state in units for word in (*state.short_names.split("、"), state.name)]
    former = [*unit.former_name.split("、"), *(state.standard_name for state in units)]
    return {
        "name": line.new_name,
        "standard_name": line.new_team,
        "short_names": _listed(unit.short_names.split("、") + words, without=line.new_name),
        "former_name": _listed(former, without=line.new_team),
    }


def _listed(words: Iterable[str], without: str) -> str:
    """The words once each with 、 between them, as many as there is room for."""
    listed = ""
    for word in dict.fromkeys(word.strip() for word in words):
        longer = f"{listed}、{word}" if listed else word
        if word and word != without and len(longer) <= LONGEST_LIST:
            listed = longer
    return listed


def _summed(units: list[UnitState]) -> tuple[int, int, int] | None:
    counts = [unit.head_count for unit in units]
    if not all(counts):
        return None
    staff, students, party = (sum(part) for part in zip(*(count for count in counts if count), strict=True))
    return staff, students, party
