"""The check code on every page of a printed version: how it is made, written and read (DOMAIN 8.5)."""

import hashlib
import hmac

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O or U: nothing in it looks like anything else in it
LETTERS, GROUP, BITS = 12, 4, 5  # 60 bits: a guess an hour by every person alive finds none in a year
MEANT = {"O": "0", "I": "1", "L": "1"}
WIDE = {ord("！") + place: ord("!") + place for place in range(94)}  # what a Chinese keyboard types for ! to ~
SEPARATORS = dict.fromkeys(map(ord, "- \t\r\n\u3000‐‑–—−"))
MARK = "/verify/"


def check_code(key: bytes, *facts: str | int) -> str:
    """The code of these facts under this key: the first 60 bits of their HMAC, without the key nobody's to find."""
    digest = hmac.digest(key, "\n".join(map(str, facts)).encode(), hashlib.sha256)
    number = int.from_bytes(digest, "big") >> (len(digest) * 8 - LETTERS * BITS)
    return "".join(ALPHABET[number >> BITS * place & 31] for place in reversed(range(LETTERS)))


def in_groups(code: str) -> str:
    """A code as it is printed: three groups of four."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(text: str) -> str:
    """The code in what was typed or scanned, be it the code or the whole address; nothing when it is none."""
    said = text.translate(WIDE)
    if MARK in said.lower():
        said = said[said.lower().index(MARK) + len(MARK) :].partition("?")[0].partition("#")[0].partition("/")[0]
    letters = "".join(MEANT.get(letter, letter) for letter in said.translate(SEPARATORS).upper())
    return letters if len(letters) == LETTERS and set(letters) <= set(ALPHABET) else ""
