"""The school's projects as one table, to be drawn as a workbook (DOMAIN 4)."""

from collections.abc import Iterable
from typing import NamedTuple

from reports.tables import Column, Heading, Numbered, Table

LABEL = "志愿服务项目"
COLUMNS = (
    Column("序号", 5),
    Column("所属党组织", 24, align="left", wraps=True),
    Column("项目名称", 30, align="left", wraps=True),
    Column("状态", 8),
    Column("服务类别", 20, wraps=True),
    Column("服务对象", 18, wraps=True),
    Column("项目时间", 24, wraps=True),
    Column("服务地点", 18, align="left", wraps=True),
    Column("招募人数", 9, kind="quantity"),
    Column("联系人", 10, wraps=True),
    Column("手机", 14),
    Column("项目编号", 18, wraps=True),
)


class ProjectLine(NamedTuple):
    """One project, every cell in official words."""

    unit: str
    name: str
    state: str
    categories: str
    audiences: str
    period: str
    place: str
    places_offered: int
    contact: str
    phone: str
    number: str


def table(heading: Heading, lines: Iterable[ProjectLine]) -> Table:
    """The projects in the order given."""
    return heading.table(LABEL, COLUMNS, Numbered(lines))
