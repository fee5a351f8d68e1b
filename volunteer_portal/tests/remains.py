"""Numbers in bytes, in whatever form somebody might have left them there without a key."""

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator

WIDE = re.compile(rb"\xef\xbc([\x90-\x99\xb8])")  # ０–９ and Ｘ
RUNS_OF_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{14,}")
RUNS_OF_HEX = re.compile(rb"[0-9a-fA-F]{32,}")
RUNS_OF_DIGITS = re.compile(rb"[0-9]{10,}[0-9Xx]")
DIGESTS = (hashlib.md5, hashlib.sha1, hashlib.sha256)
PREFIX = 8  # bytes of a digest that are enough to notice it


class Wanted:
    """Known numbers, and everything they turn into without a key."""

    def __init__(self, numbers: Iterable[str]) -> None:
        self.numbers = {number.encode() for number in numbers}
        turned = {number[::-1] for number in self.numbers} | {number[:17][::-1] for number in self.numbers}
        self.plain = self.numbers | {number for number in turned if len(number) >= 11}
        self.lengths = sorted({len(number) for number in self.plain})
        self.hashed = {digest(number).digest()[:PREFIX]: number for number in self.numbers for digest in DIGESTS}
        self.hexed = {prefix.hex().encode(): number for prefix, number in self.hashed.items()}

    def plain_in(self, content: bytes) -> set[bytes]:
        """The numbers that stand there as digits."""
        found = set()
        for run in RUNS_OF_DIGITS.finditer(content.replace(b"x", b"X")):
            text = run[0]
            for length in self.lengths:
                found |= {text[at : at + length] for at in range(len(text) - length + 1)} & self.plain
        return found

    def in_text(self, content: bytes) -> set[bytes]:
        """The numbers that stand there in any form of text."""
        narrow = WIDE.sub(lambda wide: bytes([wide[1][0] - 0x60]) if wide[1] != b"\xb8" else b"X", content)
        found = self.plain_in(narrow) | self.plain_in(content.replace(b"\0", b"")) | self.plain_in(narrowed(content))
        for run in RUNS_OF_BASE64.finditer(content):
            found |= {number for text in unpacked(run[0]) for number in self.plain_in(text)}
        for run in RUNS_OF_HEX.finditer(content):
            text = run[0].lower()
            parts = (text[at : at + 2 * PREFIX] for at in range(len(text) - 2 * PREFIX + 1))
            found |= {self.hexed[part] for part in parts if part in self.hexed}
        return found

    def in_bytes(self, content: bytes) -> set[bytes]:
        """Those, and the numbers whose digests stand there as they are."""
        places = range(len(content) - PREFIX + 1)
        parts = (content[at : at + PREFIX] for at in places)
        return self.in_text(content) | {self.hashed[part] for part in parts if part in self.hashed}


def narrowed(content: bytes) -> bytes:
    """Full-width digits in two-byte text made narrow."""
    return re.sub(rb"([\x10-\x19\x38])\xff|\xff([\x10-\x19\x38])", narrow_pair, content)


def narrow_pair(pair: "re.Match[bytes]") -> bytes:
    """One full-width character of UTF-16, in either order of its bytes."""
    return unicodedata.normalize("NFKC", chr(0xFF00 + (pair[1] or pair[2])[0])).encode()


def unpacked(run: bytes) -> Iterator[bytes]:
    """What a run of base64 may have been, wherever it began."""
    plain = run.replace(b"-", b"+").replace(b"_", b"/")
    for start in range(4):
        part = plain[start : len(plain) - ((len(plain) - start) % 4 == 1)]
        yield base64.b64decode(part + b"=" * (-len(part) % 4))
