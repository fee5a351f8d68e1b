"""Identity documents, phones and volunteer numbers (DOMAIN 4 and 5)."""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from sheets.problems import Problem, gettext_noop
from units.invisible import FULL_WIDTH_LETTERS_AND_DIGITS, WITHOUT_WHITE_SPACE


class DocumentType(StrEnum):
    """The documents people register with."""

    RESIDENT_ID = "resident-id"
    HKMT_RESIDENCE = "hkmt-residence"
    FOREIGN_PERMANENT = "foreign-permanent"
    HKM_PERMIT = "hkm-permit"
    TAIWAN_PERMIT = "taiwan-permit"
    PASSPORT = "passport"


# `int(first 17 digits, 13) % 11` is the ISO 7064 MOD 11-2 sum in disguise, because 13 ≡ 2 (mod 11).
CHECK_CHARACTERS: Final = "".join("10X98765432"[2 * rest % 11] for rest in range(11))
EARLIEST_YEAR: Final = 1900
RESIDENCE_REGIONS: Final = ("810000", "820000", "830000")
SAYING_SEX: Final = (DocumentType.RESIDENT_ID, DocumentType.HKMT_RESIDENCE)

_EIGHTEEN: Final = re.compile(r"[0-9]{17}[0-9X]")
_FIFTEEN: Final = re.compile(r"[0-9]{15}")
_FOREIGN_2017: Final = re.compile(r"[A-Z]{3}[0-9]{12}")
_HKM: Final = re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?")
_TAIWAN: Final = re.compile(r"[0-9]{8}")
_PASSPORT: Final = re.compile(r"[A-Z0-9]{5,17}")
_PHONE: Final = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})")
_VOLUNTEER_NUMBER: Final = re.compile(r"[A-Z0-9]{6,32}")
_SEEN_VOLUNTEER_NUMBERS: Final = re.compile(r"V[0-9]{6}[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{6}[A-Z]|[0-9]{32}")

_LEADING_APOSTROPHES: Final = "'‘’＇"
_WITHOUT_HYPHENS: Final = dict.fromkeys(map(ord, "-‐‑‒–—−－"))
_TIDY_NUMBER: Final = WITHOUT_WHITE_SPACE | FULL_WIDTH_LETTERS_AND_DIGITS | _WITHOUT_HYPHENS | {ord("＋"): "+"}


SENTENCES: Final = {
    "document-number-missing": gettext_noop("The document number is missing. Enter it as it stands on the document."),
    "document-number-fifteen-digits": gettext_noop(
        "Numbers of 15 digits have been void since 2013. Enter the 18 digits of the present card."
    ),
    "document-number-length": gettext_noop(
        "The document number has %(length)s characters instead of 18. Compare it with the document."
    ),
    "document-number-characters": gettext_noop(
        "A document number has 17 digits and at the end a digit or a capital X. "
        "Look for letters such as O or l in place of digits."
    ),
    "document-number-birth-date": gettext_noop(
        "Digits 7 to 14 of the document number are no date of birth. Compare the number with the document."
    ),
    "document-number-birth-future": gettext_noop(
        "The date of birth in the document number lies in the future. Compare the number with the document."
    ),
    "document-number-check-digit": gettext_noop(
        "The last character does not fit the other 17, so at least one is wrong. Compare the number with the document."
    ),
    "document-number-of-residence": gettext_noop("This is the number of a 港澳台居民居住证. Change the document type."),
    "document-number-of-foreigner": gettext_noop(
        "This is the number of a 外国人永久居留身份证. Change the document type."
    ),
    "document-number-residence-form": gettext_noop(
        "The number of a 港澳台居民居住证 begins with 810000, 820000 or 830000. Check the number and the document type."
    ),
    "document-number-foreigner-form": gettext_noop(
        "The number of a 外国人永久居留身份证 has 18 digits and begins with 9, or has 3 letters and 12 digits. "
        "Compare it with the card."
    ),
    "document-number-hkm-form": gettext_noop(
        "The number of a 港澳居民来往内地通行证 has H or M and 8 digits, or 10 after a renewal. "
        "Compare it with the document."
    ),
    "document-number-taiwan-form": gettext_noop(
        "The number of a 台湾居民来往大陆通行证 has 8 digits. Compare it with the document."
    ),
    "document-number-passport-form": gettext_noop(
        "A passport number has 5 to 17 letters and digits. Compare it with the passport."
    ),
    "phone-form": gettext_noop(
        "This is not a mobile number. Enter the 11 digits that begin with 13 to 19, or leave the cell empty."
    ),
    "volunteer-number-form": gettext_noop(
        "A volunteer number has 6 to 32 letters and digits. Copy it from the person's account on the national system."
    ),
    "volunteer-number-is-document": gettext_noop(
        "This is the person's document number. "
        "Enter the volunteer number from the national system, or leave the cell empty."
    ),
    "volunteer-number-is-phone": gettext_noop(
        "This is the person's phone number. "
        "Enter the volunteer number from the national system, or leave the cell empty."
    ),
    "volunteer-number-unusual": gettext_noop(
        "This volunteer number has an unusual shape. Compare it with the person's account on the national system."
    ),
}


def normalise_number(text: str) -> str:
    """The number in plain capitals and digits, without white space, hyphens and a leading apostrophe (R8)."""
    if text.isascii() and text.isalnum():  # by far the most numbers
        return text.upper()
    # Only this table, never NFKC: that would turn ① and ² into digits nobody typed.
    text = text.translate(_TIDY_NUMBER).lstrip(_LEADING_APOSTROPHES)
    return text.upper() if text.isascii() else text


def check_number(document_type: DocumentType, number: str, today: date) -> str | Problem:
    """The number as it stands on the document, or what is wrong with it (DOMAIN 5)."""
    number = normalise_number(number)
    return _CHECKS[document_type](number, today) or number if number else _problem("document-number-missing")


def is_eighteen(number: str) -> bool:
    """Whether these are the 18 characters of an identity document, with a real day and fitting the last one."""
    return bool(_EIGHTEEN.fullmatch(number) and _birth_day(number[6:14])) and _check_character(number) is None


def sex_of(document_type: DocumentType, number: str) -> str:
    """男 or 女 where the (checked) number says so, otherwise nothing: the 17th digit is odd for men."""
    if document_type not in SAYING_SEX:
        return ""
    return "男" if int(number[16]) % 2 else "女"


def person_key(document_type: DocumentType, number: str) -> str:
    """What stays the same for one person when a document is renewed; all 18-digit numbers share one space of keys."""
    if len(number) == 18:
        return f"id:{number}"
    if document_type is DocumentType.HKM_PERMIT:
        return f"{document_type}:{number[:9]}"
    return f"{document_type}:{number}"


def mask_document(number: str) -> str:
    """The first six and last four characters (DOMAIN 7); of a number shorter than 18 never more than half."""
    shown = 10 if len(number) >= 18 else len(number) // 2
    return _masked(number, last=min(4, shown // 2), shown=shown)


def mask_phone(phone: str) -> str:
    """The first three and last four digits (DOMAIN 7); of anything shorter never more than half."""
    shown = 7 if len(phone) >= 11 else len(phone) // 2
    return _masked(phone, last=min(4, (shown + 1) // 2), shown=shown)


def check_phone(phone: str) -> str | Problem:
    """The 11 digits of a mobile number, or what is wrong with it (R10)."""
    found = _PHONE.fullmatch(normalise_number(phone))
    return found[1] if found else _problem("phone-form")


def check_volunteer_number(
    number: str, *, document_number: str = "", phone: str = ""
) -> tuple[str, list[Problem]] | Problem:
    """The volunteer number with a notice if its shape is unusual, or what is wrong with it (DOMAIN 4)."""
    number = normalise_number(number)
    seen = _SEEN_VOLUNTEER_NUMBERS.fullmatch(number)
    if not (seen or _VOLUNTEER_NUMBER.fullmatch(number)):
        return _problem("volunteer-number-form")
    if number == document_number:
        return _problem("volunteer-number-is-document")
    if number == phone:
        return _problem("volunteer-number-is-phone")
    return number, [] if seen else [_problem("volunteer-number-unusual")]


def _problem(code: str, **params: int) -> Problem:
    return Problem(code, SENTENCES[code], params)


def _masked(text: str, *, last: int, shown: int) -> str:
    stars = min(len(text) - shown, 20)
    return text[: shown - last] + "*" * stars + text[len(text) - last :]


def _resident(number: str, today: date) -> Problem | None:
    if problem := _eighteen(number, today):
        return problem
    if number[:2] in ("81", "82", "83"):
        return _problem("document-number-of-residence")
    return _problem("document-number-of-foreigner") if number[0] == "9" else None


def _residence(number: str, today: date) -> Problem | None:
    if problem := _eighteen(number, today):
        return problem
    return None if number[:6] in RESIDENCE_REGIONS else _problem("document-number-residence-form")


def _foreigner(number: str, today: date) -> Problem | None:
    if _FOREIGN_2017.fullmatch(number):
        return None
    if not _EIGHTEEN.fullmatch(number) or number[0] != "9":
        return _problem("document-number-foreigner-form")
    return _check_character(number)


def _eighteen(number: str, today: date) -> Problem | None:
    if not _EIGHTEEN.fullmatch(number):
        return _not_eighteen(number)
    born = _birth_day(number[6:14])
    if born is None:
        return _problem("document-number-birth-date")
    if born > today:
        return _problem("document-number-birth-future")
    return _check_character(number)


def _not_eighteen(number: str) -> Problem:
    if _FIFTEEN.fullmatch(number):
        return _problem("document-number-fifteen-digits")
    if len(number) != 18:
        return _problem("document-number-length", length=len(number))
    return _problem("document-number-characters")


def _check_character(number: str) -> Problem | None:
    fits = number[17] == CHECK_CHARACTERS[int(number[:17], 13) % 11]
    return None if fits else _problem("document-number-check-digit")


def _form(form: re.Pattern[str], code: str) -> Callable[[str, date], Problem | None]:
    return lambda number, today: None if form.fullmatch(number) else _problem(code)


@lru_cache(maxsize=50_000)
def _birth_day(digits: str) -> date | None:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return day if day.year >= EARLIEST_YEAR else None


_CHECKS: Final[dict[DocumentType, Callable[[str, date], Problem | None]]] = {
    DocumentType.RESIDENT_ID: _resident,
    DocumentType.HKMT_RESIDENCE: _residence,
    DocumentType.FOREIGN_PERMANENT: _foreigner,
    DocumentType.HKM_PERMIT: _form(_HKM, "document-number-hkm-form"),
    DocumentType.TAIWAN_PERMIT: _form(_TAIWAN, "document-number-taiwan-form"),
    DocumentType.PASSPORT: _form(_PASSPORT, "document-number-passport-form"),
}
