"""Reading pages, beside the one query or the least page they could be, while the school grows.

`lines()` is what RESULTS.md says; `python -m benchmarks.pages SIZE …` measures on one database.
"""

import json
import os
import subprocess
import sys
import tempfile
from functools import partial

from benchmarks.measuring import ROOT, ROUNDS, alternate, apart, exponent, median, portal, ratio, table

TITLE = "Reading pages"
SIZES = {"sqlite": (3_000, 40_000, 400_000), "postgresql": (3_000, 40_000, 400_000, 1_000_000)}
Seconds = dict[str, list[float]]
ONE_UNIT = {
    "unit": "the unit's page", "list": "its list of volunteers", "missing": "who is missing", "person": "a person",
    "cockpit": "the review cockpit", "unit_search": "search by document number in the unit",
    "search": "the same in the whole school", "search_phone": "by phone", "search_school": "by staff or student number",
    "search_volunteer": "by volunteer number",
}  # fmt: skip
SEARCHES = [kind for kind in ONE_UNIT if kind.startswith("search")]


def lines() -> list[str]:
    """The section: every size of each database in one process, then the starts."""
    found: dict[str, dict[str, Seconds]] = {
        database: apart("benchmarks.pages", *map(str, sizes), database=database) for database, sizes in SIZES.items()
    }
    return [
        "A school of 60 units, every page through the whole middleware as the office sees it. The trivial page is the",
        "frame of the house with one sentence; the school grows, the unit that is looked at stays as it is.",
        "",
        *board_lines(found),
        "",
        *growth_lines(found),
        "",
        *start_lines(),
    ]


def board_lines(found: dict[str, dict[str, Seconds]]) -> list[str]:
    """The board against its aggregate and a trivial page; the slowest search by number against a person's own page."""
    head = ["", "people", "board, beside its aggregate", "beside a trivial page", "search by number, beside a person"]
    rows = []
    for database, sizes in found.items():
        for size, seconds in sizes.items():
            board = [ratio(seconds["board"], seconds[other]) for other in ("aggregate", "trivial")]
            search = max(ratio(seconds[kind], seconds["person"]) for kind in SEARCHES)
            rows.append([database, f"{int(size):,}", *(f"{times:.1f} ×" for times in (*board, search))])
    return table(head, rows)


def growth_lines(found: dict[str, dict[str, Seconds]]) -> list[str]:
    """The exponents of pages that show one unit, or one row a unit of what units filed."""
    rows = []
    for page, title in ONE_UNIT.items():
        exponents = [
            exponent([*map(int, sizes)], [median(seconds[page]) for seconds in sizes.values()])
            for sizes in found.values()
        ]
        rows.append([title, *(f"{each:.2f}" for each in exponents)])
    ends = [f"{database}, {min(sizes):,} → {max(sizes):,}" for database, sizes in SIZES.items()]
    return table(["exponent of growth", *ends], rows)


def start_lines() -> list[str]:
    """A command's cold start beside what Django alone needs for one."""
    django = "import django.core.management, django.contrib.admin, django.contrib.staticfiles, django.forms"
    starts = {"portal": ["manage.py", "check"], "django": ["-c", django]}
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        own = os.environ | {"DATA_DIR": folder}
        run = partial(subprocess.run, cwd=ROOT, env=own, stdout=subprocess.DEVNULL, check=True)
        seconds = alternate({name: partial(run, [sys.executable, *words]) for name, words in starts.items()}, ROUNDS)
    times = ratio(seconds["portal"], seconds["django"])
    return [f"A cold `manage.py check` takes {times:.1f} × as long as fetching the parts of Django it stands on."]


def main(*sizes: str) -> None:
    """Measure these sizes in this process and print the seconds as JSON."""
    portal()
    from benchmarks.pages_parts import growth  # it imports models, which need the settings above

    print(json.dumps(growth(*map(int, sizes))))


if __name__ == "__main__":
    main(*sys.argv[1:])
