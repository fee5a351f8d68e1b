"""Which column is which: the header row of a table as people write it (R5, R6; DOMAIN 6)."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sheets.problems import Problem, Refused, gettext_noop, shown

HEADER_SCAN_ROWS = 10
HEADER_AT_LEAST = 2
HEADER_CHARACTERS = 1000
LETTER_MARK = "列"
INVISIBLE_SIGNS = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2028\u2029\u205f\u3000" + "".join(
    map(chr, (*range(0x2000, 0x2010), *range(0x202A, 0x2030), *range(0x2060, 0x2065), 0xAD, 0x180E, 0xFEFF))
)
INVISIBLE = re.compile(f"[{re.escape(INVISIBLE_SIGNS)}]+")
MARKS = re.compile(r"[*＊:：]+")
REMARKS = re.compile(r"[(（][^()（）]*[)）]|[\[［][^\[\]［］]*[\]］]|【[^【】]*】|〔[^〔〕]*〕")

Line = tuple[int, Sequence[object]]

COLUMNS_MISSING = gettext_noop(
    "The header in row %(row)s lacks the column %(columns)s. Please add it and send the file again."
)
COLUMNS_DOUBLED = gettext_noop(
    "The header in row %(row)s has the column %(columns)s more than once. Please keep one and send the file again."
)
COLUMN_UNKNOWN = gettext_noop("The column “%(column)s” is not used here and was not read.")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a table may have: its official title and the words people use instead."""

    key: str
    title: str
    synonyms: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody said about a sender's columns: their label → column key, empty for those not to be read.

    Without a header (`headless`) the labels are the letters of the columns.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    headless: bool = False


AS_USUAL = Choice()


@dataclass(frozen=True, slots=True)
class Header:
    """The header row of one sheet: where each known column stands, what the sender calls it, and every label."""

    row: int
    width: int
    places: tuple[tuple[str, int, str], ...]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    doubled: tuple[str, ...]
    labels: tuple[str, ...] = ()

    @property
    def known(self) -> int:
        """How many different columns it names."""
        return len({key for key, _, _ in self.places})

    @property
    def titles(self) -> dict[str, str]:
        """The sender's header of each column by key."""
        return {key: title for key, _, title in self.places}

    def notices(self) -> list[Problem]:
        """One notice for every named column that is not read."""
        return [Problem("column-unknown", COLUMN_UNKNOWN, {"column": title}, self.row, title) for title in self.unknown]

    def checked(self) -> "Header":
        """The header itself, or `Refused` with columns-missing or columns-doubled naming them."""
        for code, message, titles in (
            ("columns-missing", COLUMNS_MISSING, self.missing),
            ("columns-doubled", COLUMNS_DOUBLED, self.doubled),
        ):
            if titles:
                raise Refused(code, message, {"row": self.row, "columns": "、".join(titles)})
        return self


def is_blank(cell: object) -> bool:
    """Whether nothing can be seen in a cell: empty, or only white space and zero-width characters."""
    if isinstance(cell, str):
        return not cell or (cell[0] in INVISIBLE_SIGNS and not cell.strip(INVISIBLE_SIGNS))
    return cell is None


def normalised(cell: object) -> str:
    """A header cell as it is compared: without white space, zero-width characters, `*` and bracketed remarks."""
    if not isinstance(cell, str):
        return ""
    text = MARKS.sub("", INVISIBLE.sub("", cell))
    bare = REMARKS.sub("", text)
    return (bare or text.strip("()（）[]【】〔〕［］")).casefold()


def find_header(lines: Iterable[Line], columns: Sequence[Column], choice: Choice = AS_USUAL) -> Header | None:
    """The row among the first ten non-blank `lines` that names the most columns; None when none looks like a header.

    `lines` are (row number, cells). Two rows are read as one header when that names more columns than either alone;
    `row` is then the lower one. A header that lacks or doubles columns is returned too: ask `checked()`. What somebody
    said in `choice` goes before the words that are generally known.
    """
    top = list(lines)[:HEADER_SCAN_ROWS]
    named = _meaning(tuple(columns))
    candidates = [header_of(row, cells, columns, choice) for row, cells in top]
    candidates += [
        _header(lower_row, _merged(_names(upper), _names(lower)), columns, choice)
        for (_, upper), (lower_row, lower) in zip(top, top[1:], strict=False)
        if _may_be_one_header(_names(upper), _names(lower), named)
    ]
    best = max(candidates, key=lambda header: (not header.missing, header.known), default=None)
    return best if best and best.known >= min(HEADER_AT_LEAST, len(columns)) else None


def header_of(row: int, cells: Sequence[object], columns: Sequence[Column], choice: Choice) -> Header:
    """What the cells of one row name."""
    return _header(row, [(cell,) for cell in _names(cells)], columns, choice)


def labelled(names: Sequence[str]) -> tuple[str, ...]:
    """A label for each column, no two alike: the sender's header, or the column's letter where there is none."""
    labels: dict[str, str] = {}
    for index, name in enumerate(names):
        bare = label = shown(name) if name else f"{letter(index)}{LETTER_MARK}"
        again = 1
        while normalised(label) in labels:
            again += 1
            label = f"{bare} {again}"
        labels[normalised(label)] = label
    return tuple(labels.values())


def letter(index: int) -> str:
    """What Excel calls the column at this place: A, B, … Z, AA …"""
    upper, lower = divmod(index, 26)
    return (letter(upper - 1) if upper else "") + chr(ord("A") + lower)


@lru_cache(maxsize=8)
def _meaning(columns: tuple[Column, ...]) -> Callable[[str], str | None]:
    keys = {normalised(word): column.key for column in columns for word in (column.title, *column.synonyms)}
    return lambda name: keys.get(normalised(name))


def _names(cells: Sequence[object]) -> list[str]:
    """What may be names of columns; of a cell that holds a whole book only the beginning is looked at."""
    return [cell[:HEADER_CHARACTERS] if isinstance(cell, str) and not is_blank(cell) else "" for cell in cells]


def _may_be_one_header(upper: list[str], lower: list[str], named: Callable[[str], str | None]) -> bool:
    """A row of people always has something under 姓名; the lower half of a merged header never has."""
    pairs = zip(upper, lower, strict=False)
    return all(
        not below or named(below) or named(above + below) or normalised(below) == normalised(above)
        for above, below in pairs
        if named(above)
    )


def _merged(upper: list[str], lower: list[str]) -> list[tuple[str, ...]]:
    """For each column its possible names, the best first: group and lower cell joined, then the lower cell."""
    width = max(len(upper), len(lower))
    group = ""
    names: list[tuple[str, ...]] = []
    for above, below in zip(upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower)), strict=True):
        group = above or group
        same = normalised(above) == normalised(below)
        names.append((below,) if below and same else (group + below, below) if below else (above,))
    return names


def _header(row: int, cells: Sequence[tuple[str, ...]], columns: Sequence[Column], choice: Choice) -> Header:
    """What these cells name; under a group the lower cell alone counts only where no column has that name outright."""
    labels = labelled([names[0] for names in cells])
    keys = _keys(cells, labels, columns, choice)
    places = tuple(
        (key, index, labels[index] if whole else shown(names[-1]))
        for index, (names, (key, whole)) in enumerate(zip(cells, keys, strict=True))
        if key
    )
    unknown = (shown(names[0]) for names, (key, _) in zip(cells, keys, strict=True) if names[0] and not key)
    found = [key for key, _, _ in places]
    numbered = enumerate(zip(cells, keys, strict=True), start=1)
    return Header(
        row,
        max((index for index, (names, (key, _)) in numbered if names[0] or key), default=0),
        places,
        tuple(unknown),
        tuple(column.title for column in columns if column.required and column.key not in found),
        tuple(column.title for column in columns if found.count(column.key) > 1),
        labels,
    )


def _keys(
    cells: Sequence[tuple[str, ...]], labels: Sequence[str], columns: Sequence[Column], choice: Choice
) -> list[tuple[str, bool]]:
    """For each column its key, empty when unknown, and whether its whole name says so; what was said comes first."""
    said = {normalised(label): key for label, key in choice.words.items()}
    named = _meaning(tuple(columns))
    chosen = [said.get(normalised(label)) for label in labels]
    claimed = set(filter(None, chosen))
    outright = claimed | {named(names[0]) for names in cells}
    keys: list[tuple[str, bool]] = []
    for names, choice_here in zip(cells, chosen, strict=True):
        first, last = named(names[0]), named(names[-1])
        if choice_here is not None:
            keys.append((choice_here, True))
        elif first:
            keys.append(("" if first in claimed else first, True))
        else:
            keys.append((last if last and last not in outright else "", False))
    return keys
