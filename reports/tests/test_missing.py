"""Who is missing: the order, the text for the chat group, the workbook, the page."""

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, User
from reports.missing import MissingPerson, chat_text
from units.models import UnitYear
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import (
    head_count,
    on_a_roster,
    stored_account,
    stored_campaign,
    stored_contact,
    stored_person,
    stored_unit,
)
from volunteers.models import Volunteer

PAGE, XLSX = "/units/cs/missing/", "/units/cs/missing.xlsx"
NOBODY_YET: dict[str, Any] = {"status": "unregistered", "volunteer_number": ""}


def person(name: str, department: str = "", *, party: bool = False, pending: bool = False) -> MissingPerson:
    return MissingPerson(name, "学生", department, "", "", "", "", party, pending)


PEOPLE = [
    person("甲", "二班", party=True), person("乙", "一班", party=True, pending=True), person("丙"),
    person("丁", "一班"),
    person("戊", "一班", pending=True), person("王㛃", "一班"), person("己", "二班"),
]  # fmt: skip


def test_text_for_the_chat_group() -> None:
    first, *groups = chat_text(PEOPLE, "试验大学志愿服务队", date(2018, 11, 14)).split("\n")
    assert first.startswith("各位老师、同学：试验大学志愿服务队正在进行志愿者实名注册，11月14日截止。")
    assert "注册遵循自愿原则" in first
    assert groups == ["党员：甲", "未填班级/部门：丙", "一班：丁、王㛃", "二班：己"]


def test_nobody_is_asked_no_text() -> None:
    assert chat_text([person("戊", pending=True)], "队", date(2018, 11, 14)) == ""


@pytest.fixture
def unit_year(db: None) -> UnitYear:
    """Ten staff and students, six are needed: one is registered, five of the others may still register."""
    unit_year = head_count(stored_unit(stored_campaign()), staff=5, students=5, party_members=2)
    facts: list[tuple[str, dict[str, Any]]] = [
        ("注册甲", {"politics": "13"}),
        ("群众一", {**NOBODY_YET, "department": "一班"}),
        ("党员二", {**NOBODY_YET, "department": "二班", "politics": "02"}),
        ("党员一", {**NOBODY_YET, "department": "一班", "politics": "01"}),
        ("待审零", {**NOBODY_YET, "status": "pending"}),
        ("张𬭎", {**NOBODY_YET, "department": "一班", "category": "staff"}),
        ("谢绝者", {**NOBODY_YET, "status": "declined", "politics": "01"}),
        ("退休者", {**NOBODY_YET, "category": "other"}),
    ]
    for serial, (name, changes) in enumerate(facts, 1):
        stored_person(unit_year, on_a_roster(serial, name=name, **changes))
    today = timezone.localdate()
    Volunteer.objects.filter(name="待审零").update(pending_since=today - timedelta(days=7))
    Volunteer.objects.filter(name="注册甲").update(registered_on=today)
    return unit_year


@pytest.fixture
def contact(unit_year: UnitYear) -> Any:
    return visitor(stored_contact(unit_year, "contact"))


ORDER = ["党员一", "党员二", "待审零", "张𬭎", "群众一"]


def listed(answer: Any) -> list[str]:
    return [row.record.name for row in answer.context["table"].rows]


def test_page(contact: Client) -> None:
    answer = contact.get(PAGE)
    page = answer.content.decode()
    assert listed(answer) == ORDER
    for words in ("You need 5 more people", "2 party members are still to register", "verification overdue"):
        assert words in page
    assert answer.context["chat_text"].split("\n")[1:] == ["党员：党员一、党员二", "一班：张𬭎、群众一"]
    counts = answer.context["counts"]
    assert (counts.listed, counts.party, counts.pending, counts.overdue, counts.this_week) == (5, 2, 1, 1, 1)
    assert [name for name in ("谢绝者", "退休者", "注册甲") if name in page] == []
    assert answer.context["not_listed"] == 0


def test_one_class(contact: Client) -> None:
    answer = contact.get(PAGE, {"department": "一班"})
    assert listed(answer) == ["党员一", "张𬭎", "群众一"]
    assert answer.context["chat_text"].split("\n")[1:] == ["党员：党员一", "一班：张𬭎、群众一"]


def test_more_are_needed_than_are_listed(contact: Client, unit_year: UnitYear) -> None:
    head_count(unit_year, staff=15, students=5, party_members=2)
    answer = contact.get(PAGE)
    assert answer.context["not_listed"] == 6
    assert "You need 11 more people" in answer.content.decode()


@pytest.mark.parametrize(
    "staff, words", [(1, "The goal of 60% is reached"), (None, "Enter the head count, then this page says how many")]
)
def test_other_headings(contact: Client, unit_year: UnitYear, staff: int | None, words: str) -> None:
    if staff:
        head_count(unit_year, staff=staff, students=0, party_members=0)
    else:
        unit_year.staff = unit_year.students = unit_year.party_members = unit_year.counted_on = None
        unit_year.save()
    assert words in contact.get(PAGE).content.decode()


def test_the_office_gets_no_text(unit_year: UnitYear) -> None:
    answer = visitor(stored_account("reviewer", User.Role.REVIEWER)).get(PAGE)
    assert (listed(answer), answer.context["chat_text"]) == (ORDER, "")


def test_workbook_is_recorded(contact: Client, unit_year: UnitYear) -> None:
    answer = contact.get(XLSX, {"department": "一班"})
    (sheet,) = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[1] for row in cells if row[0] in ("1", "2", "3", "4")] == ["党员一", "张𬭎", "群众一"]
    text = "".join(str(cell) for row in cells for cell in row)
    number = on_a_roster(4).document_number
    assert ("请勿公开" in text, "谢绝者" in text, number in text, number[:6] in text) == (True, False, False, False)
    started, finished = AuditEntry.objects.order_by("pk")
    assert (started.action, started.object_id, started.unit) == ("export-started", str(unit_year.pk), "cs")
    assert started.detail == {
        "list": "missing", "format": "xlsx", "filter": {"department": "一班"}, "clear_numbers": False, "expected": 3,
        "lists_people": True,
        "columns": ["序号", "姓名", "人员类别", "班级/部门", "工号/学号", "政治面貌", "注册状态", "提交日期"],
    }  # fmt: skip
    assert (finished.action, finished.detail["serial"], finished.detail["count"]) == ("export-finished", started.pk, 3)


@pytest.mark.parametrize("count", [1, 3, 60])
def test_queries_do_not_grow(contact: Client, unit_year: UnitYear, count: int, django_assert_num_queries: Any) -> None:
    Volunteer.objects.all().delete()
    for serial in range(1, count + 1):
        stored_person(unit_year, on_a_roster(serial, **NOBODY_YET, department=f"{serial}班"))
    contact.get(PAGE)
    with django_assert_num_queries(10):
        contact.get(PAGE)
    with django_assert_num_queries(14):  # of these seven for the record before and after
        contact.get(XLSX)
