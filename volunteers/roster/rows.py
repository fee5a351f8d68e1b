"""From the rows of a roster to people, or to what is wrong with them (R6 to R13)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sheets.cells import Cell
from sheets.problems import NoGoodRow, Problem
from units.naming import comparable
from volunteers.roster.cells import RosterLine
from volunteers.roster.lines import LEFT_OUT, not_a_person
from volunteers.roster.people import Terms, read_person
from volunteers.roster.person import Person
from volunteers.roster.repeats import without_repeats

__all__ = ["Checked", "Person", "check_rows", "refuse_if_nothing_good"]


@dataclass(slots=True)
class Checked:
    """What became of every row: it is a good person, or its number stands among the problems, never both or neither."""

    people: list[Person] = field(default_factory=list)
    rows: int = 0
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)

    @property
    def bad_rows(self) -> set[int]:
        """The numbers of the rows that are not accepted."""
        return {problem.row for problem in self.problems if problem.row is not None}

    @property
    def ignored(self) -> list[Problem]:
        """Those of the problems that ask for nothing: repeated headers, totals, lines of the foot."""
        return [problem for problem in self.problems if problem.code in LEFT_OUT]


def check_rows(
    rows: Iterable[tuple[int, Mapping[str, Cell | date]]],
    columns_present: Mapping[str, str],
    today: date,
    unit_given: bool,
    units: Mapping[str, str] | None = None,
) -> Checked:
    """Every row as a person or with its problems.

    `columns_present` maps keys to the sender's headers. `units` maps every word for a unit (name, short name, code) to
    its code: with it a person's `unit` is the code and an unknown word is a problem; without it the text is kept.
    """
    words = None if units is None else {comparable(word): code for word, code in units.items()}
    terms = Terms(today, unit_given, words)
    checked = Checked()
    people = []
    for checked.rows, (row, cells) in enumerate(rows, start=1):
        line = RosterLine(row, cells, columns_present)
        left_out = not_a_person(cells, columns_present)
        if left_out:
            line.fault("name", left_out)
        elif person := read_person(line, terms):
            people.append(person)
        checked.problems += line.problems
        checked.notices += line.notices
    checked.people, repeats = without_repeats(people, columns_present)
    checked.problems = sorted([*checked.problems, *repeats], key=lambda problem: problem.row or 0)
    return checked


def refuse_if_nothing_good(checked: Checked) -> None:
    """Raise `NoGoodRow` when no row at all can be accepted (R13)."""
    if checked.people or not checked.problems:
        return
    to_mend = [problem for problem in checked.problems if problem.code not in LEFT_OUT]
    raise NoGoodRow((to_mend or checked.problems)[0], checked.problems)
