"""Attachment 1, the standard names of the volunteer teams: one row a unit (DOMAIN 3)."""

from collections.abc import Iterable
from typing import NamedTuple

from reports.tables import Column, Heading, Numbered, Table

LABEL = "附件1"
COLUMNS = (
    Column("序号", 6),
    Column("所属党组织", 36, align="left", wraps=True),
    Column("单位类别", 16, wraps=True),
    Column("规范名称", 44, align="left", wraps=True),
    Column("曾用名", 36, align="left", wraps=True),
    Column("备注", 22, align="left", wraps=True),
)


class UnitLine(NamedTuple):
    """One unit with the standard name of its team."""

    unit: str
    kind: str
    team: str
    former_names: str = ""
    note: str = ""


def table(heading: Heading, lines: Iterable[UnitLine]) -> Table:
    """Attachment 1 of these units, in the order given."""
    return heading.table(LABEL, COLUMNS, Numbered(lines))
