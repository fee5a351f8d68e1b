"""The rows of a table as XML for a workbook's sheet: the fast part, which knows nothing of the rest of the workbook."""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from string import ascii_uppercase
from xml.sax.saxutils import escape

from reports.tables import Cell, Column, Row, Undrawable
from sheets.problems import gettext_noop

ROWS_AT_ONCE = 256
ROW_HEIGHT = 21
LINE_HEIGHT = 14
HIGHEST_ROW = 409
EDGES = 1.3  # half-width characters a line loses at the cell's edges
LONGEST_TEXT = 32767
LAST_LINE = 1048576
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
    """Writes rows as XML, each column in its style number; text stays text whatever it looks like."""

    def __init__(self, columns: tuple[Column, ...], styles: list[int]) -> None:
        self.starts = [f'<c r="{letters(place)}#" s="{style}"' for place, style in enumerate(styles)]
        self.kind: Callable[[Cell], object] = bool
        if any(column.kind == "quantity" for column in columns):
            self.kind = kind
        self.wrapping = [(place, column.width) for place, column in enumerate(columns) if column.wraps]
        self.templates: dict[tuple[object, ...], str] = {}

    def pieces(self, rows: Iterable[Row], first_line: int) -> Iterator[tuple[int, bytes]]:
        """The XML of all rows, some hundred at a time, with the number of rows in each piece."""
        remaining = iter(rows)
        done = 0
        while some := list(islice(remaining, ROWS_AT_ONCE)):
            lines = [self.xml(first_line + done + place, done + place + 1, row) for place, row in enumerate(some)]
            yield len(some), "".join(lines).encode()
            done += len(some)

    def xml(self, line: int, number: int, row: Row) -> str:
        """One row on this line of the sheet; `number` is the table's own count of rows, for a complaint."""
        texts = row if self.kind is bool else tuple(map(str, row))
        joined = "".join(texts)  # type: ignore[arg-type]  # a table without quantities holds text only
        if len(joined) > LONGEST_TEXT or line > LAST_LINE:
            refuse_long(row, number, line)
        if "&" in joined or "<" in joined or ">" in joined or "_x" in joined or not joined.isprintable():
            texts = tuple(escaped(str(text), number) for text in texts)
        key = (self.lines(row), *map(self.kind, row))
        template = self.templates.get(key)
        if template is None:
            template = self.templates[key] = self.template(*key)
        return template.replace("#", str(line)) % tuple(filter(None, texts))

    def lines(self, row: Row) -> int:
        """How many lines the fullest wrapping cell of the row needs."""
        most = 1
        for place, width in self.wrapping:
            text = str(row[place])
            if len(text) * 2 > width - EDGES or "\n" in text:
                most = max(most, lines_needed(text, width))
        return most

    def template(self, lines: object, *kinds: object) -> str:
        """The XML of rows with so many lines and these kinds of cells; %s stands for each content, # for the line."""
        height = min(max(ROW_HEIGHT, LINE_HEIGHT * int(str(lines)) + 5), HIGHEST_ROW)
        ends: dict[object, str] = {
            int: "><v>%s</v></c>",
            True: ' t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>',
            False: "/>",
        }
        cells = [start + ends[kind] for start, kind in zip(self.starts, kinds, strict=True)]
        return f'<row r="#" ht="{height}" customHeight="1">{"".join(cells)}</row>'


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
