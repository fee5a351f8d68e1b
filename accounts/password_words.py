"""What is left of a password without the words everybody here would guess (SECURITY C04)."""

import re
from collections.abc import Iterable
from typing import Final

# What the portal, its office and its accounts are called, and what is tried first everywhere.
USUAL: Final = (
    "zhiyuan", "volunteer", "wenming", "fuwudui", "zhengzhou", "henan", "university", "college", "xueyuan", "daxue",
    "password", "mima", "admin", "qwerty", "asdf", "qazwsx", "iloveyou", "welcome", "letmein", "woaini",
    "志愿", "服务队", "文明办", "联系人", "审核", "密码", "大学", "学院", "党委",
)  # fmt: skip
# Years, dates, staff numbers and phone numbers.
DIGITS: Final = re.compile(r"[0-9]{6,}|(?:19|20)[0-9]{2}")
FILLING: Final = re.compile(r"[\W_]+")
FIRST_CHARACTER: Final = "\u2e80"
ENOUGH: Final = 6


def remainder(password: str, words: Iterable[str]) -> str:
    """The password without those words, without years and long numbers, and without what only stands between."""
    left = password.casefold()
    for word in sorted({word.casefold() for word in words if len(word) > 1}, key=len, reverse=True):
        left = left.replace(word, " ")
    return FILLING.sub("", DIGITS.sub(" ", left))


def is_guessed(password: str, words: Iterable[str] = ()) -> bool:
    """Whether hardly anything of a password is its owner's own: fewer than six letters or three characters."""
    left = set(remainder(password, (*USUAL, *words)))
    return sum(2 if sign > FIRST_CHARACTER else 1 for sign in left) < ENOUGH


def classes(password: str) -> int:
    """How many of the four kinds of sign a password has: small and capital letters, digits, others."""
    found = {
        "small" if sign.islower() else "capital" if sign.isupper() else "digit" if sign.isdigit() else "other"
        for sign in password
    }
    return len(found)
