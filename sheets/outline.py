"""What a table looks like when nobody knows yet which of its columns is which."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from string import digits

from sheets.cells import Cell, Line
from sheets.headers import AS_USUAL, HEADER_SCAN_ROWS, Choice, Column, Header, header_of, is_blank
from sheets.problems import Params, Refused

SAMPLE_ROWS = 20
SAMPLE_CHARACTERS = 100
DIGITS_OF_A_NUMBER = 7


@dataclass(frozen=True, slots=True)
class Outline:
    """The columns by their labels, those that are known already (label → key), and the first rows below.

    `header_row` is the row above the first of these rows; where `headless`, it holds no header.
    """

    header_row: int
    headless: bool
    labels: tuple[str, ...]
    known: Mapping[str, str]
    samples: tuple[tuple[Cell, ...], ...]


class HeaderUnclear(Refused):
    """The file is refused, but could be read if somebody said which column is which."""

    def __init__(self, code: str, message: str, params: Params, outline: Outline) -> None:
        super().__init__(code, message, params)
        self.outline = outline


def headless_header(top: Sequence[Line], columns: Sequence[Column], choice: Choice) -> Header:
    """The columns of a table without header, named by their letters."""
    width = max((len(cells) for _, cells in top), default=0)
    return header_of(likely_header(top)[0], [""] * width, columns, choice)


def likely_header(top: Sequence[Line]) -> tuple[int, bool]:
    """The row that looks like a header, or the row above the first person and True when there is none.

    Titles fill fewer cells than a header does, and only people have long numbers, plain numbers or dates.
    """
    widths = [sum(not is_blank(cell) for cell in cells) for _, cells in top]
    for (row, cells), width in zip(top, widths, strict=True):
        if 2 * width >= max(widths):
            return (row - 1, True) if any(map(_of_a_person, cells)) else (row, False)
    return 0, True


def _of_a_person(cell: object) -> bool:
    if isinstance(cell, str):
        return sum(sign in digits for sign in cell[:SAMPLE_CHARACTERS]) >= DIGITS_OF_A_NUMBER
    return isinstance(cell, int | float | date)


def checked(header: Header, lines: Iterable[Line], columns: Sequence[Column]) -> Header:
    """The header itself when it is complete; otherwise the refusal, with the outline of the rows in `lines`."""
    try:
        return header.checked()
    except Refused as refusal:
        raise unclear(refusal, header, False, lines, columns) from None


def without_header(refusal: Refused, lines: Iterable[Line], columns: Sequence[Column]) -> Refused:
    """The refusal of a table without a known header, with the outline of its rows if it has columns enough."""
    kept = list(islice(lines, HEADER_SCAN_ROWS + SAMPLE_ROWS))
    top = kept[:HEADER_SCAN_ROWS]
    row, headless = likely_header(top)
    if headless:
        return unclear(refusal, headless_header(top, columns, AS_USUAL), headless, kept, columns)
    header = header_of(row, next(cells for number, cells in top if number == row), columns, AS_USUAL)
    return unclear(refusal, header, headless, kept, columns)


def unclear(
    refusal: Refused, header: Header, headless: bool, lines: Iterable[Line], columns: Sequence[Column]
) -> Refused:
    """The refusal with the outline; without it where there are fewer columns than are needed."""
    width = len(header.labels)
    below = (cells for number, cells in lines if number > header.row)
    samples = [[_short(cell) for cell in cells[:width]] for cells in islice(below, SAMPLE_ROWS)]
    rows = tuple((*cells, *[None] * (width - len(cells))) for cells in samples)
    filled_columns = sum(any(cell is not None for cell in column) for column in zip(*rows, strict=True))
    if filled_columns < sum(column.required for column in columns):
        return refusal
    known = {header.labels[index]: key for key, index, _ in header.places}
    outline = Outline(header.row, headless, header.labels, known, rows)
    return HeaderUnclear(refusal.code, refusal.message, refusal.params, outline)


def _short(cell: Cell) -> Cell:
    if is_blank(cell):
        return None
    return cell[:SAMPLE_CHARACTERS] if isinstance(cell, str) else cell
