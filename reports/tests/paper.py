"""Synthetic people, teams and units on paper, for the tests of the attachments."""

from collections.abc import Iterator
from datetime import date

from reports import attachment1, attachment3, attachment4
from reports.tables import Column, Heading, Row, Table

TEAM = "示例大学信息工程学院志愿服务队"
RARE_NAMES = ["王𬭎", "李㛃", "䶮琳", "𡐓文", "张𠅤", "刘𫖯", "𬱖明", "陈𬍛", "𪚥龙", "阿卜杜热合曼·麦麦提艾力"]


def heading(title: str = "志愿者注册信息汇总表", **changes: object) -> Heading:
    """The head of a unit's attachment."""
    values: dict[str, object] = {
        "title": f"示例大学2018年{title}",
        "unit": "信息工程学院党委",
        "date": date(2018, 11, 14),
        "filled_by": "张伟",
        "phone": "13800000000",
        "notes": ("注：本表一式两份。",),
    }
    return Heading(**{**values, **changes})  # type: ignore[arg-type]


def person(number: int = 1, name: str = "王芳", note: str = "") -> attachment4.Person:
    """A volunteer whose numbers are all different from everybody else's."""
    return attachment4.Person(
        name=name,
        sex="女",
        category="学生",
        number=f"2018{number:08d}",
        politics="中国共产党预备党员",
        document_type="居民身份证",
        document_number=f"41010519990101{number % 10000:04d}",
        volunteer_number=f"V4101051811{number:06d}A",
        phone=f"138{number:08d}",
        team=TEAM,
        status="已入队",
        joined_on="2018-11-12",
        note=note,
    )


def people(count: int) -> Iterator[attachment4.Person]:
    """So many volunteers, one after the other."""
    return (person(number) for number in range(1, count + 1))


def team_line(**changes: object) -> attachment3.TeamLine:
    """The line of a unit with 200 people, 120 of them registered."""
    line = attachment3.TeamLine(
        unit="信息工程学院党委",
        team=TEAM,
        liaison_code="410000180001",
        parent="省直志愿服务总队",
        contact="李强",
        phone="13900000001",
        email="liqiang@example.edu.cn",
        registered_on="2018-11-10",
        state="已审",
        staff=50,
        students=150,
        people=200,
        party_members=30,
        registered=120,
        rate="60.0%",
        joined=110,
        party_registered=30,
        party_rate="100.0%",
        projects=4,
        note="",
    )
    return line._replace(**changes)  # type: ignore[arg-type]


def unit_line() -> attachment1.UnitLine:
    """One line of Attachment 1."""
    return attachment1.UnitLine("信息工程学院党委", "学院", TEAM, "计算机系青年志愿者协会", "")


def small_table(*rows: Row, **changes: object) -> Table:
    """A table of two texts and a quantity with these rows."""
    values: dict[str, object] = {
        "label": "附件9",
        "title": "示例表",
        "particulars": ("填报单位（盖章）：示例", "填报人：张伟"),
        "columns": (Column("姓名", 20, wraps=True), Column("编号", 20, "号码"), Column("人数", 20, "号码", "quantity")),
        "rows": rows,
        "date": date(2018, 11, 14),
    }
    return Table(**{**values, **changes})  # type: ignore[arg-type]
