"""Reading pages, beside the one query or the least page they could be, while the school grows.

`lines()` is what RESULTS.md says; `python -m benchmarks.pages SIZE …` measures on one database.
"""

import json
import sys

from benchmarks.measuring import apart, exponent, portal, ratio, sizes, table

TITLE = "Reading pages"
SIZES = {"sqlite": sizes(3_000, 40_000, 400_000), "postgresql": sizes(3_000, 40_000, 400_000, 1_000_000)}
Seconds = dict[str, list[float]]
ONE_UNIT = {
    "unit": "the unit's page", "submission": "what it hands in", "list": "its list of volunteers",
    "missing": "who is missing", "person": "a person", "cockpit": "the review cockpit",
    "unit_search": "search by document number in the unit",
    "search": "the same in the whole school", "search_phone": "by phone", "search_school": "by staff or student number",
    "search_volunteer": "by volunteer number",
}  # fmt: skip
SEARCHES = [kind for kind in ONE_UNIT if kind.startswith("search")]


def lines() -> list[str]:
    """The section: every size of each database in one process."""
    found: dict[str, dict[str, Seconds]] = {
        database: apart("benchmarks.pages", *map(str, asked), database=database) for database, asked in SIZES.items()
    }
    return [
        "A school of 60 units, every page through the whole middleware as the office sees it. The trivial page is the",
        "frame of the house with one sentence; the school grows, and the unit that is looked at grows with it.",
        "",
        *board_lines(found),
        "",
        *growth_lines(found),
    ]


def board_lines(found: dict[str, dict[str, Seconds]]) -> list[str]:
    """The board against its aggregate and a trivial page; the slowest search by number against a person's own page."""
    head = ["", "people", "board, beside its aggregate (wanted ≤ 2)", "beside a trivial page (wanted ≤ 6)"]
    head.append("search by number, beside a person (wanted ≤ 1.5)")
    rows = []
    for database, by_size in found.items():
        for size, seconds in by_size.items():
            board = [ratio(seconds["board"], seconds[other]) for other in ("aggregate", "trivial")]
            search = max(ratio(seconds[kind], seconds["person"]) for kind in SEARCHES)
            rows.append([database, f"{int(size):,}", *(f"{times:.1f} ×" for times in (*board, search))])
    return table(head, rows)


def growth_lines(found: dict[str, dict[str, Seconds]]) -> list[str]:
    """The exponents of pages that show one unit, or one row a unit of what units filed."""
    rows = []
    for page, title in ONE_UNIT.items():
        exponents = [
            exponent([*map(int, by_size)], [ratio(seconds[page], seconds["trivial"]) for seconds in by_size.values()])
            for by_size in found.values()
        ]
        rows.append([title, *(f"{each:.2f}" for each in exponents)])
    ends = [f"{database}, {min(sizes):,} → {max(sizes):,}" for database, sizes in SIZES.items()]
    note = "By the trivial page of the same rounds, so that a machine that becomes busier meanwhile is no growth."
    return [*table(["exponent of growth (wanted ≤ 0.1)", *ends], rows), "", note]


def main(*sizes: str) -> None:
    """Measure these sizes in this process and print the seconds as JSON."""
    portal()
    from benchmarks.pages_parts import growth  # it imports models, which need the settings above

    print(json.dumps(growth(*map(int, sizes))))


if __name__ == "__main__":
    main(*sys.argv[1:])
