"""The office decides on a team, on the version it has before it."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from units.filing import file_team
from units.models import Team, TeamReview
from units.review import approve_team, return_team
from volunteer_portal.tests.acts import entry, recorded, together
from volunteer_portal.tests.school import stored_account, stored_campaign, stored_team, stored_unit

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
NAME = ["registered_name"]


@pytest.fixture
def team(db: None) -> Team:
    return stored_team(stored_unit(stored_campaign()), "filed", version=3)


@pytest.fixture
def reviewer(db: None) -> User:
    return stored_account("reviewer", User.Role.REVIEWER)


def last_step(team: Team) -> tuple[object, ...]:
    """The newest step of the team's history."""
    return TeamReview.objects.filter(team=team).values_list("decision", "version", "reason", "by", "at").last() or ()


def test_approve_team(team: Team, reviewer: User) -> None:
    decided = approve_team(team, version=3, by=reviewer, at=AT)
    assert (decided.state, decided.version, last_step(team)) == ("approved", 3, ("approved", 3, "", reviewer.pk, AT))
    assert recorded() == [entry("team-approved", team, unit="cs", by=reviewer, at=AT, version=3)]


def test_return_team(team: Team, reviewer: User) -> None:
    decided = return_team(team, version=3, reason=" 名称与一览表不一致 ", fields=NAME, by=reviewer, at=AT)
    step = ("returned", 3, "名称与一览表不一致", reviewer.pk, AT)
    assert (decided.state, decided.version, last_step(team)) == ("returned", 3, step)
    assert recorded() == [
        entry("team-returned", team, unit="cs", reason="名称与一览表不一致", by=reviewer, at=AT, version=3, fields=NAME)
    ]


@pytest.mark.parametrize("reason", ["", "   ", "长" * 26])
def test_a_return_says_in_25_characters_why(team: Team, reviewer: User, reason: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        return_team(team, version=3, reason=reason, fields=NAME, by=reviewer, at=AT)
    team.refresh_from_db()
    assert (refusal.value.code, team.state, recorded()) == ("reason-length", "filed", [])


def test_a_reason_of_25_characters(team: Team, reviewer: User) -> None:
    assert return_team(team, version=3, reason="长" * 25, fields=NAME, by=reviewer, at=AT).state == "returned"


@pytest.mark.parametrize("version", [2, 4])
def test_only_the_version_that_was_looked_at(team: Team, reviewer: User, version: int) -> None:
    with pytest.raises(ValidationError) as refusal:
        approve_team(team, version=version, by=reviewer, at=AT)
    team.refresh_from_db()
    assert (refusal.value.code, team.state, recorded()) == ("team-changed", "filed", [])


@pytest.mark.parametrize("state", ["draft", "approved", "returned"])
def test_only_a_filed_team(reviewer: User, state: str) -> None:
    team = stored_team(stored_unit(stored_campaign()), state)
    with pytest.raises(ValidationError) as refusal:
        approve_team(team, version=1, by=reviewer, at=AT)
    assert (refusal.value.code, recorded()) == ("team-changed", [])


def test_the_second_of_two_reviewers_is_refused(team: Team, reviewer: User) -> None:
    colleague, seen = stored_account("colleague", User.Role.REVIEWER), Team.objects.get()
    approve_team(team, version=3, by=reviewer, at=AT)
    with pytest.raises(ValidationError) as refusal:
        return_team(seen, version=3, reason="名称不符", fields=NAME, by=colleague, at=AT)
    assert (refusal.value.code, Team.objects.get().state, len(recorded())) == ("already-decided", "approved", 1)


def test_filed_again_while_the_reviewer_read(team: Team, reviewer: User) -> None:
    seen = Team.objects.get()
    file_team(team.unit_year, facts={field: getattr(team, field) for field in Team.FACTS}, by=None, at=AT)
    with pytest.raises(ValidationError) as refusal:
        approve_team(seen, version=3, by=reviewer, at=AT)
    assert (refusal.value.code, Team.objects.get().state) == ("team-changed", "filed")


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_the_same_moment() -> None:
    team = stored_team(stored_unit(stored_campaign()), "filed", version=3)
    one, two = stored_account("one", User.Role.REVIEWER), stored_account("two", User.Role.REVIEWER)
    answers = together(
        lambda: approve_team(Team.objects.get(), version=3, by=one, at=AT),
        lambda: return_team(Team.objects.get(), version=3, reason="名称不符", fields=NAME, by=two, at=AT),
    )
    refused = [answer for answer in answers if isinstance(answer, ValidationError)]
    assert [refusal.code for refusal in refused] == ["already-decided"]
    assert [step.decision for step in team.reviews.all()][1:] == [Team.objects.get().state]
    assert len(recorded()) == 1
