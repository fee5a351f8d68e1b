"""Who of a unit is not registered yet, as a table and as a text for a chat group; who declined is not among them."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import NamedTuple

from reports.tables import TOTAL, Column, Heading, Numbered, Row, Table

PARTY = "党员"
WITHOUT_DEPARTMENT = "未填班级/部门"
COLUMNS = (
    Column("序号", 7),
    Column("姓名", 14, wraps=True),
    Column("人员类别", 10),
    Column("班级/部门", 26, align="left", wraps=True),
    Column("工号/学号", 16),
    Column("政治面貌", 20, wraps=True),
    Column("注册状态", 12),
    Column("提交日期", 12),
)


class MissingPerson(NamedTuple):
    """A person who may still register, in the words of the roster; no document, volunteer or phone number."""

    name: str
    category: str
    department: str
    number: str
    politics: str
    status: str
    pending_since: str
    is_party: bool = False
    is_pending: bool = False

    @property
    def cells(self) -> tuple[str, ...]:
        """What the table shows."""
        return self[:7]


def totals(count: int) -> Row:
    """The closing row: how many people there are."""
    return (TOTAL, f"{count} 人", *[None] * (len(COLUMNS) - 2))


def table(heading: Heading, people: Iterable[MissingPerson]) -> Table:
    """The missing people as an inner table of the unit, in the order given."""
    return heading.table("未注册名单", COLUMNS, Numbered(person.cells for person in people), totals)


def chat_text(people: Iterable[MissingPerson], team: str, last_day: date) -> str:
    """A kind text with names only, party members first, then by class; those being verified have done their part."""
    waiting = [person for person in people if not person.is_pending]
    lines = [
        f"各位老师、同学：{team}正在进行志愿者实名注册，{last_day.month}月{last_day.day}日截止。"
        "以下同志尚未注册，方便时请在“全国志愿服务信息系统”完成实名注册并加入本队；已注册的请把志愿者编号告诉联系人。"
        "注册遵循自愿原则，不愿注册的请告诉联系人，不再提醒。"
    ]
    groups = groupby(waiting, key=lambda person: PARTY if person.is_party else person.department or WITHOUT_DEPARTMENT)
    lines += [f"{group}：{'、'.join(person.name for person in members)}" for group, members in groups]
    return "\n".join(lines) if waiting else ""
