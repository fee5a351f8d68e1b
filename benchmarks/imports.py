"""Rosters coming in, beside the bare reading, the bare writing, and django-import-export.

`lines()` is what RESULTS.md says; `python -m benchmarks.imports PART` measures one part on one database.
"""

import gc
import json
import sys
from collections.abc import Callable
from typing import Any

from benchmarks.measuring import apart, exponent, installed, median, portal, ratio, sizes, table, with_peers

TITLE = "Rosters coming in"
DATABASES = ("sqlite", "postgresql")
SMALL, LARGE = 3_000, 40_000
CHANGED = 1_000
Seconds = dict[str, list[float]]


def lines() -> list[str]:
    """The section, from processes of their own for each database."""
    return [
        "A roster as it is sent: title, line of who filed it, bold header, borders, 12 columns of text. The preview is",
        "all the worker does: opening the sealed file, reading it in the cage, headers, every check of every row,",
        "comparing with the 40,000 people of the school, sealing what was found; the reader stands by, as between two",
        "jobs. Taking over is comparing anew, sealing every number, the way back, writing and recording. The lock is",
        "how long its one transaction is open.",
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
        for size in sizes(SMALL, LARGE):
            seconds: Seconds = apart("benchmarks.imports", "preview", str(size), database=database)
            rows.append([database, f"{size:,}", f"{ratio(seconds['preview'], seconds['bare']):.1f} ×"])
    return table(["preview", "rows", "as long as python-calamine alone (wanted ≤ 6)"], rows)


def applying_lines() -> list[str]:
    """Taking over against writing and sealing alone."""
    size, head = sizes(SMALL, LARGE)[-1], ["taking over", "people", "beside bare writing + sealing (wanted ≤ 3)"]
    head += [f"the same with {CHANGED:,} changes, beside all new (wanted ≤ 1)", "lock (wanted ≤ 0.5 s on SQLite)"]
    rows = []
    for database in DATABASES:
        found = apart("benchmarks.imports", "applying", str(size), database=database)
        seconds: Seconds = found["seconds"]
        held = f"{median(found['lock']):.2f} s ({ratio(found['lock'], seconds['bare']):.2f} × bare writing + sealing)"
        again = ratio(seconds["changes"], seconds["new"])
        times = f"{ratio(seconds['new'], seconds['bare']):.1f} ×"
        rows.append([database, f"{size:,}", times, f"{again:.2f} ×", held])
    return table(head, rows)


def peer_lines() -> list[str]:
    """From file to people, against django-import-export with the same model and checks."""
    with_peers()
    if not installed("import_export"):
        return ["django-import-export is not installed here."]
    rows = []
    for database in DATABASES:
        seconds: Seconds = apart("benchmarks.imports", "peer", str(SMALL), database=database)
        faster = [f"{ratio(seconds[name], seconds['portal']):.1f} × faster" for name in ("as documented", "in bulk")]
        rows.append([database, f"{SMALL:,}", *faster])
    note = (
        "Its quickest settings are `use_bulk`, no differences and a cached loader; it has neither preview nor way back."
    )
    head = ["file to people", "rows", "than django-import-export as documented (wanted ≥ 10 ×)"]
    head.append("than its quickest settings")
    return [*table(head, rows), "", note]


def growth_lines() -> list[str]:
    """File to people at three sizes; beyond 50,000 rows in files of 40,000, each of a unit of its own."""
    rows = []
    for database in DATABASES:
        asked = map(str, sizes(SMALL, LARGE, 400_000))
        found: dict[str, float] = apart("benchmarks.imports", "growth", *asked, database=database)
        people, seconds = [int(size) for size in found], list(found.values())
        rows.append([database, " → ".join(f"{size:,}" for size in people), f"{exponent(people, seconds):.2f}"])
    note = (
        "A file may have 50,000 rows, more are refused: 400,000 people are ten files of ten units, one after the\n"
        "other, each compared with all before it. They come in once, the smaller sizes in three rounds."
    )
    return [*table(["growth, file to people", "people", "exponent (wanted ≤ 1.1)"], rows), "", note]


def main(part: str, *sizes: str) -> None:
    """Measure a part in this process and print the seconds as JSON."""
    portal()
    from benchmarks import imports_parts  # it imports models, which need the settings above

    gc.set_threshold(*imports_parts.SELDOM)  # as the worker does
    measure: Callable[..., Any] = getattr(imports_parts, part)
    print(json.dumps(measure(*map(int, sizes))))


if __name__ == "__main__":
    main(*sys.argv[1:])
