"""What comes out of a table that people sent: cells, rows and the sheet they stood on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import NamedTuple

from sheets.problems import Problem

COLUMNS_READ = 64
ROWS_READ = 50_000
CELL_CHARACTERS = 32_767
WHOLE_NUMBERS_BELOW = 10**15


class Odd(Enum):
    """A cell that is never text: its value is not guessed, only its kind is told (R7). DATE is a time or a duration."""

    BOOLEAN = "boolean"
    DATE = "date"
    ERROR = "error"
    FORMULA = "formula"


class Span(NamedTuple):
    """Cells of one column that were merged: the column counted from 0, first and last row as the sender sees them."""

    column: int
    first: int
    last: int


Cell = str | int | float | date | Odd | None
Row = tuple[int, dict[str, Cell]]
Line = tuple[int, Sequence[Cell]]


@dataclass(slots=True)
class Sheet:
    """The one sheet of a file that was read.

    `rows` are (row number as the sender sees it, cells by column key); every key of `columns` is there, None where the
    cell is blank, so a row of only None has something in unknown columns alone. Blank rows are left out; rows that
    could not be read stand in `problems` instead. `title` is empty for a csv file.
    """

    title: str
    header_row: int
    columns: dict[str, str]
    unknown: list[str]
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    hidden_rows: int = 0


@dataclass(slots=True)
class Tab:
    """One sheet of a workbook before anyone knows whether it is the right one.

    `lines` starts again from the first row at every call; `hidden` is complete when a run has ended. `height` is how
    many rows there are, more or less; `merged` tells the cells merged downwards.
    """

    title: str
    visible: bool
    lines: Callable[[], Iterator[Line]]
    height: Callable[[], int]
    hidden: set[int] = field(default_factory=set)
    merged: Callable[[], list[Span]] = list


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to be said at a cell of the sender's file: row and header as the sender sees them.

    With a `value` the cell was mended meanwhile, and this is what it holds now.
    """

    row: int
    column: str
    sentence: str
    value: str | None = None


def number(value: float) -> Cell:
    """A number cell: whole below 10^15 as int, larger ones as the damaged float that Excel made of them."""
    if value != value or value in (float("inf"), float("-inf")):
        return Odd.ERROR
    if abs(value) < WHOLE_NUMBERS_BELOW:
        return int(value) if value == int(value) else value
    return float(value)


def day(value: object) -> Cell:
    """A cell that the workbook shows as a date: the day, without its hour; hours alone and durations are none."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else Odd.DATE
