"""The team's page: what is marked after a return, two people at once, what a reviewer would notice."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from units.models import Team, UnitYear
from units.naming import stretches
from units.outbox import undo_decisions
from units.review import return_team
from volunteer_portal.tests.acts import said_at, visitor
from volunteer_portal.tests.school import (
    CHAIN,
    stored_account,
    stored_campaign,
    stored_contact,
    stored_team,
    stored_unit,
)

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
TYPED: dict[str, Any] = {
    "registered_name": "试验大学计算机学院志愿服务队", "liaison_code": "LX-01", "liaison_chain": CHAIN,
    "registration_status": "未登记的社会组织或其他组织", "contact_name": "司空联系", "contact_is_staff": "on",
    "contact_phone": "0371-67780000", "contact_email": "cs@example.com", "registered_on": "2018-11-01",
}  # fmt: skip


@pytest.fixture
def unit_year(db: None) -> UnitYear:
    return stored_unit(stored_campaign())


@pytest.fixture
def contact(unit_year: UnitYear) -> Any:
    return visitor(stored_contact(unit_year, "contact"))


def send(contact: Client, **typed: Any) -> Any:
    return contact.post(reverse("team", args=["cs"]), {**TYPED, **typed})


def marked(page: Any) -> list[str]:
    fields = page.context["form"].fields
    return [name for name in Team.FACTS if "is-returned" in fields[name].widget.attrs.get("class", "")]


def test_the_returned_fields_are_marked_until_it_is_filed_again(unit_year: UnitYear, contact: Client) -> None:
    reviewer, team = stored_account("reviewer", "reviewer"), stored_team(unit_year, "filed")
    fields = ["contact_phone", "registered_name"]
    return_team(team, version=1, reason="名称与电话有误", fields=fields, by=reviewer, at=AT)
    page = contact.get(reverse("team", args=["cs"]))
    assert marked(page) == ["registered_name", "contact_phone"]
    assert "名称与电话有误" in page.content.decode()
    undo_decisions([team.reviews.get(decision="returned").pk], by=reviewer, at=AT)
    assert marked(contact.get(reverse("team", args=["cs"]))) == []
    return_team(team, version=1, reason="名称有误", fields=fields[1:], by=reviewer, at=AT)
    assert marked(contact.get(reverse("team", args=["cs"]))) == ["registered_name"]
    send(contact, seen=1)
    assert (Team.objects.get().state, marked(contact.get(reverse("team", args=["cs"])))) == ("filed", [])


def test_the_contact_has_to_be_staff(contact: Client) -> None:
    answer = contact.post(
        reverse("team", args=["cs"]), {key: fact for key, fact in TYPED.items() if key != "contact_is_staff"}
    )
    assert (said_at(answer), Team.objects.exists()) == ({"contact_is_staff": ["required"]}, False)


def test_two_people_file_at_once(unit_year: UnitYear, contact: Client) -> None:
    send(contact, seen=0, liaison_code="FIRST-1")
    answer = send(contact, seen=0, liaison_code="SECOND-2")
    assert (answer.status_code, said_at(answer)) == (409, {"__all__": ["team-changed"]})
    text = answer.content.decode()
    assert ("SECOND-2" in text, "Filed meanwhile: FIRST-1" in text, text.count("Filed meanwhile")) == (True, True, 1)
    assert Team.objects.get().liaison_code == "FIRST-1"
    send(contact, seen=answer.context["form"]["seen"].value(), liaison_code="SECOND-2")
    assert (Team.objects.get().liaison_code, Team.objects.get().version) == ("SECOND-2", 2)


def test_the_same_form_twice_is_filed_once(contact: Client) -> None:
    assert [send(contact, seen=0).status_code for _click in range(2)] == [302, 302]
    assert (Team.objects.get().version, Team.objects.get().reviews.count()) == (1, 1)


def test_what_a_reviewer_would_notice_is_said_at_once(unit_year: UnitYear, contact: Client) -> None:
    due = unit_year.campaign.electronic_due_on
    typed = {
        "registered_name": "试验大学计算机学院志愿者服务队",
        "renamed_on": due.isoformat(),
        "registered_on": "2018-11-01",
    }
    page = contact.post(reverse("team", args=["cs"]), {**TYPED, **typed, "seen": 0}, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["success", "warning", "warning"]
    assert [found.code for found in Team.objects.get().findings] == ["registered-name-look-alike", "team-renamed-late"]


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({}, []),
        ({"contact_is_staff": False}, ["team-contact-not-staff"]),
        ({"contact_phone": ""}, ["team-contact-incomplete"]),
        ({"liaison_chain": "别的"}, ["team-chain-differs"]),
        ({"registration_status": "社团"}, ["team-status-differs"]),
        ({"registered_name": "别的志愿服务队"}, ["registered-name-differs"]),
        ({"renamed_on": date(2099, 1, 1)}, ["team-renamed-late"]),
    ],
)
def test_findings(unit_year: UnitYear, facts: dict[str, Any], codes: list[str]) -> None:
    assert [found.code for found in stored_team(unit_year, "filed", **facts).findings] == codes


@pytest.mark.parametrize(
    ("found", "parts", "shown"),
    [
        ("文学院志愿服务队", [("文学院志愿服务队", "文学院志愿服务队", True)], ["文学院志愿服务队"]),
        (
            "文 学院志愿者服务队",
            [("文", "文", True), ("", " ", False), ("学院志愿", "学院志愿", True),
             ("", "者", False), ("服务队", "服务队", True)],
            ["文", "␣", "学院志愿", "者", "服务队"],
        ),
        ("Ａ学院", [("文", "Ａ", False), ("学院", "学院", True), ("志愿服务队", "", False)],
         ["Ａ‹U+FF21›", "学院", ""]),
    ],
)  # fmt: skip
def test_names_side_by_side(found: str, parts: list[tuple[str, str, bool]], shown: list[str]) -> None:
    cut = stretches("文学院志愿服务队", found)
    assert [(part.expected, part.found, part.is_same) for part in cut] == parts
    assert [part.shown for part in cut] == shown
