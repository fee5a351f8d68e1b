"""What was said about a file besides the file: which column is which, here or for the unit before; rows mended."""

import re
from typing import Final

from sheets.cells import Sheet
from sheets.headers import AS_USUAL, LETTER_MARK, Choice, normalised
from sheets.problems import Problem, gettext_noop
from units.models import UnitYear
from volunteers.models import RosterImport
from volunteers.roster.columns import COLUMNS, TITLES

STATE = RosterImport.State
WORTH_REMEMBERING: Final = (STATE.CHECKED, STATE.APPLIED, STATE.UNDONE)
AS_LAST_TIME: Final = gettext_noop(
    "The columns were read as your unit said before: %(columns)s. If that is wrong, forget it on the upload page."
)
_USUAL: Final = {normalised(word): column.key for column in COLUMNS for word in (column.title, *column.synonyms)}
_LETTER: Final = re.compile(f"[A-Z]+{LETTER_MARK}( [0-9]+)?")


def remembered(unit_year: UnitYear | None) -> dict[str, str]:
    """The sender's words with the keys they were said to mean, later words over earlier ones; letters mean nothing."""
    if unit_year is None:
        return {}
    imports = RosterImport.objects.filter(unit_year__unit=unit_year.unit_id, state__in=WORTH_REMEMBERING)
    said = imports.exclude(columns_said={}).order_by("at").values_list("columns_said", flat=True)
    words = {label: key for one in said if not one["headless"] for label, key in one["words"].items()}
    return {label: key for label, key in words.items() if key and says_more(label, key)}


def says_more(label: str, key: str) -> bool:
    """Whether a label means this column only because somebody said so; letters say nothing about another file."""
    return _USUAL.get(normalised(label)) != key and not _LETTER.fullmatch(label)


def choice_for(received: RosterImport) -> Choice:
    """What was said about this very file, otherwise what the unit said before."""
    if received.columns_said:
        return Choice(**received.columns_said)
    words = remembered(received.unit_year)
    return Choice(words) if words else AS_USUAL


def mended_rows(received: RosterImport) -> dict[int, dict[str, str]]:
    """The rows that were mended on the page, with the cells that are different now."""
    return {int(row): texts for row, texts in received.kept("mending").get("rows", {}).items()}


def notice_of_choice(sheet: Sheet, choice: Choice) -> list[Problem]:
    """One notice when columns were recognised only by what somebody said."""
    said = {normalised(label): key for label, key in choice.words.items()}
    used = [
        f"{header} → {TITLES[key]}"
        for key, header in sheet.columns.items()
        if said.get(normalised(header)) == key and says_more(header, key)
    ]
    return [Problem("columns-as-said", AS_LAST_TIME, {"columns": "、".join(used)})] if used else []
