"""Names of people (R8, R9; DOMAIN 6): tidied, never changed in a character that belongs to the name."""

import re
import unicodedata
from typing import Final

from sheets.problems import Problem, gettext_noop, shown
from units.invisible import BLANKS, tidy

MAXIMUM_LENGTH: Final = 50
SEPARATOR: Final = "\u00b7"

# The blocks of Chinese characters of every plane, compatibility ideographs among them; radicals and strokes are none.
_CHINESE: Final = (
    "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufa6d\ufa70-\ufad9"
    "\U00020000-\U0002a6df\U0002a700-\U0002ee5d\U0002f800-\U0002fa1d\U00030000-\U00033479"
)
_LATIN: Final = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"

_USUAL_NAME: Final = re.compile("[\u4e00-\u9fff]{2,4}")
_NAME: Final = re.compile(f"[{_CHINESE}{_LATIN}][{_CHINESE}{_LATIN} {SEPARATOR}\\-'.]*")
_FOREIGN_CHARACTER: Final = re.compile(f"[^{_CHINESE}{_LATIN} {SEPARATOR}\\-'.]")
_HAS_LATIN: Final = re.compile(f"[{_LATIN}]")
_INNER_BLANKS: Final = re.compile(f"[{BLANKS}]+")
_DOT_AMONG_CHINESE: Final = re.compile(f"(?<=[{_CHINESE}])\\.(?=[{_CHINESE}])")
_LETTER_WITH_MARKS: Final = re.compile(f"[{_LATIN}][\u0300-\u036f]+")
_SEPARATORS: Final = dict.fromkeys(map(ord, "•‧．・･⋅∙\u0387"), SEPARATOR)

SENTENCES: Final = {
    "name-missing": gettext_noop("The name is missing. Enter it as it stands on the document."),
    "name-too-long": gettext_noop(
        "The name has %(length)s characters, at most %(maximum)s are possible. Enter the name only."
    ),
    "name-character": gettext_noop(
        "“%(character)s” cannot stand in a name. Enter the name as it stands on the document, without remarks."
    ),
    "name-invisible-character": gettext_noop(
        "There is a character in the name that cannot be seen: %(character)s. Delete the cell and type the name anew."
    ),
    "name-private-character": gettext_noop(
        "The character %(character)s comes from an old font and is another one on every computer. "
        "Type it anew with a present-day input method."
    ),
    "name-beginning": gettext_noop(
        "A name begins with a Chinese character or a letter. Take out what stands before it."
    ),
    "name-tidied": gettext_noop(
        "Spaces, invisible characters or separators in the name were tidied. It is read as %(name)s."
    ),
}


def clean_name(text: str) -> tuple[str, list[Problem]] | Problem:
    """The name as it is kept, with a notice if it was tidied, or what is wrong with it."""
    if _USUAL_NAME.fullmatch(text):
        return text, []
    name = _tidied(text)
    if not name:
        return _problem("name-missing")
    if len(name) > MAXIMUM_LENGTH:
        return _problem("name-too-long", length=len(name), maximum=MAXIMUM_LENGTH)
    if found := _FOREIGN_CHARACTER.search(name):
        return _unfit(found[0])
    if not _NAME.fullmatch(name):
        return _problem("name-beginning")
    return name, [] if name == text else [_problem("name-tidied", name=name)]


def _tidied(text: str) -> str:
    name = tidy(text).translate(_SEPARATORS)
    # Chinese characters are never normalised: NFC replaces compatibility ideographs by other characters.
    name = _LETTER_WITH_MARKS.sub(lambda found: unicodedata.normalize("NFC", found[0]), name)
    name = _INNER_BLANKS.sub(" " if _HAS_LATIN.search(name) else "", name)
    return _DOT_AMONG_CHINESE.sub(SEPARATOR, name)


def _unfit(character: str) -> Problem:
    category = unicodedata.category(character)
    if category == "Co":
        return _problem("name-private-character", character=f"U+{ord(character):04X}")
    if category[0] in "CMZ":
        return _problem("name-invisible-character", character=f"U+{ord(character):04X}")
    return _problem("name-character", character=shown(character))


def _problem(code: str, **params: str | int) -> Problem:
    return Problem(code, SENTENCES[code], params)
