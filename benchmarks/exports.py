"""Attachment 4 leaving the house: workbook and paper beside their floors and their peers."""

from collections.abc import Callable, Mapping

from benchmarks import exports_papers, exports_workbooks
from benchmarks.exports_material import registered
from benchmarks.measuring import alternate, apart, exponent, median, memory_growth, ratio, table, with_peers

TITLE = "Exports"
MANY, FEW = 40_000, 3_000
SIZES = (3_000, 40_000, 400_000)
Draw = Callable[[exports_workbooks.People], int]
WORKBOOKS: Mapping[str, tuple[Draw, str]] = {
    "the floor: the same XML, nothing looked at, same deflate level": (exports_workbooks.floor, "≤ 1.5 ×"),
    "rustpy-xlsxwriter (Rust)": (exports_workbooks.rustpy, "≤ 1 ×"),
    "XlsxWriter, constant memory": (exports_workbooks.xlsxwriter_constant_memory, "≤ 1/6"),
    "openpyxl, write-only, shared styles": (exports_workbooks.openpyxl_write_only, "≤ 1/10"),
}
PAPERS: Mapping[str, tuple[Draw, str]] = {
    "the floor: content streams by hand, nothing measured": (exports_papers.floor, "≤ 2 ×"),
    "rupdf (Rust)": (exports_papers.rupdf, "≤ 1/2"),
}
# A round of these takes minutes: one says enough.
SLOW_PAPERS: Mapping[str, tuple[Draw, str]] = {
    "fpdf2, cell by cell": (exports_papers.fpdf2, "≤ 1/10"),
    "reportlab LongTable": (exports_papers.long_table, "≤ 1/20"),
    "typst": (exports_papers.typst, "≤ 1/20"),
}
SLOWEST_PAPERS: Mapping[str, tuple[Draw, str]] = {"WeasyPrint": (exports_papers.weasyprint, "≤ 1/100")}
HEAD = ("beside", "ours takes", "wanted")


def compared(ours: Draw, peers: Mapping[str, tuple[Draw, str]], count: int, rounds: int = 5) -> list[list[str]]:
    """How many times as long ours takes as each of them."""
    people = registered(count)
    contestants = {"ours": ours} | {name: draw for name, (draw, _wanted) in peers.items()}
    seconds = alternate({name: lambda draw=draw: draw(people) for name, draw in contestants.items()}, rounds)
    return [[name, f"{ratio(seconds['ours'], seconds[name]):.3g} ×", wanted] for name, (_draw, wanted) in peers.items()]


def grown(ours: Draw) -> list[str]:
    """Seconds a row at each size, as a multiple of the first; exponent; growth of memory."""
    people = {size: registered(size) for size in SIZES}
    seconds = alternate({str(size): lambda size=size: ours(people[size]) for size in SIZES}, 3)
    medians = [median(seconds[str(size)]) for size in SIZES]
    a_row = [took / size / (medians[0] / SIZES[0]) for took, size in zip(medians, SIZES, strict=True)]
    memory = [memory_growth(lambda size=size: ours(people[size])) for size in SIZES[:2]]
    shown = [f"{each:.0f} MB" for each in memory]
    return [*(f"{each:.2f}" for each in a_row), f"{exponent(SIZES, medians):.2f}", *shown]


def from_the_database() -> list[str]:
    """What the whole way costs beside reading and opening the sealed numbers alone."""
    found = {size: apart("benchmarks.exports_database", str(size)) for size in SIZES[:2]}
    rows = []
    for form in ("xlsx", "pdf"):
        times = [f"{found[size][form] / found[size]['bare']:.2g} ×" for size in SIZES[:2]]
        growth = exponent(SIZES[:2], [found[size][form] for size in SIZES[:2]])
        rows.append([form, *times, f"{growth:.2f}"])
    head = ("form", *(f"{size:,} people" for size in SIZES[:2]), "exponent (wanted ≤ 1.1)")
    return table(head, rows)


def lines() -> list[str]:
    """The section of RESULTS.md."""
    with_peers()
    sizes = [f"a row at {size:,}" for size in SIZES]
    growth_head = ("form", *sizes, "exponent (wanted ≤ 1.1)", *(f"memory at {size:,}" for size in SIZES[:2]))
    growth = [["xlsx", *grown(exports_workbooks.ours)], ["pdf", *grown(exports_papers.ours)]]
    slow = compared(exports_papers.ours, SLOW_PAPERS, MANY, 1)
    return [
        f"Attachment 4 of {MANY:,} people, 14 columns, with its whole look. “Ours takes 0.1 ×” is ten times as fast.",
        "", "### Workbook", "", *table(HEAD, compared(exports_workbooks.ours, WORKBOOKS, MANY)),
        "", "### Paper", "", *table(HEAD, [*compared(exports_papers.ours, PAPERS, MANY), *slow]),
        "", f"The last three in one round, since one takes minutes. Of {FEW:,} people, likewise:",
        "", *table(HEAD, compared(exports_papers.ours, SLOWEST_PAPERS, FEW, 1)),
        "", "### Growth", "", *table(growth_head, growth),
        "", "### From the database", "",
        "Recorded, read, opened, drawn; beside reading and opening the two sealed columns alone.",
        "", *from_the_database(),
    ]  # fmt: skip
