"""Rosters coming in, beside the bare reading, the bare writing, and django-import-export.

`lines()` is what RESULTS.md says; `python -m benchmarks.imports PART` measures one part on one database.
"""

import gc
import json
import sys
from collections.abc import Callable
from typing import Any

from benchmarks.measuring import apart, exponent, median, portal, ratio, table

TITLE = "Rosters coming in"
DATABASES = ("sqlite", "postgresql")
SMALL, LARGE = 3_000, 40_000
Seconds = dict[str, list[float]]


def lines() -> list[str]:
    """The section, from processes of their own for each database."""
    return [
        "A roster as it is sent: title, line of who filed it, bold header, borders, 12 columns of text. The preview is",
        "all the worker does: opening the sealed file, reading it in the cage, headers, every check of every row,",
        "comparing with the 40,000 people of the school, sealing what was found. Taking over is comparing anew,",
        "sealing every number, the way back, writing and recording. The lock is how long its one transaction is open.",
        "",
        *preview_lines(),
        "",
        *applying_lines(),
        "",
        *peer_lines(),
        "",
        *growth_lines(),
    ]


def preview_lines() -> list[str]:
    """Preview against the bare reading."""
    rows = []
    for database in DATABASES:
        for size in (SMALL, LARGE):
            seconds: Seconds = apart("benchmarks.imports", "preview", str(size), database=database)
            rows.append([database, f"{size:,}", f"{ratio(seconds['preview'], seconds['bare']):.1f} ×"])
    return table(["preview", "rows", "as long as python-calamine alone"], rows)


def applying_lines() -> list[str]:
    """Taking over against writing and sealing alone."""
    head = ["taking over 40,000", "beside bare writing + sealing", "1,000 changes, beside all new", "lock"]
    rows = []
    for database in DATABASES:
        found = apart("benchmarks.imports", "applying", str(LARGE), database=database)
        seconds: Seconds = found["seconds"]
        held = f"{median(found['lock']):.2f} s ({ratio(found['lock'], seconds['bare']):.2f} × bare writing + sealing)"
        again = ratio(seconds["changes"], seconds["new"])
        rows.append([database, f"{ratio(seconds['new'], seconds['bare']):.1f} ×", f"{again:.2f} ×", held])
    return table(head, rows)


def peer_lines() -> list[str]:
    """From file to people, against django-import-export with the same model and checks."""
    rows = []
    for database in DATABASES:
        seconds: Seconds = apart("benchmarks.imports", "peer", str(SMALL), database=database)
        faster = [f"{ratio(seconds[name], seconds['portal']):.1f} × faster" for name in ("as documented", "in bulk")]
        rows.append([database, f"{SMALL:,}", *faster])
    note = (
        "Its quickest settings are `use_bulk`, no differences and a cached loader; it has neither preview nor way back."
    )
    head = ["file to people", "rows", "than django-import-export as documented", "than its quickest settings"]
    return [*table(head, rows), "", note]


def growth_lines() -> list[str]:
    """File to people at three sizes; beyond 50,000 rows in files of 40,000, each of a unit of its own."""
    rows = []
    for database in DATABASES:
        found: dict[str, float] = apart("benchmarks.imports", "growth", database=database)
        sizes, seconds = [int(size) for size in found], list(found.values())
        rows.append([database, " → ".join(f"{size:,}" for size in sizes), f"{exponent(sizes, seconds):.2f}"])
    note = "A file may have 50,000 rows: 400,000 people are ten files of ten units, each compared with all before it."
    return [*table(["growth, file to people", "people", "exponent"], rows), "", note]


def main(part: str, *sizes: str) -> None:
    """Measure a part in this process and print the seconds as JSON."""
    portal()
    from benchmarks import imports_parts  # it imports models, which need the settings above

    gc.set_threshold(*imports_parts.SELDOM)  # as the worker does
    measure: Callable[..., Any] = getattr(imports_parts, part)
    print(json.dumps(measure(*map(int, sizes))))


if __name__ == "__main__":
    main(*sys.argv[1:])
