"""People and volunteer numbers that stand in one file more than once (R11)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from sheets.problems import Problem, gettext_noop
from volunteers.identifiers import mask_document
from volunteers.roster.columns import TITLES
from volunteers.roster.person import Person

SENTENCES: Final = {
    "person-repeated": gettext_noop("The same person stands in row %(other)s already. Delete this row."),
    "person-contradicted": gettext_noop(
        "The same document number stands in row %(other)s with other particulars. Keep the row that is right."
    ),
    "volunteer-number-repeated": gettext_noop(
        "The same volunteer number stands in row %(other)s for another person. Correct the one that is wrong."
    ),
}


def without_repeats(people: list[Person], headers: Mapping[str, str]) -> tuple[list[Person], list[Problem]]:
    """The people that remain, and a problem for every row that repeats or contradicts another one."""
    problems = [*_repeated_people(people), *_repeated_volunteer_numbers(people)]
    placed = [replace(problem, column=headers.get(problem.column, TITLES[problem.column])) for problem in problems]
    refused = {problem.row for problem in placed}
    return [person for person in people if person.row not in refused], placed


def _repeated_people(people: Iterable[Person]) -> Iterator[Problem]:
    for group in _groups(people, lambda person: person.key):
        first, *later = group
        if all(person == first for person in later):
            yield from (_problem("person-repeated", "document_number", person, first) for person in later)
        else:
            yield _problem("person-contradicted", "document_number", first, later[0])
            yield from (_problem("person-contradicted", "document_number", person, first) for person in later)


def _repeated_volunteer_numbers(people: Iterable[Person]) -> Iterator[Problem]:
    numbered = (person for person in people if person.volunteer_number)
    for group in _groups(numbered, lambda person: person.volunteer_number):
        first, *later = group
        if any(person.key != first.key for person in later):
            yield _problem("volunteer-number-repeated", "volunteer_number", first, later[0])
            yield from (_problem("volunteer-number-repeated", "volunteer_number", person, first) for person in later)


def _groups(people: Iterable[Person], key: Callable[[Person], str]) -> list[list[Person]]:
    everyone = list(people)
    if len(set(map(key, everyone))) == len(everyone):  # by far the most files
        return []
    groups: dict[str, list[Person]] = defaultdict(list)
    for person in everyone:
        groups[key(person)].append(person)
    return [group for group in groups.values() if len(group) > 1]


def _problem(code: str, column: str, person: Person, other: Person) -> Problem:
    return Problem(
        code, SENTENCES[code], {"other": other.row}, person.row, column, mask_document(getattr(person, column))
    )
