"""The reviewer's page: lanes, what a new filing shows, acts with and without JavaScript, a colleague's decisions."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from campaigns.models import Campaign
from units.filing import file_team
from units.models import HELD, Team, TeamReview
from units.outbox import undo_decisions
from units.review import approve_team, return_team
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import stored_account, stored_campaign, stored_team, stored_unit

AT = datetime(2018, 11, 14, 1, 2, 3, tzinfo=UTC)
BY_HTMX = {"HX-Request": "true"}


@pytest.fixture
def campaign(db: None) -> Campaign:
    return stored_campaign()


@pytest.fixture
def reviewer(db: None) -> User:
    return stored_account("reviewer", User.Role.REVIEWER, name="王审核")


@pytest.fixture
def office(reviewer: User) -> Any:
    return visitor(reviewer)


def add(campaign: Campaign, code: str, position: int, state: str = "filed", **facts: Any) -> Team:
    return stored_team(stored_unit(campaign, code, f"{code}学院", position=position), state, **facts)


def five_lanes(campaign: Campaign) -> None:
    add(campaign, "clean", 1)
    add(campaign, "look", 2, registered_name="试验大学look学院志愿者服务队")
    add(campaign, "back", 3, "returned")
    add(campaign, "good", 4, "approved")
    add(campaign, "draft", 5, "draft")
    stored_unit(campaign, "none", "none学院", position=6)


def lanes(response: Any) -> dict[str, list[str]]:
    return {str(lane): [row.unit_year.unit.code for row in rows] for lane, rows in response.context["lanes"]}


def stamps(response: Any) -> str:
    """What the page says of its rows when it asks; an answer that brings rows brings its own."""
    (found,) = re.findall(r'name="stamp" id="stamp" value="([^"]+)"', response.content.decode())
    return str(found)


def moved(response: Any) -> list[tuple[str, str, bool]]:
    """Which rows an answer brings, into which lane, and whether they stay in it."""
    return [(row.unit_year.unit.code, str(row.lane), stays) for row, stays in response.context["moved"]]


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def decide(office: Client, team: Team, decision: str, stamp: str, **chosen: Any) -> Any:
    address = reverse("cockpit_decide", args=[team.unit_year.unit.code])
    data = {"version": team.version, "decision": decision, "stamp": stamp, **chosen}
    return office.post(address, data, headers=BY_HTMX)


def test_every_unit_stands_in_one_lane(campaign: Campaign, office: Client) -> None:
    five_lanes(campaign)
    page = office.get(reverse("cockpit"))
    assert lanes(page) == {
        "clean": ["clean"], "look": ["look"], "returned": ["back"], "not-filed": ["draft", "none"],
        "approved": ["good"],
    }  # fmt: skip
    assert page.context["waiting"] == 2
    assert "<mark>者</mark>" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_same_queries_for_any_number_of_units(
    campaign: Campaign, office: Client, reviewer: User, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        team = add(campaign, f"u{number}", number, registered_name="别的名字志愿服务队" if number % 2 else "")
        return_team(team, version=1, reason="不符", fields=["registered_name"], by=reviewer, at=AT)
        file_team(
            team.unit_year, facts={name: getattr(team, name) for name in Team.FACTS}, by=None, at=AT
        ) if number % 2 else None
    with django_assert_num_queries(6):
        page = office.get(reverse("cockpit"))
    with django_assert_num_queries(6):
        office.get(reverse("cockpit_changes"), {"stamp": stamps(page)}, headers=BY_HTMX)


def test_a_new_filing_shows_only_what_changed_since_the_decision(
    campaign: Campaign, office: Client, reviewer: User
) -> None:
    team = add(campaign, "cs", 1, liaison_code="OLD-1")
    return_team(team, version=1, reason="队伍联络编号有误", fields=["liaison_code"], by=reviewer, at=AT)
    facts = {name: getattr(team, name) for name in Team.FACTS}
    file_team(team.unit_year, facts=facts | {"liaison_code": "NEW-2"}, by=None, at=AT)
    for page in (office.get(reverse("cockpit")), office.get(reverse("team_review", args=["cs"]))):
        text = page.content.decode()
        assert ("<del>OLD-1</del> <ins>NEW-2</ins>" in text, text.count("<del>")) == (True, 1)
    assert "0371-67780000" not in office.get(reverse("cockpit")).content.decode()


def test_a_decision_brings_the_row_its_lane_and_the_outbox(campaign: Campaign, office: Client) -> None:
    team, _other = add(campaign, "cs", 1), add(campaign, "law", 2)
    shown = stamps(office.get(reverse("cockpit")))
    answer = decide(office, team, "approve", shown)
    assert (answer.status_code, moved(answer)) == (200, [("cs", "approved", False)])
    assert said(answer) == ["cs学院党委: approved."]
    assert [review.team for act in answer.context["outbox"] for review in act.reviews] == [team]
    assert 'hx-swap-oob="delete"' in answer.content.decode()


def test_a_usual_reason_brings_its_words_and_fields(campaign: Campaign, office: Client) -> None:
    team = add(campaign, "cs", 1)
    assert moved(decide(office, team, "return", stamps(office.get(reverse("cockpit"))), usual="chain")) == [
        ("cs", "returned", False)
    ]
    facts = TeamReview.objects.values_list("decision", "reason", "fields").last()
    assert facts == ("returned", "上级联络组织填写有误", ["liaison_chain"])


@pytest.mark.parametrize("chosen", [{"reason": "有误"}, {"to_mend": ["liaison_code"]}, {"usual": "nothing"}])
def test_a_return_without_reason_or_field_stays_on_the_page(
    campaign: Campaign, office: Client, chosen: dict[str, Any]
) -> None:
    answer = decide(office, add(campaign, "cs", 1), "return", "", **chosen)
    assert (answer.status_code, len(said(answer)), Team.objects.get().state) == (422, 1, "filed")


def test_the_second_reviewer_is_told_and_sees_the_row_as_it_is(campaign: Campaign, office: Client) -> None:
    team = add(campaign, "cs", 1)
    shown = stamps(office.get(reverse("cockpit")))
    approve_team(team, version=1, by=stored_account("colleague", User.Role.REVIEWER, name="李同事"), at=AT)
    answer = decide(office, team, "return", shown, usual="name")
    assert (answer.status_code, moved(answer), Team.objects.get().state) == (
        200,
        [("cs", "approved", False)],
        "approved",
    )
    assert said(answer) == ["cs学院党委: Already decided by 李同事 at 09:02:03: approved"]


def test_a_page_asks_for_what_colleagues_did(campaign: Campaign, office: Client, reviewer: User) -> None:
    colleague = stored_account("colleague", User.Role.REVIEWER)
    teams = [add(campaign, code, position) for position, code in enumerate(("a", "b", "c", "d"))]
    with time_machine.travel(AT, tick=False):
        shown = stamps(office.get(reverse("cockpit")))
        approve_team(teams[1], version=1, by=colleague, at=AT)
        facts = {name: getattr(teams[2], name) for name in Team.FACTS}
        file_team(teams[2].unit_year, facts=facts | {"liaison_code": "NEW-2"}, by=None, at=AT)
        file_team(teams[3].unit_year, facts=facts | {"registered_name": "别的志愿服务队"}, by=None, at=AT)
        answer = office.get(reverse("cockpit_changes"), {"stamp": shown}, headers=BY_HTMX)
        assert moved(answer) == [("b", "approved", False), ("c", "clean", True), ("d", "look", False)]
        shown = stamps(answer)
        assert shown == stamps(office.get(reverse("cockpit")))
        assert moved(office.get(reverse("cockpit_changes"), {"stamp": shown}, headers=BY_HTMX)) == []
    with time_machine.travel(AT + HELD, tick=False):
        answer = office.get(reverse("cockpit_changes"), {"stamp": shown}, headers=BY_HTMX)
    assert moved(answer) == [("b", "approved", True)]


def arrives(office: Client, shown: str) -> tuple[str, str]:
    """What a page that asks by itself is told aloud, and how it stands afterwards."""
    answer = office.get(reverse("cockpit_changes"), {"stamp": shown}, headers=BY_HTMX)
    told = re.findall(r'hx-swap-oob="innerHTML:#news">([^<]*)<', answer.content.decode())
    return " / ".join(told), stamps(answer) if moved(answer) else shown


def test_what_arrives_is_said_once_in_one_sentence(campaign: Campaign, office: Client, reviewer: User) -> None:
    colleague = stored_account("colleague", User.Role.REVIEWER, name="李同事")
    teams = [add(campaign, code, position) for position, code in enumerate(("a", "b", "c"))]
    shown, heard = stamps(office.get(reverse("cockpit"))), []

    def listen() -> None:
        nonlocal shown
        said, shown = arrives(office, shown)
        heard.append(said)

    listen()
    approve_team(teams[0], version=1, by=colleague, at=AT)
    listen()
    listen()
    undo_decisions([teams[0].reviews.get(decision="approved").pk], by=colleague, at=AT)
    listen()
    for team in teams[:2]:
        return_team(team, version=1, reason="不符", fields=["liaison_code"], by=colleague, at=AT)
    listen()
    approve_team(teams[2], version=1, by=reviewer, at=AT)
    listen()
    assert heard == [
        "", "a学院党委: approved by 李同事.", "", "a学院党委 waits for a decision.",
        "2 teams moved to another lane.", "",
    ]  # fmt: skip


def test_a_decision_of_ones_own_is_not_said_twice(campaign: Campaign, office: Client) -> None:
    team = add(campaign, "a", 1)
    answer = decide(office, team, "approve", stamps(office.get(reverse("cockpit"))))
    assert (said(answer), "#news" in answer.content.decode()) == (["a学院党委: approved."], False)


def test_a_page_with_other_units_is_loaded_anew(campaign: Campaign, office: Client) -> None:
    team = add(campaign, "a", 1)
    shown = stamps(office.get(reverse("cockpit")))
    add(campaign, "b", 2)
    asked = office.get(reverse("cockpit_changes"), {"stamp": shown}, headers=BY_HTMX)
    acted = decide(office, team, "approve", shown)
    assert [answer.get("HX-Refresh") for answer in (asked, acted)] == ["true", "true"]
    page = office.get(reverse("cockpit"))
    assert (said(page), lanes(page)["clean"]) == (["a学院党委: approved."], ["b"])


def test_without_javascript(campaign: Campaign, office: Client) -> None:
    team, other, third = add(campaign, "a", 1), add(campaign, "b", 2), add(campaign, "c", 3)
    done = office.post(reverse("cockpit_decide", args=["a"]), {"version": 1, "decision": "approve"}, follow=True)
    assert (done.redirect_chain, lanes(done)["approved"]) == ([(reverse("cockpit"), 302)], ["a"])
    seen = re.findall(r'name="seen" value="([^"]+)"', done.content.decode())
    done = office.post(reverse("cockpit_approve_clean"), {"seen": [*seen, f"{team.pk}:1", "x:y", "7"]}, follow=True)
    assert lanes(done)["approved"] == ["a", "b", "c"]
    assert said(done) == [
        "2 clean teams approved.", "Left out: a学院党委. Already decided by 王审核 at "
        f"{TeamReview.objects.get(team=team, decision='approved').at.astimezone():%H:%M:%S}: approved",
    ]  # fmt: skip
    numbers = TeamReview.objects.filter(team__in=[other, third], decision="approved").values_list("pk", flat=True)
    done = office.post(reverse("cockpit_undo"), {"review": [*numbers, "nothing"]}, follow=True)
    assert (lanes(done)["clean"], said(done)) == (["b", "c"], ["2 decisions taken back."])
    done = office.post(reverse("cockpit_release"), follow=True)
    assert (said(done), done.context["outbox"]) == (["1 notice leaves now."], [])
    done = office.post(
        reverse("cockpit_undo"), {"review": [TeamReview.objects.get(team=team, decision="approved").pk]}, follow=True
    )
    assert said(done) == ["It is too late to take this back: the decision has left the outbox."]


def test_one_act_of_the_outbox_is_one_moment_of_one_reviewer(
    campaign: Campaign, office: Client, reviewer: User
) -> None:
    teams = [add(campaign, code, position) for position, code in enumerate(("a", "b", "c", "d"))]
    with time_machine.travel(AT, tick=False):
        approve_team(teams[3], version=1, by=stored_account("colleague", User.Role.REVIEWER), at=AT)
        return_team(
            teams[2], version=1, reason="不符", fields=["liaison_code"], by=reviewer, at=AT - timedelta(minutes=1)
        )
        office.post(reverse("cockpit_approve_clean"), {"seen": [f"{team.pk}:1" for team in teams[:2]]})
        page = office.get(reverse("cockpit"))
    acts = [(act.first.decision, [review.team for review in act.reviews], act.until) for act in page.context["outbox"]]
    assert acts == [
        ("approved", teams[:2], AT + HELD), ("returned", teams[2:3], AT + HELD - timedelta(minutes=1)),
    ]  # fmt: skip


def test_before_the_first_campaign(office: Client) -> None:
    assert "No campaign is open" in office.get(reverse("cockpit")).content.decode()
