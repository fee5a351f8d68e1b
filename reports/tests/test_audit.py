"""The record of acts: every act has its word, the page finds, the workbook says the same."""

import ast
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from accounts.audit import record
from accounts.models import AuditEntry, User
from reports.trail import ACTS, COLUMNS, DETAILS
from reports.trail_listing import Words
from volunteer_portal.tests.acts import entry, leafed, manage, recorded, visitor
from volunteer_portal.tests.house_rules import ours
from volunteer_portal.tests.school import School, stored_account, two_units
from volunteer_portal.tests.source_tree import stored_tree

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
BEHIND = frozenset({"unit", "reason", "by", "at"})


def calls() -> list[ast.Call]:
    """Every place where something is recorded."""
    nodes = (node for source in ours(stored_tree()) for node in source.nodes if isinstance(node, ast.Call))
    return [node for node in nodes if isinstance(node.func, ast.Name) and node.func.id == "record"]


def acts_of(node: ast.expr) -> list[str]:
    """The acts an expression may stand for, as patterns; nothing where only a run tells."""
    if isinstance(node, ast.Constant):
        return [re.escape(str(node.value))]
    if isinstance(node, ast.IfExp):
        return acts_of(node.body) + acts_of(node.orelse)
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(part.value) if isinstance(part, ast.Constant) else ".+" for part in node.values)]
    return []


def test_every_act_and_every_detail_has_a_word() -> None:
    found = calls()
    assert len(found) > 40
    patterns = {pattern for call in found for pattern in acts_of(call.args[0])}
    assert [pattern for pattern in sorted(patterns) if not any(re.fullmatch(pattern, act) for act in ACTS)] == []
    keys = {word.arg for call in found for word in call.keywords if word.arg} - BEHIND
    assert sorted(keys - set(DETAILS)) == []


@pytest.fixture
def school(db: None) -> School:
    """Two units, with some entries more."""
    school = two_units()
    person = school.ours.unit_year.volunteers.order_by("pk")[0]
    record("numbers-revealed", person, unit="cs", reason="核对=1\x07", by=school.accounts["contact"], at=AT)
    record("volunteer-edited", person, unit="cs", by=school.accounts["contact"], at=AT, fields=["name", "status"])
    record("team-approved", school.theirs.team, unit="law", by=school.accounts["reviewer"], at=AT, version=2)
    record("export-started", school.campaign, by=None, at=AT, attachment=4, clear_numbers=True, format="pdf")
    return school


def rows_of(response: Any) -> list[tuple[str, str, str, str, str]]:
    """Account, act, unit, reason and details of the lines shown."""
    return [(line.account, line.act, line.unit, line.reason, line.details) for line in response.context["lines"]]


REVEALED = ("用户cs-contact", "complete numbers looked at", "计算机学院党委", "核对=1 ", "")
EDITED = ("用户cs-contact", "person changed", "计算机学院党委", "", "fields full name、status")
APPROVED = ("用户reviewer", "team approved", "法学院党委", "", "version 2")
EXPORTED = ("on the server", "download begun", "", "", "attachment 4；complete numbers yes；file pdf")


def test_a_list_of_some_people_says_of_whom(school: School) -> None:
    """What a list was narrowed to is several facts in one."""
    client = visitor(school.accounts["administrator"])
    assert client.get("/units/cs/missing.xlsx?category=student").status_code == 200
    details = {line.act: line.details for line in client.get("/audit/?unit=cs").context["lines"]}
    told = dict(fact.partition(" ")[::2] for fact in details["download begun"].split("；"))
    assert (told["filter"], told["list"]) == ("category 学生", "missing")


SHAPES = [None, True, 0, "一班", [], ["一班", None], [["一班"]], {}, {"category": "student"}, [{"of": {"whom": None}}]]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", ["units.unityear", "volunteers.volunteer", "gone.model"])
def test_whatever_is_recorded_can_be_read(school: School, kind: str, shape: Any) -> None:
    """The record is never changed: an entry that breaks its page would break it for good."""
    said = Words().detail(AuditEntry(object_type=kind, detail=dict.fromkeys([*DETAILS, "else"], shape)))
    assert ("None" in said, "{" in said) == (False, False)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("until=2018-11-09", [EXPORTED, APPROVED, EDITED, REVEALED]),
        ("until=2018-11-08", []),
        ("until=2018-11-09&unit=law", [APPROVED]),
        ("action=numbers-revealed", [REVEALED]),
        ("object_type=units.team&until=2018-11-09", [APPROVED]),
        ("object_type=volunteers.volunteer&object_id={person}", [EDITED, REVEALED]),
        ("by={reviewer}", [APPROVED]),
    ],
)
def test_the_page_finds(school: School, question: str, found: list[tuple[str, ...]]) -> None:
    person, reviewer = AuditEntry.objects.get(action="numbers-revealed").object_id, school.accounts["reviewer"].pk
    asked = question.format(person=person, reviewer=reviewer)
    assert rows_of(visitor(school.accounts["administrator"]).get(f"/audit/?{asked}")) == found


NIGHT = datetime(2018, 11, 9, 16, tzinfo=UTC)  # midnight in Shanghai


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("since=2018-11-09&until=2018-11-09", [NIGHT - MOMENT]),
        ("since=2018-11-10&until=2018-11-10", [NIGHT]),
        ("since=2018-11-09&until=2018-11-10", [NIGHT, NIGHT - MOMENT]),
        ("until=2018-11-08", []),
    ],
)
def test_a_day_is_one_of_the_office(db: None, question: str, found: list[datetime]) -> None:
    administrator = stored_account("administrator", User.Role.ADMINISTRATOR)
    for at in (NIGHT - MOMENT, NIGHT):
        record("auth-ok", administrator, by=administrator, at=at)
    page = visitor(administrator).get(f"/audit/?{question}")
    assert [entry.at for entry in page.context["shown"].rows] == found


def test_a_download_without_an_end_is_found(school: School) -> None:
    page = visitor(school.accounts["administrator"])
    for number in (1, 4):
        assert page.get(f"/units/cs/attachments/{number}.xlsx").status_code == 200
    broken = record("export-started", school.campaign, by=school.accounts["reviewer"], at=AT, attachment=4, expected=10)
    found = page.get("/audit/?unfinished=on").context["shown"].rows
    without_account = AuditEntry.objects.get(at=AT, action="export-started", by=None)
    assert [entry.pk for entry in found] == [broken.pk, without_account.pk]


@pytest.mark.parametrize(
    "question",
    [
        "since=never", "since=0001-01-01", "until=9999-12-31", "by=9999999", "action=%00", "unit=nobody", "page=x",
        "page=99999",
    ],
)  # fmt: skip
def test_odd_questions_are_answered(school: School, question: str) -> None:
    assert visitor(school.accounts["administrator"]).get(f"/audit/?{question}").status_code == 200


def test_page_by_page_no_entry_is_left_out_and_the_filter_stays(school: School) -> None:
    for version in range(250):
        record("team-filed", school.ours.team, unit="cs", by=school.accounts["contact"], at=AT, version=version)
    record("team-filed", school.theirs.team, unit="law", by=school.accounts["reviewer"], at=AT)
    client = visitor(school.accounts["administrator"])
    answers = leafed(client, "/audit/?unit=cs&action=team-filed")
    pages = [[entry.detail["version"] for entry in answer.context["shown"].rows] for answer in answers]
    assert pages == [[*range(249, 149, -1)], [*range(149, 49, -1)], [*range(49, -1, -1)]]
    last = answers[-1].request
    back = leafed(client, f"{last['PATH_INFO']}?{last['QUERY_STRING']}", "prev")
    assert [[entry.detail["version"] for entry in answer.context["shown"].rows] for answer in back] == pages[::-1]


def test_the_workbook_says_what_the_page_shows(school: School) -> None:
    administrator = school.accounts["administrator"]
    answer = visitor(administrator).get("/audit.xlsx?until=2018-11-09&page=7&unit=law")
    begun, ended = recorded()[-2:]
    what: dict[str, Any] = {"list": "record", "format": "xlsx", "fields": ["unit", "until"], "expected": 1}
    columns = [column.title for column in COLUMNS]
    facts: dict[str, Any] = {"columns": columns, "clear_numbers": False, "lists_people": False}
    assert begun == entry("export-started", school.campaign, by=administrator, at=begun["at"], **what, **facts)
    assert (ended["action"], ended["detail"]["count"]) == ("export-finished", 1)
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=5)]
    assert rows[0][1:6] == ["时间", "账号", "角色", "操作", "对象"]
    assert rows[1][:5] == ["1", "2018-11-09 09:02:03", "用户reviewer", "校文明办审核员", "志愿服务队审核通过"]
    assert {cell.data_type for row in sheet.iter_rows(min_row=5, max_row=5) for cell in row} <= {"s", "n"}


def test_an_auditor_reads_the_record_and_takes_it_along(school: School) -> None:
    """It is the start page, there is nothing to search in, and taking the record along is on record."""
    auditor = school.accounts["auditor"]
    client = visitor(auditor)
    assert client.get("/")["Location"] == "/audit/"
    page = client.get("/audit/?until=2018-11-09")
    assert rows_of(page) == [EXPORTED, APPROVED, EDITED, REVEALED]
    links = set(re.findall(r'href="(/(?!static/)[^"#?]*)', page.content.decode()))
    assert links == {"/", "/audit/", "/audit.xlsx", "/help/", "/account/security/", "/notice/"}
    found = {link: client.get(link).status_code for link in links}
    assert found == dict.fromkeys(links, 200) | {"/": 302, "/help/": 302}
    assert "head-search" not in page.content.decode()
    assert [(each["action"], each["by"]) for each in recorded()[-2:]] == [
        ("export-started", auditor.pk),
        ("export-finished", auditor.pk),
    ]


def test_a_contact_who_becomes_an_auditor_sees_the_unit_no_more(school: School) -> None:
    User.objects.filter(pk=school.ours.contact.pk).update(role=User.Role.AUDITOR)
    client = visitor(User.objects.get(pk=school.ours.contact.pk))
    addresses = ("/units/cs/", "/units/cs/volunteers/", "/units/cs/attachments/4.xlsx", "/search/", "/board/")
    assert [client.get(address).status_code for address in addresses] == [403] * 5


def test_the_command_names_what_was_edited(school: School) -> None:
    done = manage("verify_audit", "--json")
    assert (done.code, done.json) == (0, {"entries": 6, "sealed": 0, "unsealed": 6})


@pytest.mark.parametrize("count", [1, 30])
def test_the_same_queries_for_any_number(school: School, count: int, django_assert_num_queries: Any) -> None:
    for _number in range(count):
        record("team-filed", school.ours.team, unit="cs", by=school.accounts["contact"], at=AT)
    client = visitor(school.accounts["administrator"])
    with django_assert_num_queries(10):
        client.get("/audit/")
