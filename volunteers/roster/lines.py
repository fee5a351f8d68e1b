"""Lines of a table that are no people: repeated headers, totals, signatures."""

import re
from collections.abc import Mapping
from typing import Final

from sheets.headers import normalised
from sheets.problems import Problem, gettext_noop
from units.invisible import squeezed
from volunteers.roster.columns import COLUMNS

SENTENCES: Final = {
    "line-repeated-header": gettext_noop("This row repeats the header and was left out. Nothing is to be done."),
    "line-total": gettext_noop("This row is a total and was left out. Nothing is to be done."),
    "line-foot": gettext_noop("This row belongs to the foot of the table and was left out. Nothing is to be done."),
    "line-without-person": gettext_noop(
        "This row has neither a name nor a document number and was left out. If it stands for a person, fill in both."
    ),
}

LEFT_OUT: Final = frozenset(SENTENCES)
SHORTEST_CARD_NUMBER: Final = 15

_NAME_HEADERS: Final = {normalised(word) for word in (COLUMNS[0].title, *COLUMNS[0].synonyms)}
# In our own Attachment 4 the word stands in the first column, and only "12 人" in the one of the names.
_TOTAL: Final = re.compile(r"(?:合计|总计|小计|共计|总人数|总数|人数)(?:[:：]?[0-9０-９]*[人名个]?)|共?[0-9]+[人名]")
_FOOT: Final = re.compile(
    r"(?:备注|注意|注|说明|填表说明|填报单位|填报人|填报时间|填报日期|填表人|填表日期|制表人?|审核人?|经办人|联系人|联系电话|"
    r"负责人|单位负责人|分管领导|主管领导|签字|签名|盖章|单位(?:盖章|公章)|日期|年月日)(?:[:：(（].*|签字.*|签名.*|盖章.*|)"
)


def not_a_person(cells: Mapping[str, object], headers: Mapping[str, str]) -> Problem | None:
    """Why a line of the table is left out although it is not blank; None when it should be a person."""
    number = squeezed(_text(cells.get("document_number")))
    if len(number) >= SHORTEST_CARD_NUMBER:
        return None
    name = squeezed(_text(cells.get("name")))
    if name and normalised(name) in _NAME_HEADERS | {normalised(headers.get("name", ""))}:
        return _problem("line-repeated-header")
    if _TOTAL.fullmatch(name):
        return _problem("line-total")
    if not number and _FOOT.fullmatch(name):
        return _problem("line-foot")
    return None if name or number else _problem("line-without-person")


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def _problem(code: str) -> Problem:
    return Problem(code, SENTENCES[code])
