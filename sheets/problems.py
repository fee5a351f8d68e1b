"""What may be wrong with a file people send, in sentences they can act on."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Params = Mapping[str, str | int]
SHOWN_CHARACTERS = 30
DIGIT = "[0-9０-９]"
GAP = "[ -]?"
DOCUMENT_DIGITS = re.compile(
    f"({DIGIT}(?:{GAP}{DIGIT}){{5}})[0-9０-９ -]{{5,}}({DIGIT}(?:{GAP}{DIGIT}){{2}}{GAP}[0-9０-９XxＸｘ])"
)
PHONE_DIGITS = re.compile(f"({DIGIT}{{3}})[0-9０-９ -]{{4,}}({DIGIT}{{4}})")


def gettext_noop(message: str) -> str:
    """Mark a sentence for the catalogue; it is translated where it is shown."""
    return message


NO_GOOD_ROW_WHOLE = gettext_noop(
    "No row of this file can be accepted. Begin with row %(row)s, correct the file and send it again."
)
NO_GOOD_ROW = gettext_noop(
    "No row of this file can be accepted. "
    "Begin with row %(row)s, column %(column)s, correct the file and send it again."
)


def shown(value: object, limit: int = SHOWN_CHARACTERS) -> str:
    """A cell, header or sheet name as it may stand in a message: one line, shortened, long numbers masked."""
    text = " ".join(str(value)[: limit * 4].split())
    text = PHONE_DIGITS.sub(r"\1*\2", DOCUMENT_DIGITS.sub(r"\1*\2", text))
    return text if len(text) <= limit else text[: limit - 1] + "…"


def filled(message: str, params: Params) -> str:
    """A sentence with its names filled in; one without names may hold a per cent sign."""
    return message % params if params else message


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about one row or cell, or a notice about the whole file."""

    code: str
    message: str
    params: Params = field(default_factory=dict)
    row: int | None = None
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        return filled(self.message, self.params)


class Refused(Exception):
    """The whole file is refused; the sentence says what to do next."""

    def __init__(self, code: str, message: str, params: Params | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.params: Params = params or {}

    def __str__(self) -> str:
        return filled(self.message, self.params)


class NoGoodRow(Refused):
    """Nothing in the file can be accepted (R13); `first` says what is wrong where one should begin."""

    def __init__(self, first: Problem, problems: Iterable[Problem] = ()) -> None:
        sentence = NO_GOOD_ROW if first.column else NO_GOOD_ROW_WHOLE
        super().__init__("no-good-row", sentence, {"row": first.row or 0, "column": first.column})
        self.first = first
        self.problems = list(problems)

    def __str__(self) -> str:
        return f"{super().__str__()} {self.first}"
