"""The attachment that is measured: synthetic people in the words of Attachment 4."""

from collections.abc import Iterable
from datetime import date
from random import Random

from reports import attachment4
from reports.tables import Heading, Table
from volunteer_portal.demo.people import people
from volunteers.roster.words import CATEGORIES, DOCUMENTS, POLITICS

TEAM = "试验大学计算机学院志愿服务队"


def registered(count: int) -> list[attachment4.Person]:
    """So many people, every second of them in the team."""
    return [
        attachment4.Person(
            name=person.name,
            sex=person.sex,
            category=CATEGORIES.label(person.category),
            number=person.school_number,
            politics=POLITICS.label(person.politics),
            document_type=DOCUMENTS.label(person.document_type),
            document_number=person.document_number,
            volunteer_number=person.volunteer_number,
            phone=person.phone,
            team=TEAM,
            status="已入队" if place % 2 else "已注册",
            joined_on="2018-11-12" if place % 2 else "",
            note="在外实习" if place % 20 == 0 else "",
        )
        for place, person in enumerate(people(Random(7), 1, count, has_students=True))  # noqa: S311 – the same people every time
    ]


def attachment(people: Iterable[attachment4.Person]) -> Table:
    """Attachment 4 of these people."""
    day = date(2018, 11, 14)
    heading = Heading("试验大学2018年志愿者注册信息汇总表", "计算机学院党委", day, "司空联系", "0371-67780000")
    return attachment4.table(heading, people)
