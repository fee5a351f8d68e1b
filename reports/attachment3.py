"""Attachment 3, the registration of the volunteer teams: one row a team (DOMAIN 3)."""

from collections.abc import Iterable
from typing import NamedTuple

from reports.quota import NO_RATE, Quota
from reports.tables import TOTAL, Cell, Column, Heading, Numbered, Row, Table

LABEL = "附件3"
CONTACT = "教工联系人"
HEAD_COUNT = "师生总数"
COLUMNS = (
    Column("序号", 4),
    Column("所属党组织", 18, align="left", wraps=True),
    Column("志愿服务队规范名称", 22, align="left", wraps=True),
    Column("队伍联络编号", 15, wraps=True),
    Column("上级联络组织", 19, align="left", wraps=True),
    Column("姓名", 8, CONTACT, wraps=True),
    Column("手机", 14, CONTACT),
    Column("邮箱", 15, CONTACT, wraps=True),
    Column("注册/更名日期", 12),
    Column("审核状态", 7),
    Column("教工", 6, HEAD_COUNT, "quantity"),
    Column("学生", 7, HEAD_COUNT, "quantity"),
    Column("合计", 7, HEAD_COUNT, "quantity"),
    Column("党员总数", 6, kind="quantity"),
    Column("已注册人数", 7, kind="quantity"),
    Column("注册率", 8, kind="percent"),
    Column("已入队人数", 7, kind="quantity"),
    Column("党员已注册数", 7, kind="quantity"),
    Column("党员注册率", 8, kind="percent"),
    Column("项目数", 5, kind="quantity"),
    Column("备注", 10, align="left", wraps=True),
)


class TeamLine(NamedTuple):
    """One team with its unit's figures; head counts are None while nobody has given them."""

    unit: str
    team: str
    liaison_code: str
    parent: str
    contact: str
    phone: str
    email: str
    registered_on: str
    state: str
    staff: int | None
    students: int | None
    people: int | None
    party_members: int | None
    registered: int
    rate: str
    joined: int
    party_registered: int
    party_rate: str
    projects: int
    note: str = ""

    def __repr__(self) -> str:
        """Phone and mailbox stay out of logs and tracebacks."""
        return f"<TeamLine of {self.unit}>"


def cells(line: TeamLine) -> tuple[str | int, ...]:
    """The line as it is printed: a head count nobody gave is a dash, never a nought."""
    return tuple(NO_RATE if cell is None else cell for cell in line)


def total_rate(counts: list[int], totals: list[int | None]) -> str:
    """The rate of all lines together, truncated; a dash while one line has no total."""
    if None in totals:
        return NO_RATE
    return Quota(sum(counts), sum(total or 0 for total in totals), 100).text


def total(counts: list[int | None]) -> Cell:
    """The sum of what was given; a dash when there are lines and none gave anything."""
    given = [count for count in counts if count is not None]
    return sum(given) if given or not counts else NO_RATE


def closing_row(lines: list[TeamLine]) -> Row:
    """The 合计 row: the sum of every quantity, the two rates anew from the sums."""
    return (
        *(TOTAL, *[None] * 9),
        total([line.staff for line in lines]),
        total([line.students for line in lines]),
        total([line.people for line in lines]),
        total([line.party_members for line in lines]),
        total([line.registered for line in lines]),
        total_rate([line.registered for line in lines], [line.people for line in lines]),
        total([line.joined for line in lines]),
        total([line.party_registered for line in lines]),
        total_rate([line.party_registered for line in lines], [line.party_members for line in lines]),
        total([line.projects for line in lines]),
        "",
    )


def table(heading: Heading, lines: Iterable[TeamLine]) -> Table:
    """Attachment 3 of these teams, in the order given."""
    lines = list(lines)
    closing = closing_row(lines)
    return heading.table(LABEL, COLUMNS, Numbered([cells(line) for line in lines]), lambda count: closing)
