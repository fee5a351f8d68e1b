"""The least Python and expat the portal is meant to run on (SECURITY C27); below them it runs, and says so.

What older ones do wrong is caught by the portal itself: overlapping members of a workbook by `sheets.container`,
document types by `sheets.gate`. That is one line of defence where there should be two.
"""

from typing import Final

Version = tuple[int, ...]
PYTHON: Final[dict[Version, Version]] = {(3, 11): (3, 11, 8), (3, 12): (3, 12, 2)}
EXPAT: Final[Version] = (2, 6, 0)
WHY: Final = {
    "Python": "CVE-2024-0450: archives whose members overlap",
    "expat": "CVE-2023-52425: XML that takes for ever",
}


def wanted(python: Version, expat: Version) -> dict[str, str]:
    """What is older than it should be, and from which version on it is well."""
    least = {"Python": PYTHON.get(python[:2]) if python[:2] >= min(PYTHON) else min(PYTHON.values()), "expat": EXPAT}
    here = {"Python": python, "expat": expat}
    return {name: ".".join(map(str, version)) for name, version in least.items() if version and here[name] < version}


def warnings(python: Version, expat: Version) -> list[str]:
    """A sentence for the log of the start for each of them."""
    advice = "upgrade the machine, unless its vendor mended this in an older version"
    return [f"{name} is older than {least} ({WHY[name]}): {advice}." for name, least in wanted(python, expat).items()]
