"""Which pages of a signed paper have to be printed anew when a later version was handed in (DOMAIN 8.5)."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reports.tables import Row, Table


@dataclass(frozen=True, slots=True)
class Printed:
    """A table as it lies on paper: `ends` are the numbers of the last row on each page."""

    title: str
    particulars: tuple[str, ...]
    rows: tuple[Row, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, table: Table, ends: Sequence[int]) -> "Printed":
        """The table on pages that end there; its day is left out: an earlier one makes no page wrong."""
        return cls(table.title, table.particulars[:-1], tuple(table.rows), tuple(ends))

    @property
    def pages(self) -> list[tuple[Row, ...]]:
        """The rows page by page."""
        return [self.rows[start:end] for start, end in pairwise((0, *self.ends))]

    def page_of(self, row: int) -> int:
        """The page a row stands on."""
        return bisect_left(self.ends, row) + 1


def to_reprint(paper: Printed, current: Printed) -> list[int]:
    """The pages of the current version that the paper does not have; all, when 共 x 页 would be wrong on every one."""
    if (paper.title, len(paper.ends)) != (current.title, len(current.ends)):
        return list(range(1, len(current.ends) + 1))
    pairs = zip(paper.pages, current.pages, strict=True)
    found = [number for number, (lying, wanted) in enumerate(pairs, 1) if lying != wanted]
    if paper.particulars != current.particulars and 1 not in found:
        found.insert(0, 1)
    return found
