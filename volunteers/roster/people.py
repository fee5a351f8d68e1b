"""One person of a roster, read from one line (R6 to R10; DOMAIN 4)."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sheets.cells import Odd
from sheets.problems import Problem, gettext_noop
from units.invisible import FULL_WIDTH_LETTERS_AND_DIGITS, squeezed
from units.naming import comparable
from volunteers.identifiers import (
    DocumentType,
    check_number,
    check_phone,
    check_volunteer_number,
    normalise_number,
    sex_of,
)
from volunteers.names import clean_name
from volunteers.roster.cells import RosterLine, problem
from volunteers.roster.columns import TITLES
from volunteers.roster.person import Person
from volunteers.roster.words import AMBIGUOUS_POLITICS, CATEGORIES, DOCUMENTS, POLITICS, SEXES, STATUSES

LONGEST_REMARK: Final = 100
LONGEST_DEPARTMENT: Final = 50
SHORTEST_EIGHTEEN: Final = 15

_SCHOOL_NUMBER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,31}")
_LETTERS: Final = r"A-Za-z\u3400-\u4dbf\u4e00-\u9fff"
_UNIT: Final = re.compile(rf"[{_LETTERS}][{_LETTERS}0-9（）()、·&/／，,.—\- ]{{0,59}}")
_DATE: Final = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))")
_DOCUMENT_TYPES: Final = {"": DocumentType.RESIDENT_ID, **{str(known): known for known in DocumentType}}
_NOT_FOR_TEXT: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")

SENTENCES: Final = {
    "document-type-needed": gettext_noop(
        "Without a document type only the 18 digits of a 居民身份证 are accepted. "
        "Fill in 证件类型 or correct the number."
    ),
    "politics-ambiguous": gettext_noop(
        "“党员” may be a full or a probationary member. Write 中共党员 or 中共预备党员."
    ),
    "volunteer-number-needed": gettext_noop(
        "Who is registered or in the team has a volunteer number. Enter it, or change the status."
    ),
    "unit-unknown": gettext_noop("This unit is not in the list of this year. Write its name as in Attachment 1."),
    "unit-unknown-here": gettext_noop(
        "This unit is not in the list of this year. Write its name as in Attachment 1, or leave 所在单位 empty: "
        "then the person counts for your unit."
    ),
    "unit-unknown-similar": gettext_noop(
        "This unit is not in the list of this year. Perhaps you mean %(similar)s. Write its name as in Attachment 1."
    ),
    "unit-form": gettext_noop("This is not the name of a unit. Write its name as in Attachment 1."),
    "school-number-form": gettext_noop("A staff or student number has at most 32 letters and digits. Correct it."),
    "joined-on-form": gettext_noop("This is not a date. Write it like 2025-03-15."),
    "joined-on-future": gettext_noop("The date lies in the future. Correct it, or leave the cell empty."),
    "joined-on-not-read": gettext_noop(
        "The date could not be read and was left empty. "
        "Set the cell's format to text (文本) and write it like 2025-03-15."
    ),
    "sex-differs": gettext_noop(
        "The document number says %(sex)s, which is what was kept. Check that the number belongs to this person."
    ),
    "status-follows-number": gettext_noop("The person has a volunteer number and is therefore counted as registered."),
    "remark-shortened": gettext_noop("The remark was shortened to %(maximum)s characters and one line."),
    "department-shortened": gettext_noop(
        "The class or department was shortened to %(maximum)s characters and one line."
    ),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What is known besides the file: the day, whether the unit was given, and the units by every word for them."""

    today: date
    unit_given: bool
    units: Mapping[str, str] | None


def read_person(line: RosterLine, terms: Terms) -> Person | None:
    """The person of one line; None when something is wrong, which then stands in `line.problems`."""
    document_type, document_number = _document(line, terms.today)
    phone = _number(line, "phone", check_phone)
    volunteer_number = _volunteer_number(line, document_number, phone)
    joined_on = _joined_on(line, terms.today)
    person = Person(
        row=line.row,
        name=_name(line),
        sex=_sex(line, document_type, document_number),
        category=line.word("category", CATEGORIES, required=True),
        school_number=_school_number(line),
        politics=_politics(line),
        department=_short_text(line, "department", LONGEST_DEPARTMENT),
        document_type=document_type,
        document_number=document_number,
        volunteer_number=volunteer_number,
        phone=phone,
        unit=_unit(line, terms),
        status=_status(line, volunteer_number, joined=joined_on is not None),
        joined_on=joined_on,
        remark=_short_text(line, "remark", LONGEST_REMARK),
    )
    return None if line.problems else person


def _name(line: RosterLine) -> str:
    raw = line.raw("name")
    if line.is_faulty("name"):
        return ""
    cleaned = clean_name(raw)
    if isinstance(cleaned, Problem):
        line.fault("name", cleaned)
        return ""
    name, notices = cleaned
    for notice in notices:
        line.notice("name", notice)
    return name


def _document(line: RosterLine, today: date) -> tuple[DocumentType, str]:
    stated = line.word("document_type", DOCUMENTS)
    document_type = _DOCUMENT_TYPES[stated]
    if not stated and line.is_faulty("document_type"):
        line.raw("document_number")
        return document_type, ""

    def check(number: str) -> str | Problem:
        if not stated and len(normalise_number(number)) < SHORTEST_EIGHTEEN:
            return _problem("document-type-needed")
        return check_number(document_type, number, today)

    number = _number(line, "document_number", check)
    if not number and not line.is_faulty("document_number"):
        line.fault("document_number", problem("cell-missing", column=TITLES["document_number"]))
    return document_type, number


def _volunteer_number(line: RosterLine, document_number: str, phone: str) -> str:
    notices: list[Problem] = []

    def check(number: str) -> str | Problem:
        checked = check_volunteer_number(number, document_number=document_number, phone=phone)
        if isinstance(checked, Problem):
            return checked
        notices.extend(checked[1])
        return checked[0]

    number = _number(line, "volunteer_number", check)
    for notice in notices:
        line.notice("volunteer_number", notice)
    return number


def _number(line: RosterLine, key: str, check: Callable[[str], str | Problem]) -> str:
    raw = line.raw(key)
    if not (raw.isalnum() or normalise_number(raw)):
        return ""
    checked = check(raw)
    if isinstance(checked, Problem):
        line.fault(key, checked)
        return ""
    if checked != raw and isinstance(line.cells[key], str):
        line.notice(key, problem("cell-tidied"))
    return checked


def _sex(line: RosterLine, document_type: DocumentType, document_number: str) -> str:
    stated = line.word("sex", SEXES)
    certified = sex_of(document_type, document_number) if document_number else ""
    if stated and certified and stated != certified:
        line.notice("sex", _problem("sex-differs", sex=certified))
    return certified or stated


def _politics(line: RosterLine) -> str:
    cell = line.cells.get("politics")
    if isinstance(cell, str) and cell not in POLITICS.codes and squeezed(cell) in AMBIGUOUS_POLITICS:
        line.fault("politics", _problem("politics-ambiguous"))
        return ""
    return line.word("politics", POLITICS)


def _school_number(line: RosterLine) -> str:
    number = line.text("school_number")
    if not number.isascii():
        number = number.translate(FULL_WIDTH_LETTERS_AND_DIGITS)
    if number and not _SCHOOL_NUMBER.fullmatch(number):
        line.fault("school_number", _problem("school-number-form"))
    return number


def _unit(line: RosterLine, terms: Terms) -> str:
    text = line.text("unit")
    if not text:
        if not terms.unit_given and not line.is_faulty("unit"):
            line.fault("unit", problem("cell-missing", column=TITLES["unit"]))
        return ""
    if terms.units is None:
        if not _UNIT.fullmatch(text):
            line.fault("unit", _problem("unit-form"))
        return text
    name = comparable(text)
    if name not in terms.units:
        line.fault("unit", _unknown_unit(name, terms.units, terms.unit_given))
    return terms.units.get(name, "")


def _unknown_unit(name: str, units: Iterable[str], unit_given: bool) -> Problem:
    if similar := next((known for known in units if known in name or name in known), ""):
        return _problem("unit-unknown-similar", similar=similar)
    return Problem("unit-unknown", SENTENCES["unit-unknown-here" if unit_given else "unit-unknown"])


def _status(line: RosterLine, volunteer_number: str, *, joined: bool) -> str:
    stated = line.word("status", STATUSES)
    if volunteer_number:
        if stated in ("unregistered", "pending", "declined"):
            line.notice("status", _problem("status-follows-number"))
        return "joined" if joined or stated == "joined" else "registered"
    if (joined or stated in ("registered", "joined")) and not line.is_faulty("volunteer_number"):
        line.fault("volunteer_number", _problem("volunteer-number-needed"))
    return stated or "unregistered"


def _joined_on(line: RosterLine, today: date) -> date | None:
    cell = line.cells.get("joined_on")
    if cell is None:
        return None
    if cell is Odd.DATE:
        line.notice("joined_on", _problem("joined-on-not-read"))
        return None
    day = cell if isinstance(cell, date) else _date(line, line.text("joined_on"))
    if day and day > today:
        line.fault("joined_on", _problem("joined-on-future"))
    return day


def _date(line: RosterLine, text: str) -> date | None:
    if not text:
        return None
    found = _DATE.fullmatch(text.translate(FULL_WIDTH_LETTERS_AND_DIGITS))
    try:
        day = date(*(int(part) for part in found.groups() if part)) if found else None
    except ValueError:
        day = None
    if day is None:
        line.fault("joined_on", _problem("joined-on-form"))
    return day


def _short_text(line: RosterLine, key: str, longest: int) -> str:
    text = line.text(key)
    if not text:
        return ""
    short = _NOT_FOR_TEXT.sub(" ", text)[:longest]
    if short != text:
        line.notice(key, _problem(f"{key}-shortened", maximum=longest))
    return short


def _problem(code: str, **params: str | int) -> Problem:
    return Problem(code, SENTENCES[code], params)
