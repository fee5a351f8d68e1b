"""Names of sheets as Excel allows them."""

import re
from collections.abc import Iterable

LONGEST = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff\ud800-\udfff]")


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """A name for each sheet: short enough, without what Excel forbids, and each only once."""
    names: list[str] = []
    taken: set[str] = set()
    for name in wanted:
        plain = FORBIDDEN.sub(" ", name).strip(" '") or "—"
        number, found = 1, cut(plain)
        while found.casefold() in taken:
            number += 1
            found = cut(plain, f" {number}")
        taken.add(found.casefold())
        names.append(found)
    return names


def cut(name: str, ending: str = "") -> str:
    """The name with its ending, no longer than Excel counts; a rare character counts as two."""
    while len((name + ending).encode("utf-16-le")) > 2 * LONGEST:
        name = name[:-1]
    return name.rstrip(" '") + ending
