"""What another version of a unit's tables says otherwise, numbers masked (DOMAIN 8.6)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from projects.codes import AUDIENCES, SERVICE_CATEGORIES
from projects.columns import STATES, TITLES
from reports import attachment3, attachment4
from reports.attachment3 import TeamLine
from reports.attachment4 import Person
from reports.frozen import Frozen, Project
from volunteers.identifiers import mask_document, mask_phone

FIELDS3 = {
    field: column.group * (column.group != attachment3.HEAD_COUNT) + column.title
    for field, column in zip(TeamLine._fields, attachment3.COLUMNS[1:], strict=True)
}
FIELDS4 = dict(zip(Person._fields, [column.title for column in attachment4.COLUMNS[1:]], strict=True))
HEAD_COUNTS = ("staff", "students", "party_members")
COUNTED = (*HEAD_COUNTS, "people", "registered", "rate", "joined", "party_registered", "party_rate", "projects")
HEADING = {"3": "附件3标题", "4": "附件4标题", "unit": "填报单位", "filled_by": "填报人", "phone": "联系电话"}
PROJECT = TITLES | {
    "recruits_from": "招募开始日期",
    "recruits_until": "招募结束日期",
    "participants": "参加人数",
    "hours": "服务时长",
    "result": "成果",
}
STATE_WORDS = {state: word for word, state in reversed(STATES.items())}
MASKS = {"document_number": mask_document, "phone": mask_phone, "contact_phone": mask_phone}
EMPTY = "—"


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that reads otherwise, under the title it has on paper."""

    title: str
    before: str
    after: str

    @property
    def is_hidden(self) -> bool:
        """Whether the digits that changed are masked."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Line:
    """A person or project that came, went or reads otherwise; `row` is its 序号, in the earlier version if it went.

    `page` is where that row is printed, where somebody knows it.
    """

    kind: str
    row: int
    name: str
    number: str = ""
    changes: tuple[Change, ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything in which a later version differs; `counts` follow from the rest, except the head counts."""

    people: tuple[Line, ...]
    projects: tuple[Line, ...]
    team: tuple[Change, ...]
    counts: tuple[Change, ...]

    @property
    def total(self) -> int:
        """How many things somebody changed: what only follows from them is not counted again."""
        counts = sum(change.title in [FIELDS3[field] for field in HEAD_COUNTS] for change in self.counts)
        return len(self.people) + len(self.projects) + len(self.team) + counts

    def __bool__(self) -> bool:
        return bool(self.total)


def differences(before: Frozen, after: Frozen) -> Differences:
    """What changed from the earlier version to the later one."""
    return Differences(
        tuple(people_lines(before.people, after.people)),
        tuple(project_lines(before.projects, after.projects)),
        (
            *changed(before.heading, after.heading, {key: HEADING[key] for key in ("3", "4")}),
            *changed(before.team._asdict(), after.team._asdict(), without(FIELDS3, COUNTED)),
        ),
        tuple(changed(before.team._asdict(), after.team._asdict(), {field: FIELDS3[field] for field in COUNTED})),
    )


def without(titles: Mapping[str, str], left_out: Iterable[str]) -> dict[str, str]:
    """The titles but those."""
    return {field: title for field, title in titles.items() if field not in left_out}


def people_lines(before: tuple[Person, ...], after: tuple[Person, ...]) -> Iterator[Line]:
    """The people of the later version that are new or read otherwise, in its order; then those who are gone."""
    earlier = {person.document_number: (row, person) for row, person in zip(count(1), before)}
    numbers = {person.volunteer_number: person.document_number for person in before}
    same = {person.document_number for person in after}
    for row, person in zip(count(1), after):
        key = person.document_number
        if key not in earlier and (other := numbers.get(person.volunteer_number)) and other not in same:
            key = other  # the same volunteer number: a document number that was put right
        _row, was = earlier.pop(key, (0, None))
        number = mask_document(person.document_number)
        if was is None:
            yield Line("added", row, person.name, number)
        elif was != person:
            yield Line("changed", row, person.name, number, tuple(changed(was._asdict(), person._asdict(), FIELDS4)))
    for row, person in earlier.values():
        yield Line("removed", row, person.name, mask_document(person.document_number))


def project_lines(before: tuple[Project, ...], after: tuple[Project, ...]) -> Iterator[Line]:
    """The projects of the later version that are new or read otherwise; then those that are gone."""
    earlier = {project["name"]: (row, project) for row, project in zip(count(1), before)}
    for row, project in zip(count(1), after):
        _row, was = earlier.pop(project["name"], (0, None))
        if was is None:
            yield Line("added", row, project["name"])
        elif was != project:
            yield Line("changed", row, project["name"], "", tuple(changed(was, project, PROJECT)))
    for row, project in earlier.values():
        yield Line("removed", row, project["name"])


def changed(before: Mapping[str, Any], after: Mapping[str, Any], titles: Mapping[str, str]) -> Iterator[Change]:
    """The cells under these titles that read otherwise."""
    for field, title in titles.items():
        if before.get(field) != after.get(field):
            yield Change(title, shown(field, before.get(field)), shown(field, after.get(field)))


def shown(field: str, value: Any) -> str:
    """A cell as pages show it: codes in words, document and phone numbers masked, a dash for nothing."""
    if isinstance(value, list):
        words = SERVICE_CATEGORIES if field == "categories" else AUDIENCES
        return "、".join(str(words.get(code, code)) for code in value) or EMPTY
    text = EMPTY if value in (None, "") else str(value)
    if field == "state":
        return STATE_WORDS.get(text, text)
    return MASKS[field](text) if field in MASKS and text != EMPTY else text
