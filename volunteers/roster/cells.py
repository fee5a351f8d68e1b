"""One row of a roster while it is read: its cells as text, and what is to be said about them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from sheets.cells import WHOLE_NUMBERS_BELOW, Cell, Odd
from sheets.problems import Problem, gettext_noop, shown
from units.invisible import FULL_WIDTH_LETTERS_AND_DIGITS, spelled_out, tidy
from volunteers.identifiers import mask_document, mask_phone
from volunteers.roster.columns import TITLES
from volunteers.roster.words import WordList

PRIVATE_MASKS: Final = {"document_number": mask_document, "volunteer_number": mask_document, "phone": mask_phone}
_SCIENTIFIC: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?[Ee][+-]?[0-9]+|[0-9]+\.[0-9]+")
_LONGEST_SHOWN: Final = 120

SENTENCES: Final = {
    "document-number-damaged": gettext_noop(
        "Excel has stored this 证件号码 as a number and lost its last digits. "
        "Set the column's format to text (文本) and enter the number anew."
    ),
    "number-damaged": gettext_noop(
        "Excel has stored this as a number and lost digits. Set the cell's format to text (文本) and enter it anew."
    ),
    "cell-boolean": gettext_noop("The cell holds TRUE or FALSE. Enter what belongs into this column."),
    "cell-date": gettext_noop("The cell holds a date. Set its format to text (文本) and enter what belongs there."),
    "cell-error": gettext_noop("The cell holds an error of Excel. Enter the value itself."),
    "cell-formula": gettext_noop(
        "The cell holds a formula without a result. Copy the column and paste it as values (选择性粘贴 → 数值)."
    ),
    "cell-missing": gettext_noop("The cell is empty. Fill in %(column)s."),
    "cell-tidied": gettext_noop("Spaces, hyphens, invisible or full-width characters in the cell were tidied."),
    "word-unknown": gettext_noop("“%(word)s” is not known here. Write one of these: %(known)s."),
}


@dataclass(slots=True)
class RosterLine:
    """The cells of one row by column key, the sender's headers, and the problems and notices found so far."""

    row: int
    cells: Mapping[str, Cell | date]
    headers: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)

    def text(self, key: str) -> str:
        """The cell as tidy text; nothing when it is empty or cannot be text, which is then among the problems."""
        raw = self.raw(key)
        if not raw or raw.isalnum():  # by far the most cells
            return raw
        text = tidy(raw)
        if text and text != raw:
            self.notice(key, problem("cell-tidied"))
        return text

    def raw(self, key: str) -> str:
        """The cell as text exactly as it stands; see `text`."""
        cell = self.cells.get(key)
        if isinstance(cell, str):
            return cell if cell.isalnum() else self._whole(key, cell)
        return "" if cell is None else self._not_text(key, cell)

    def word(self, key: str, known: WordList, *, required: bool = False) -> str:
        """The code of the word in the cell, nothing for an empty one; an unknown word shows the known ones."""
        cell = self.cells.get(key)
        if isinstance(cell, str) and (code := known.codes.get(cell)):
            return code
        text = self.text(key)
        if not text:
            if required and not self.is_faulty(key):
                self.fault(key, problem("cell-missing", column=TITLES[key]))
            return ""
        code = known.code_of(text)
        if code is None:
            self.fault(key, problem("word-unknown", word=shown(spelled_out(text[:_LONGEST_SHOWN])), known=known.known))
        return code or ""

    def fault(self, key: str, found: Problem) -> None:
        """A problem at this row and column, with the cell's value masked and shortened."""
        self.problems.append(self._placed(key, found))

    def notice(self, key: str, found: Problem) -> None:
        """A notice at this row and column."""
        self.notices.append(self._placed(key, found))

    def is_faulty(self, key: str) -> bool:
        """Whether something is wrong in this cell."""
        return bool(self.problems) and any(found.column == self._header(key) for found in self.problems)

    def _placed(self, key: str, found: Problem) -> Problem:
        return replace(found, row=self.row, column=self._header(key), value=self._value(key))

    def _header(self, key: str) -> str:
        return self.headers.get(key) or TITLES[key]

    def _value(self, key: str) -> str:
        cell = self.cells.get(key)
        if cell is None or isinstance(cell, Odd):
            return ""
        text = str(cell)[:_LONGEST_SHOWN].translate(FULL_WIDTH_LETTERS_AND_DIGITS)
        mask = PRIVATE_MASKS.get(key)
        return spelled_out(mask(text)) if mask else shown(spelled_out(text))

    def _whole(self, key: str, text: str) -> str:
        if key in PRIVATE_MASKS and _SCIENTIFIC.fullmatch(tidy(text)):
            self.fault(key, _damaged(key))
            return ""
        return text

    def _not_text(self, key: str, cell: float | Odd | date) -> str:
        if isinstance(cell, int | float):
            # Excel keeps 15 digits: a longer number, or one with a fraction, is no longer what was typed.
            if abs(cell) < WHOLE_NUMBERS_BELOW and cell == int(cell):
                return str(int(cell))
            self.fault(key, _damaged(key))
        else:
            self.fault(key, problem(f"cell-{cell.value}" if isinstance(cell, Odd) else "cell-date"))
        return ""


def problem(code: str, **params: str | int) -> Problem:
    """One of the sentences above."""
    return Problem(code, SENTENCES[code], params)


def _damaged(key: str) -> Problem:
    return problem("document-number-damaged" if key == "document_number" else "number-damaged")
