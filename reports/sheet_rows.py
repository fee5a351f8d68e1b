"""The rows of a table as XML for a workbook's sheet: the fast part, which knows nothing of the rest of the workbook."""

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, count, islice, repeat
from string import ascii_uppercase
from xml.sax.saxutils import escape

from reports.tables import Cell, Column, Row, Undrawable
from sheets.problems import gettext_noop

ROWS_AT_ONCE = 128
ROW_HEIGHT = 21
LINE_HEIGHT = 14
HIGHEST_ROW = 409
EDGES = 1.3  # half-width characters a line loses at the cell's edges
LONGEST_TEXT = 32767
LAST_LINE = 1048576
SPACE = ' xml:space="preserve"'  # else a reader drops the blanks around a text
MARKS = ("&", "<", ">", " ", "_x")
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as A


class TooLong(Undrawable):
    """A cell longer than Excel can hold, or more rows than a sheet has: Excel would call the file damaged."""

    code = "too-long-for-excel"
    in_row = gettext_noop(
        "Row %(row)s does not fit into an Excel sheet: a cell holds at most 32,767 characters and a sheet 1,048,576 "
        "rows. Shorten the text or export fewer rows."
    )


class RowWriter:
    """Writes rows as XML, each column in its style number; text stays text whatever it looks like.

    A row is a template filled in at once: the line's number joins its parts, %s stands for each content. Most blocks of
    rows hold nothing that has to be escaped or refused; that is asked of a block, and only of a row when it does.
    """

    def __init__(self, columns: tuple[Column, ...], styles: list[int]) -> None:
        self.starts = [f'<c r="{letters(place)}#" s="{style}"' for place, style in enumerate(styles)]
        self.all_text = all(column.kind != "quantity" for column in columns)
        self.wrapping = [(place, column.width) for place, column in enumerate(columns) if column.wraps]
        self.templates: dict[tuple[object, ...], list[str]] = {}

    def pieces(self, rows: Iterable[Row], first_line: int) -> Iterator[tuple[int, bytes]]:
        """The XML of all rows, some hundred at a time, with the number of rows in each piece."""
        remaining = iter(rows)
        done = 0
        while some := list(islice(remaining, ROWS_AT_ONCE)):
            yield len(some), "".join(self.block(some, first_line + done, done + 1)).encode()
            done += len(some)

    def block(self, rows: list[Row], line: int, number: int) -> list[str]:
        """Rows from this line on, the first of them the table's row of this number; what is odd is found by halving."""
        if self.is_plain(rows, line):
            return self.plain_block(rows, line)
        if len(rows) == 1:
            return [self.row(line, number, rows[0])]
        half = len(rows) // 2
        return self.block(rows[:half], line, number) + self.block(rows[half:], line + half, number + half)

    def is_plain(self, rows: list[Row], line: int) -> bool:
        """Whether nothing in these rows has to be looked at: all text, short, without blanks, marks and lines."""
        if not self.all_text:
            return False
        joined = "".join(chain.from_iterable(rows))  # type: ignore[arg-type]  # all text
        short = len(joined) <= LONGEST_TEXT and line + len(rows) <= LAST_LINE
        return short and joined.isprintable() and not any(mark in joined for mark in MARKS)

    def plain_block(self, rows: list[Row], line: int) -> list[str]:
        """Rows that need no look; those whose empty cells are the same share the template."""
        columns = list(zip(*rows, strict=True))
        filled = [column for column in columns if "" not in column]
        kinds = tuple("" not in column for column in columns)
        heights = self.heights(columns)
        if all("" not in column or not any(column) for column in columns):
            templates = {lines: self.template(lines, kinds) for lines in set(heights)}
            texts = zip(*filled, strict=True) if filled else repeat((), len(rows))
            numbered = zip(count(line), heights, texts)
            return [str(number).join(templates[lines]) % row for number, lines, row in numbered]
        return [
            str(number).join(self.template(lines, tuple(map(bool, row)))) % tuple(filter(None, row))
            for number, lines, row in zip(count(line), heights, rows)
        ]

    def heights(self, columns: list[tuple[Cell, ...]]) -> list[int]:
        """How many lines each row needs."""
        most = [1] * len(columns[0])
        for place, width in self.wrapping:
            # Chinese characters take two halves: a text of fewer than this surely stands on one line.
            if max(map(len, columns[place])) * 2 > width - EDGES:  # type: ignore[arg-type]  # all text
                needed = (lines_needed(str(text), width) for text in columns[place])
                most = list(map(max, most, needed))
        return most

    def row(self, line: int, number: int, row: Row) -> str:
        """Any row: escaped, refused, kept with its blanks; `number` is the table's own count, for a complaint."""
        texts = tuple(map(str, row))
        if line > LAST_LINE or len("".join(texts)) > LONGEST_TEXT:
            refuse_long(row, number, line)
        texts = tuple(escaped(text, number) for text in texts)
        lines = max((lines_needed(str(row[place]), width) for place, width in self.wrapping), default=1)
        return str(line).join(self.template(lines, tuple(map(kind, row)), SPACE)) % tuple(filter(None, texts))

    def template(self, lines: int, kinds: tuple[object, ...], space: str = "") -> list[str]:
        """The parts of a row with these kinds of cells and so many lines, between which its number stands."""
        key = (lines, kinds, space)
        if key not in self.templates:
            height = min(max(ROW_HEIGHT, LINE_HEIGHT * lines + 5), HIGHEST_ROW)
            ends: dict[object, str] = {
                int: "><v>%s</v></c>",
                True: f' t="inlineStr"><is><t{space}>%s</t></is></c>',
                False: "/>",
            }
            cells = [start + ends[kind] for start, kind in zip(self.starts, kinds, strict=True)]
            self.templates[key] = f'<row r="#" ht="{height}" customHeight="1">{"".join(cells)}</row>'.split("#")
        return self.templates[key]


def kind(cell: Cell) -> object:
    """int for a number, else whether there is any text."""
    return bool(cell) if isinstance(cell, str) else int


def letters(place: int) -> str:
    """The name of a column counted from 0: A … Z, AA …"""
    upper, lower = divmod(place, 26)
    return (ascii_uppercase[upper - 1] if upper else "") + ascii_uppercase[lower]


def escaped(text: str, number: int = 0) -> str:
    """Text as it stands in XML; raises Undrawable for a control character, which XML cannot hold."""
    if found := ILLEGAL.search(text):
        raise Undrawable(found[0], number)
    return escape(LOOKS_ESCAPED.sub("_x005F_", text))


def refuse_long(row: Row, number: int, line: int) -> None:
    """Raise TooLong when a cell of the row or the sheet itself is too long."""
    for cell in row:
        if len(str(cell)) > LONGEST_TEXT or line > LAST_LINE:
            raise TooLong(str(cell)[:1] or " ", number)


@lru_cache(maxsize=4096)
def lines_needed(text: str, width: float) -> int:
    """How many lines the text takes in a column this wide, rather one too many; no spreadsheet measures this for us."""
    return sum(max(1, math.ceil(halves(part) / (width - EDGES))) for part in text.split("\n"))


def halves(text: str) -> int:
    """The width of text in half-width characters."""
    return len(text) + sum(character > "\u2e7f" for character in text)
