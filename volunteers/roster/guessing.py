"""Which column of an unknown table is probably which: by its header, and by what stands in it."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Final

from sheets.cells import WHOLE_NUMBERS_BELOW, Cell
from sheets.headers import Column, normalised
from sheets.outline import Outline
from sheets.problems import Problem, shown
from volunteers.identifiers import DocumentType, check_number, check_phone, check_volunteer_number, mask_document
from volunteers.roster.words import CATEGORIES, DOCUMENTS, POLITICS, SEXES, STATUSES

VALUES_ALIKE: Final = 0.5
HEADERS_ALIKE: Final = 0.6
HEADER_CONTAINS: Final = 0.8
KNOWN_ALREADY: Final = 3.0
SAMPLES_SHOWN: Final = 3
DIGITS_TO_MASK: Final = 5

_CHINESE_NAME: Final = re.compile("[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff·]{4,}")
_DIGITS: Final = re.compile("[0-9０-９]")


def guess(outline: Outline, columns: Sequence[Column], today: date) -> dict[str, str]:
    """The probable key of each label; labels that are probably nothing of ours are left out, no key comes twice."""
    rated = [
        (rate, index, column.key)
        for index, label in enumerate(outline.labels)
        for column in columns
        if (rate := _rate(outline, index, label, column, today))
    ]
    found: dict[str, str] = {}
    for _, index, key in sorted(rated, key=lambda rating: (-rating[0], rating[1])):
        if outline.labels[index] not in found and key not in found.values():
            found[outline.labels[index]] = key
    return found


def to_be_named(outline: Outline, columns: Sequence[Column], today: date) -> dict[str, Any]:
    """The outline as a page shows it: for each filled column its label, first values and the guess."""
    guesses = guess(outline, columns, today)
    shown_columns = [
        {"label": label, "samples": samples, "guess": guesses.get(label, "")}
        for index, label in enumerate(outline.labels)
        if (samples := samples_shown(outline, index))
    ]
    return {"header_row": outline.header_row, "headless": outline.headless, "columns": shown_columns}


def samples_shown(outline: Outline, index: int) -> list[str]:
    """The first different values of a column, long numbers masked."""
    texts = dict.fromkeys(_masked(cells[index]) for cells in outline.samples if cells[index] is not None)
    return list(texts)[:SAMPLES_SHOWN]


def _masked(cell: Cell) -> str:
    text = shown(cell) if isinstance(cell, str | int | float | date) else "…"
    return mask_document(text) if len(_DIGITS.findall(text)) >= DIGITS_TO_MASK and "*" not in text else text


def _rate(outline: Outline, index: int, label: str, column: Column, today: date) -> float:
    """Nothing, or the higher the likelier."""
    if outline.known.get(label) == column.key:
        return KNOWN_ALREADY
    values = _share([cells[index] for cells in outline.samples if cells[index] is not None], column.key, today)
    header = 0.0 if outline.headless else _similarity(normalised(label), column)
    return values + header if values >= VALUES_ALIKE or header >= HEADERS_ALIKE else 0.0


def _similarity(name: str, column: Column) -> float:
    words = [normalised(word) for word in (column.title, *column.synonyms)]
    if any(len(word) > 1 and word in name for word in words):
        return HEADER_CONTAINS
    return max(SequenceMatcher(None, name, word).ratio() for word in words)


def _share(values: Sequence[Cell], key: str, today: date) -> float:
    """How many of the values look like this column's; names are hardly ever alike, so repeated ones count less."""
    looks = _LOOKS.get(key)
    if not looks or not values:
        return 0.0
    share = sum(looks(value, today) for value in values) / len(values)
    return share * len(set(values)) / len(values) if key == "name" else share


def _number(value: Cell, today: date) -> bool:
    if isinstance(value, float):
        return value >= WHOLE_NUMBERS_BELOW
    return isinstance(value, str) and not isinstance(check_number(DocumentType.RESIDENT_ID, value, today), Problem)


def _phone(value: Cell, today: date) -> bool:
    return isinstance(value, str | int) and not isinstance(check_phone(str(value)), Problem)


def _volunteer_number(value: Cell, today: date) -> bool:
    checked = check_volunteer_number(value) if isinstance(value, str) else None
    return isinstance(checked, tuple) and not checked[1]


_LOOKS: Final[dict[str, Callable[[Cell, date], bool]]] = {
    "name": lambda value, today: isinstance(value, str) and bool(_CHINESE_NAME.fullmatch(value.strip())),
    "document_number": _number,
    "phone": _phone,
    "volunteer_number": _volunteer_number,
    "joined_on": lambda value, today: isinstance(value, date),
} | {
    key: (lambda value, today, words=words: isinstance(value, str) and words.code_of(value.strip()) is not None)
    for key, words in (
        ("category", CATEGORIES),
        ("politics", POLITICS),
        ("sex", SEXES),
        ("status", STATUSES),
        ("document_type", DOCUMENTS),
    )
}
