"""Attachment 4, the registered volunteers: one row a person (DOMAIN 3)."""

from collections.abc import Iterable
from typing import NamedTuple

from reports.tables import TOTAL, Column, Heading, Numbered, Row, Table

LABEL = "附件4"
COLUMNS = (
    Column("序号", 7),
    Column("姓名", 12, wraps=True),
    Column("性别", 6),
    Column("人员类别", 6),
    Column("工号/学号", 15),
    Column("政治面貌", 15.5, wraps=True),
    Column("证件类型", 13.5, wraps=True),
    Column("证件号码", 22),
    Column("志愿者编号", 22),
    Column("手机号码", 14),
    Column("所在志愿服务队", 32, align="left", wraps=True),
    Column("注册状态", 10),
    Column("加入日期", 12),
    Column("备注", 12, align="left", wraps=True),
)


class Person(NamedTuple):
    """One person, every cell in the words of the attachment; document numbers are masked unless asked for."""

    name: str
    sex: str
    category: str
    number: str
    politics: str
    document_type: str
    document_number: str
    volunteer_number: str
    phone: str
    team: str
    status: str
    joined_on: str
    note: str = ""

    def __repr__(self) -> str:
        """Numbers stay out of logs and tracebacks."""
        return f"<Person of {self.team}>"


def totals(count: int) -> Row:
    """The closing row, which only says how many people there are."""
    return (TOTAL, f"{count} 人", *[None] * (len(COLUMNS) - 2))


def table(heading: Heading, people: Iterable[Person]) -> Table:
    """Attachment 4 of these people, in the order given."""
    return heading.table(LABEL, COLUMNS, Numbered(people), totals)
