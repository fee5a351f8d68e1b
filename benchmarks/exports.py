"""Attachment 4 leaving the house: workbook and paper beside their floors and their peers."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from benchmarks import exports_papers, exports_workbooks
from benchmarks.exports_material import registered
from benchmarks.measuring import (
    ROUNDS,
    alternate,
    apart,
    exponent,
    installed,
    median,
    memory_growth,
    ratio,
    sizes,
    table,
    with_peers,
)  # fmt: skip

TITLE = "Exports"
MANY, FEW = 40_000, 3_000
SIZES = sizes(FEW, MANY, 400_000)
SLOW_ROUNDS = min(3, ROUNDS)
Draw = Callable[[exports_workbooks.People], int]


class Peer(NamedTuple):
    """What ours is compared with: what it is called, imported as, how it draws, and what was wanted of 40,000."""

    name: str
    package: str
    draw: Draw
    wanted: str
    slow: bool = False  # a round takes longer than twenty seconds
    most: int = MANY


WORKBOOKS = (
    Peer("the floor: the same XML, nothing looked at, same level", "openpyxl", exports_workbooks.floor, "≤ 1.5"),
    Peer("rustpy-xlsxwriter (Rust)", "rustpy_xlsxwriter", exports_workbooks.rustpy, "≤ 1"),
    Peer("XlsxWriter, constant memory", "xlsxwriter", exports_workbooks.xlsxwriter_constant_memory, "≤ 0.167"),
    Peer("openpyxl, write-only, shared styles", "openpyxl", exports_workbooks.openpyxl_write_only, "≤ 0.1"),
)
PAPERS = (
    Peer("the floor: content streams by hand, nothing measured", "reportlab", exports_papers.floor, "≤ 2"),
    Peer("rupdf (Rust)", "rupdf", exports_papers.rupdf, "≤ 0.5"),
    Peer("fpdf2, cell by cell", "fpdf", exports_papers.fpdf2, "≤ 0.1"),
    Peer("reportlab LongTable", "reportlab", exports_papers.long_table, "≤ 0.05", slow=True),
    Peer("typst", "typst", exports_papers.typst, "≤ 0.05", slow=True),
    Peer("WeasyPrint", "weasyprint", exports_papers.weasyprint, "≤ 0.01", slow=True, most=FEW),
)
HEAD = ("ours takes, beside", f"at {FEW:,}", f"at {MANY:,}", "wanted")


def compared(ours: Draw, peers: Iterable[Peer]) -> Iterator[list[str]]:
    """How many times as long ours takes as each of them, few people and many; a peer that is not there is named."""
    for peer in peers:
        times = [shown(ours, peer, count) for count in sizes(FEW, MANY)]
        yield [peer.name, *times, *["–"] * (2 - len(times)), f"{peer.wanted} ×"]


def shown(ours: Draw, peer: Peer, count: int) -> str:
    """How many times as long ours takes for so many people."""
    if not installed(peer.package):
        return "not installed"
    if count > peer.most:
        return "–"
    people = registered(count)
    contestants = {"ours": lambda: ours(people), "theirs": lambda: peer.draw(people)}
    seconds = alternate(contestants, SLOW_ROUNDS if peer.slow and count == peer.most else ROUNDS)
    return f"{ratio(seconds['ours'], seconds['theirs']):.3g} ×"


def grown(ours: Draw) -> list[str]:
    """Seconds a row at each size, as a multiple of the first, and the exponent."""
    people = {size: registered(size) for size in SIZES}
    seconds = alternate({str(size): lambda size=size: ours(people[size]) for size in SIZES}, min(3, ROUNDS))
    medians = [median(seconds[str(size)]) for size in SIZES]
    a_row = [took / size / (medians[0] / SIZES[0]) for took, size in zip(medians, SIZES, strict=True)]
    return [*(f"{each:.2f}" for each in a_row), f"{exponent(SIZES, medians):.2f}"]


def megabytes(ours: Draw) -> list[str]:
    """By how much drawing raises the peak of a process that has drawn nothing before."""
    people = {size: registered(size) for size in SIZES[:2]}
    return [f"{memory_growth(lambda size=size: ours(people[size])):.0f} MB" for size in people]


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
    forms = {"xlsx": exports_workbooks.ours, "pdf": exports_papers.ours}
    memory = {form: megabytes(ours) for form, ours in forms.items()}  # first, while little is in this process
    with_peers()
    rows_of = [f"a row at {size:,}" for size in SIZES]
    growth_head = ("form", *rows_of, "exponent (wanted ≤ 1.1)", *(f"memory at {size:,}" for size in SIZES[:2]))
    growth = [[form, *grown(ours), *memory[form]] for form, ours in forms.items()]
    return [
        "Attachment 4, 14 columns, with its whole look. “0.1 ×” is ten times as fast; wanted of 40,000 people.",
        "", "### Workbook", "", *table(HEAD, list(compared(exports_workbooks.ours, WORKBOOKS))),
        "", "### Paper", "", *table(HEAD, list(compared(exports_papers.ours, PAPERS))),
        "", f"LongTable and typst at {MANY:,} and WeasyPrint at {FEW:,}, where its aim is set, in three rounds: one",
        f"takes longer than twenty seconds. WeasyPrint was not asked for {MANY:,}, which would take it minutes.",
        "", "### Growth", "", *table(growth_head, growth),
        "", "In three rounds. Memory is the growth of the peak; wanted ≤ 20 MB for a workbook, ≤ 60 MB for a paper.",
        "", "### From the database", "",
        "Recorded, read, opened, drawn; beside reading and opening the two sealed columns alone.",
        "", *from_the_database(),
    ]  # fmt: skip
