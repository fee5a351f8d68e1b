"""An official table as one value: what stands on it and how wide, before anybody draws it (DOMAIN 3)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from sheets.problems import gettext_noop

Cell = str | int | None
Row = tuple[Cell, ...]
Kind = Literal["text", "quantity", "percent"]
Align = Literal["left", "center", "right"]

SIGNATURE = "单位负责人签字：　　　　　　　　　　　　年　　　月　　　日"
TOTAL = "合计"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its official title, its width in half-width characters and how its cells are set."""

    title: str
    width: float
    group: str = ""
    kind: Kind = "text"
    align: Align = "center"
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One cell of the header, with the first column and header row it covers and how many of each."""

    title: str
    column: int
    columns: int
    row: int
    rows: int


@dataclass(frozen=True, slots=True)
class PaperMark:
    """What every printed page of a unit's table says of its version; without a code the page is a mere draft."""

    unit: str
    version: int = 0
    code: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One attachment, drawn alike as page, workbook and PDF.

    Rows may be a generator, then the table can be drawn once. Cells are text, or whole numbers in quantity columns;
    only in the totals row does a cell cover the None cells that follow it. A table of one page is drawn as small as it
    has to be to stand on one.
    """

    label: str
    title: str
    particulars: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    date: date
    totals: Callable[[int], Row] | None = None
    signature: str = SIGNATURE
    notes: tuple[str, ...] = ()
    mark: PaperMark | None = None
    is_one_page: bool = False

    def total_row(self, count: int) -> Row | None:
        """The 合计 row once so many rows stand above it."""
        return self.totals(count) if self.totals else None


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above and below the rows of every attachment; `unit` is the school's name for the whole school."""

    title: str
    unit: str
    date: date
    filled_by: str = ""
    phone: str = ""
    notes: tuple[str, ...] = ()
    signature: str = SIGNATURE

    @property
    def particulars(self) -> tuple[str, ...]:
        """The 填报单位 line in its four parts."""
        return (
            f"填报单位（盖章）：{self.unit}",
            f"填报人：{self.filled_by}",
            f"联系电话：{self.phone}",
            f"填报时间：{self.date.year}年{self.date.month}月{self.date.day}日",
        )

    def table(
        self, label: str, columns: Sequence[Column], rows: Iterable[Row], totals: Callable[[int], Row] | None = None
    ) -> Table:
        """The attachment of this label with these columns and rows under this heading."""
        return Table(
            label=label,
            title=self.title,
            particulars=self.particulars,
            columns=tuple(columns),
            rows=rows,
            date=self.date,
            totals=totals,
            signature=self.signature,
            notes=self.notes,
        )


class Undrawable(ValueError):
    """A character that cannot be put on paper or into a workbook; row 0 stands for everything that is not a row."""

    code = "character-not-drawable"
    in_row = gettext_noop(
        "Row %(row)s contains the character %(character)s (%(number)s), which cannot be written. "
        "Correct the name or text in that row and try again."
    )
    in_heading = gettext_noop(
        "The heading or a note contains the character %(character)s (%(number)s), which cannot be written. "
        "Correct the text and try again."
    )

    def __init__(self, character: str, row: int = 0) -> None:
        super().__init__(character, row)
        self.character = character
        self.row = row

    @property
    def message(self) -> str:
        """The sentence for the reader, with named places."""
        return self.in_row if self.row else self.in_heading

    @property
    def params(self) -> dict[str, str | int]:
        """What goes into the sentence; a character nobody can see is given by its number alone."""
        seen = self.character if self.character.isprintable() else "?"
        return {"row": self.row, "character": seen, "number": f"U+{ord(self.character):04X}"}

    def __str__(self) -> str:
        return self.message % self.params


def header_cells(columns: Sequence[Column]) -> list[HeaderCell]:
    """The cells of the header, row by row; adjacent columns of one group share a cell above their own."""
    depth = header_rows(columns)
    upper: list[HeaderCell] = []
    lower: list[HeaderCell] = []
    for place, column in enumerate(columns):
        if not column.group:
            upper.append(HeaderCell(column.title, place, 1, 0, depth))
            continue
        lower.append(HeaderCell(column.title, place, 1, 1, 1))
        if place and columns[place - 1].group == column.group:
            first = upper.pop()
            upper.append(HeaderCell(first.title, first.column, first.columns + 1, 0, 1))
        else:
            upper.append(HeaderCell(column.group, place, 1, 0, 1))
    return upper + lower


def header_rows(columns: Iterable[Column]) -> int:
    """Two when some columns stand in a group, else one."""
    return 2 if any(column.group for column in columns) else 1


def spans(row: Row) -> Iterator[tuple[int, int, str | int]]:
    """First column, number of columns and content of each cell of a totals row."""
    starts = [place for place, cell in enumerate(row) if cell is not None]
    for start, end in pairwise([*starts, len(row)]):
        cell = row[start]
        if cell is not None:
            yield start, end - start, cell


class Numbered:
    """Rows with their 序号, which is text like every digit that is no quantity; read as often as the rows allow."""

    def __init__(self, rows: Iterable[tuple[str | int, ...]]) -> None:
        self.rows = rows

    def __iter__(self) -> Iterator[Row]:
        for number, row in enumerate(self.rows, 1):
            yield (str(number), *row)
