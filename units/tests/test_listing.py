"""Attachment 1 in the office's hand: the list, one line, a file with preview, a question about a head count."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from campaigns.models import Campaign
from units.head_counts import ask_about_head_count, confirm_head_count, set_head_count
from units.listing import change_line
from units.models import UnitYear
from volunteer_portal.tests.acts import entry, recorded, said_at, visitor
from volunteer_portal.tests.school import head_count, stored_account, stored_campaign, stored_contact, stored_unit

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
LINE = {
    "position": "2", "name": "法学院党委", "short_names": "法学院、法律系", "kind": "committee", "is_college": "on",
    "has_students": "on", "standard_name": "试验大学法律学院志愿服务队", "former_name": "试验大学法学院志愿服务队",
    "remark": "",
}  # fmt: skip
FILE = """所属党组织,规范名称,单位代码
法学院党委,试验大学法律学院志愿服务队,law
文学院党委,试验大学文学院志愿者服务队,lit
医学院党委,试验大学医学院志愿服务队,med
"""


@pytest.fixture
def campaign(db: None) -> Campaign:
    campaign = stored_campaign()
    stored_unit(campaign, "cs", "计算机学院")
    stored_unit(campaign, "law", "法学院", position=2)
    return campaign


@pytest.fixture
def reviewer(db: None) -> User:
    return stored_account("reviewer", User.Role.REVIEWER)


@pytest.fixture
def office(reviewer: User) -> Any:
    return visitor(reviewer)


def law() -> UnitYear:
    return UnitYear.objects.get(unit__code="law")


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def upload(office: Client, content: str) -> Any:
    return office.post(reverse("units_import"), {"file": SimpleUploadedFile("附件1.csv", content.encode())})


def test_change_line(campaign: Campaign, reviewer: User) -> None:
    facts = {"standard_name": "试验大学法律学院志愿服务队", "remark": "更名", "name": "法学院党委"}
    changed = change_line(law(), facts=facts, by=reviewer, at=AT)
    assert (law().standard_name, law().remark) == ("试验大学法律学院志愿服务队", "更名")
    fields = ["remark", "standard_name"]
    assert recorded() == [entry("unit-changed", changed, unit="law", by=reviewer, at=AT, fields=fields)]


@pytest.mark.parametrize("facts", [{"standard_name": "试验大学计算机学院志愿服务队"}, {"name": ""}])
def test_a_line_that_cannot_be(campaign: Campaign, reviewer: User, facts: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        change_line(law(), facts=facts, by=reviewer, at=AT)
    assert (law().name, recorded()) == ("法学院党委", [])


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_list(db: None, office: Client, django_assert_num_queries: Any, count: int) -> None:
    campaign = stored_campaign()
    for number in range(count):
        stored_unit(campaign, f"u{number}", f"第{number}学院", position=number)
    with django_assert_num_queries(4):
        page = office.get(reverse("unit_list"))
    assert [unit.unit.code for unit in page.context["units"]] == [f"u{number}" for number in range(count)]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("试验大学法律学院志愿服务队", []),
        ("试验大学法律学院志愿者服务队", ["standard-name-slip"]),
        ("试验大学法律学院　志愿服务队", ["standard-name-space"]),
        ("试验大学计算机学院志愿服务队", ["standard-name-taken"]),
        ("Law", ["standard-name-not-chinese", "standard-name-ending"]),
    ],
)
def test_the_page_of_a_line(campaign: Campaign, office: Client, name: str, codes: list[str]) -> None:
    answer = office.post(reverse("unit_edit", args=["law"]), {**LINE, "standard_name": name})
    if codes:
        assert (said_at(answer), law().standard_name) == ({"standard_name": codes}, "试验大学法学院志愿服务队")
    else:
        assert (answer.status_code, law().standard_name, law().known_as) == (
            302, name, ["law", "法学院党委", "法学院", "法律系"],
        )  # fmt: skip


def test_a_look_alike_is_stored_with_a_warning(campaign: Campaign, office: Client) -> None:
    stored_unit(campaign, "a", "A区", standard_name="A区学院志愿服务队")
    answer = office.post(
        reverse("unit_edit", args=["law"]), {**LINE, "standard_name": "a区学院志愿服务队"}, follow=True
    )
    assert (law().standard_name, len(said(answer))) == ("a区学院志愿服务队", 2)
    assert "looks the same" in said(answer)[1]


def test_a_file_is_shown_before_it_is_stored(campaign: Campaign, office: Client) -> None:
    shown = upload(office, FILE)
    assert [number for _label, number in shown.context["counts"]] == [3, 1, 1, 0, 1, 1]
    assert [(row["row"], row["code"]) for row in shown.context["problems"]] == [(3, "standard-name-slip")]
    assert (UnitYear.objects.count(), recorded()) == (2, [])
    answer = office.post(reverse("units_import"), {"staged": shown.context["staged"]}, follow=True)
    assert said(answer) == ["Attachment 1 is stored: 1 new units, 1 changed."]
    assert list(UnitYear.objects.order_by("position").values_list("unit__code", "standard_name")) == [
        ("cs", "试验大学计算机学院志愿服务队"),
        ("law", "试验大学法律学院志愿服务队"),
        ("med", "试验大学医学院志愿服务队"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "codes"),
    [("", ["file-empty"]), ("姓名,电话\n张三,1\n", ["text-header-missing"])],
    ids=["empty", "another table"],
)
def test_a_file_that_is_no_list_of_units(campaign: Campaign, office: Client, content: str, codes: list[str]) -> None:
    answer = upload(office, content)
    assert (said_at(answer), recorded()) == ({"file": codes}, [])


def test_a_tampered_preview_stores_nothing(campaign: Campaign, office: Client) -> None:
    answer = office.post(reverse("units_import"), {"staged": upload(office, FILE).context["staged"][:-2]}, follow=True)
    assert (len(said(answer)), UnitYear.objects.count(), recorded()) == (1, 2, [])


def test_nothing_new_offers_nothing_to_store(campaign: Campaign, office: Client) -> None:
    shown = upload(office, "所属党组织,规范名称\n法学院党委,试验大学法学院志愿服务队\n")
    assert (shown.context["staged"], 'name="staged"' in shown.content.decode()) == ("", False)


def test_a_question_stands_until_new_numbers_are_stored(campaign: Campaign, office: Client, reviewer: User) -> None:
    unit_year = head_count(law())
    contact = visitor(stored_contact(unit_year, "contact"))
    confirm_head_count(unit_year, seen="2/3/1", by=reviewer, at=AT)
    office.post(reverse("head_count_ask", args=["law"]), {"question": " 含非全日制学生吗？ "})
    assert (law().count_question, law().count_confirmed_at) == ("含非全日制学生吗？", None)
    for route in ("head_count", "my_unit"):
        assert "含非全日制学生吗？" in contact.get(reverse(route, args=["law"])).content.decode()
    numbers: dict[str, Any] = {
        "staff": 2,
        "students": 4,
        "party_members": 1,
        "counted_on": AT.date(),
        "source": "学生处",
    }
    set_head_count(law(), **numbers, by=None, at=AT)
    assert (law().count_question, law().total) == ("", 6)


def test_a_question_about_no_numbers(campaign: Campaign, reviewer: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        ask_about_head_count(law(), question="多少？", by=reviewer, at=AT)
    assert (refusal.value.code, recorded()) == ("head-count-missing", [])


def test_a_confirmation_ends_the_question(campaign: Campaign, reviewer: User) -> None:
    unit_year = head_count(law())
    asked = ask_about_head_count(unit_year, question="多少？", by=reviewer, at=AT)
    assert recorded() == [entry("head-count-questioned", asked, unit="law", reason="多少？", by=reviewer, at=AT)]
    confirm_head_count(law(), seen="2/3/1", by=reviewer, at=AT)
    assert (law().count_question, law().count_confirmed_by) == ("", reviewer)
