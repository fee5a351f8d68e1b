"""The bulletin of the office (通报): every unit's figures on one page, counts only."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from reports.comparing import Sums
from reports.quota import NO_RATE
from reports.tables import TOTAL, Column, Row, Table

LABEL = "通报"
TITLE = "{school}{year}年志愿注册工作进展情况通报"
SIGNATURE = "{office}（盖章）　　　　　　年　　　月　　　日"
PEOPLE, PARTY, TEAM = "师生注册", "党员注册", "入队"
COLUMNS = (
    Column("名次", 6),
    Column("党组织", 27, align="left", wraps=True),
    Column("进展", 13),
    Column("师生总数", 8, PEOPLE, "quantity"),
    Column("已注册", 8, PEOPLE, "quantity"),
    Column("注册率", 9, PEOPLE, "percent"),
    Column("还差", 7, PEOPLE, "quantity"),
    Column("已注册", 7, PARTY, "quantity"),
    Column("注册率", 9, PARTY, "percent"),
    Column("人数", 7, TEAM, "quantity"),
    Column("占师生", 9, TEAM, "percent"),
    Column("项目数", 7),
    Column("志愿服务队", 12),
    Column("电子版", 12),
)
PAPER = Column("纸质版", 10)


class BulletinLine(NamedTuple):
    """One unit as it is printed; figures of people are None while there is no head count."""

    rank: int | None
    unit: str
    state: str
    total: int | None
    registered: int
    rate: str
    gap: int | None
    party_registered: int
    party_rate: str
    joined: int
    joined_rate: str
    projects: str
    team: str
    submission: str
    paper: str | None = None

    @property
    def cells(self) -> Row:
        """The line as a row; what is not known is a dash, and the paper has a cell only where a ledger is kept."""
        cells = [NO_RATE if cell is None else cell for cell in self[:-1]]
        cells[0] = str(cells[0])
        return (*cells, *([] if self.paper is None else [self.paper]))


def closing_row(sums: Sums, *, with_paper: bool) -> Row:
    """The 合计 row; people of units without a head count are left out, as their rates are."""
    done = [f"{sums.done.get(measure, 0)}/{sums.units}" for measure in ("team", "submission")]
    paper = [f"{sums.done.get('paper', 0)}/{sums.units}"] if with_paper else []
    return (
        *(TOTAL, None, f"{sums.done.get('all', 0)}/{sums.units}"),
        *(sums.registered.total or 0, sums.registered.count, sums.registered.text, or_dash(sums.registered.gap)),
        *(sums.party.count, sums.party.text, sums.joined.count, sums.joined.text),
        *(str(sums.projects), *done, *paper),
    )


def or_dash(number: int | None) -> int | str:
    """A number, or the dash that stands for an unknown one."""
    return NO_RATE if number is None else number


def notes(sums: Sums) -> tuple[str, ...]:
    """What the reader has to know of the figures."""
    said = [
        "注：注册率为已注册师生占师生总数的比例，截去尾数，不四舍五入；名次按注册率排列，并列者同名次；"
        "仅列人数，不涉及个人信息。"
    ]
    if sums.is_partial:
        said.append(f"有{sums.without_count}个党组织尚未填报师生人数，不参加排名，其人数不计入合计。")
    return tuple(said)


def table(
    lines: Sequence[BulletinLine], sums: Sums, *, school: str, office: str, year: int, due: date, at: datetime
) -> Table:
    """The bulletin of these units, in the order given, on one page."""
    with_paper = any(line.paper is not None for line in lines)
    return Table(
        label=LABEL,
        title=TITLE.format(school=school, year=year),
        particulars=(
            f"发布单位：{office}",
            f"统计时间：{at.year}年{at.month}月{at.day}日{at:%H:%M}",
            f"电子版截止：{due.year}年{due.month}月{due.day}日",
        ),
        columns=(*COLUMNS, PAPER) if with_paper else COLUMNS,
        rows=[line.cells for line in lines],
        date=at.date(),
        totals=lambda count: closing_row(sums, with_paper=with_paper),
        signature=SIGNATURE.format(office=office),
        notes=notes(sums),
        is_one_page=True,
    )
