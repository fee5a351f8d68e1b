"""Characters that nobody sees: taken away where they do no harm, shown where they make a difference."""

from typing import Final
from unicodedata import category

BLANKS: Final = " \xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
WHITE_SPACE: Final = BLANKS + "\t\n\v\f\r\x85\u2028\u2029"
ZERO_WIDTH: Final = "\u00ad\u180e\u200b\u200c\u200d\u2060\ufeff"

WITHOUT_ZERO_WIDTH: Final = dict.fromkeys(map(ord, ZERO_WIDTH))
WITHOUT_WHITE_SPACE: Final = dict.fromkeys(map(ord, WHITE_SPACE + ZERO_WIDTH))
FULL_WIDTH: Final = {code + 0xFEE0: chr(code) for code in range(0x21, 0x7F)}
FULL_WIDTH_LETTERS_AND_DIGITS: Final = {wide: plain for wide, plain in FULL_WIDTH.items() if plain.isalnum()}


def tidy(text: str) -> str:
    """The text without zero-width characters, outer white space and the apostrophe that marks a cell as text (R8)."""
    if not text or text.isalnum():
        return text
    return text.translate(WITHOUT_ZERO_WIDTH).strip(WHITE_SPACE).removeprefix("'").strip(WHITE_SPACE)


def squeezed(text: str) -> str:
    """The text without any white space or zero-width character."""
    return text if text.isalnum() else text.translate(WITHOUT_WHITE_SPACE)


def visible(text: str) -> str:
    """The text with every character that cannot be seen spelled out: a space as ␣, others as ‹U+200B›."""
    return spelled_out(text.replace(" ", "␣"))


def spelled_out(text: str) -> str:
    """The text with invisible characters other than ordinary spaces spelled out as ‹U+200B›."""
    return text if text.isascii() and text.isprintable() else "".join(map(_shown, text))


def _shown(character: str) -> str:
    # Characters newer than this Python's tables (Cn) are left alone: rare names are full of them.
    unseen = character != " " and category(character) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs")
    return f"‹U+{ord(character):04X}›" if unseen else character
