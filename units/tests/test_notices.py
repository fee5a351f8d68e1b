"""What a unit is told about a decision, by a real mail server that may be away."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from accounts.models import User
from jobs.models import Job
from jobs.running import run_waiting
from units.filing import file_team
from units.models import HELD, Team, TeamReview
from units.outbox import release_decisions, undo_decisions
from units.review import approve_team, return_team
from volunteer_portal.tests.letterbox import Letterbox, open_letterbox
from volunteer_portal.tests.school import stored_account, stored_campaign, stored_contact, stored_team, stored_unit

AT = datetime(2018, 11, 14, 1, 2, 3, tzinfo=UTC)


@pytest.fixture
def letterbox(settings: Any) -> Iterator[Letterbox]:
    with open_letterbox(settings) as box:
        yield box


@pytest.fixture
def team(db: None) -> Team:
    unit_year = stored_unit(stored_campaign(electronic_due_on=AT.date(), paper_due_on=AT.date()))
    stored_contact(unit_year, "one", email="one@example.com")
    stored_contact(unit_year, "two", email="CS@example.com")
    stored_contact(unit_year, "gone", email="gone@example.com", until=AT.date())
    stored_contact(unit_year, "locked", email="locked@example.com", is_active=False)
    stored_contact(unit_year, "mute")
    return stored_team(unit_year, "filed")


@pytest.fixture
def reviewer(db: None) -> User:
    return stored_account("reviewer", User.Role.REVIEWER, name="王审核")


def work(at: datetime) -> None:
    with time_machine.travel(at, tick=False):
        run_waiting()


def test_a_return_is_told_once_when_it_leaves_the_outbox(team: Team, reviewer: User, letterbox: Letterbox) -> None:
    return_team(team, version=1, reason="名称不符", fields=["registered_name", "liaison_code"], by=reviewer, at=AT)
    work(AT + HELD - timedelta(seconds=1))
    assert letterbox.letters == []
    for _again in range(2):
        work(AT + HELD)
    ((to, letter),) = letterbox.letters
    assert to == ["cs@example.com", "one@example.com"]
    text = f"{letter['Subject']}\n{letter.get_content()}"
    for word in (
        "计算机学院党委",
        "试验大学计算机学院志愿服务队",
        "名称不符",
        "https://portal.example.com/units/cs/team/",
        "2018-11-15 00:00",
    ):
        assert word in text
    assert "司空联系" not in text
    assert TeamReview.objects.get(decision="returned").told_at == AT + HELD


def test_released_notices_leave_together(team: Team, reviewer: User, letterbox: Letterbox) -> None:
    other = stored_team(stored_unit(team.unit_year.campaign, "law", "法学院"), "filed")
    for each in (team, other):
        approve_team(each, version=1, by=reviewer, at=AT)
    work(AT)
    assert letterbox.letters == []
    release_decisions(team.unit_year.campaign, by=reviewer, at=AT)
    work(AT)
    assert [to for to, _letter in letterbox.letters] == [["cs@example.com", "one@example.com"], ["law@example.com"]]


def test_what_was_taken_back_or_overtaken_is_not_told(team: Team, reviewer: User, letterbox: Letterbox) -> None:
    approve_team(team, version=1, by=reviewer, at=AT)
    undo_decisions([TeamReview.objects.get(decision="approved").pk], by=reviewer, at=AT)
    return_team(team, version=1, reason="名称不符", fields=["registered_name"], by=reviewer, at=AT)
    file_team(team.unit_year, facts={field: getattr(team, field) for field in Team.FACTS}, by=None, at=AT)
    work(AT + HELD)
    assert (letterbox.letters, Job.objects.unfinished().count()) == ([], 0)


@pytest.mark.parametrize("way", ["refuses", "is not there"])
def test_a_mail_server_that_is_away_costs_nothing(
    team: Team, reviewer: User, letterbox: Letterbox, settings: Any, way: str
) -> None:
    there, letterbox.is_closed = settings.EMAIL_PORT, way == "refuses"
    if way == "is not there":
        settings.EMAIL_PORT = 1
    approve_team(team, version=1, by=reviewer, at=AT)
    work(AT + HELD)
    job, review = Job.objects.get(), TeamReview.objects.get(decision="approved")
    assert (job.state, job.not_before, review.told_at) == (Job.State.QUEUED, AT + HELD + timedelta(minutes=1), None)
    assert TeamReview.objects.untold(AT + HELD + timedelta(minutes=6)).get() == review
    settings.EMAIL_PORT, letterbox.is_closed = there, False
    work(AT + HELD + timedelta(minutes=1))
    assert len(letterbox.letters) == 1
    assert not TeamReview.objects.untold(AT + timedelta(days=1)).exists()
