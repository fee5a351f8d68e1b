"""Whole lanes pass in one act; decisions wait in the outbox, are taken back or released."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from campaigns.models import Campaign
from jobs.models import Job
from units.filing import file_team
from units.models import HELD, Team, TeamReview
from units.outbox import release_decisions, undo_decisions
from units.review import approve_clean, approve_team, return_team
from volunteer_portal.tests.acts import entry, recorded, together
from volunteer_portal.tests.school import stored_account, stored_campaign, stored_team, stored_unit

AT = datetime(2018, 11, 14, 1, 2, 3, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)


@pytest.fixture
def campaign(db: None) -> Campaign:
    return stored_campaign()


@pytest.fixture
def reviewer(db: None) -> User:
    return stored_account("reviewer", User.Role.REVIEWER)


def filed(campaign: Campaign, number: int, **facts: object) -> Team:
    return stored_team(stored_unit(campaign, f"u{number}", f"第{number}学院", position=number), "filed", **facts)


def states() -> list[str]:
    return list(Team.objects.order_by("unit_year__position").values_list("state", flat=True))


def file_again(team: Team) -> None:
    facts = {field: getattr(team, field) for field in Team.FACTS} | {"liaison_code": "LX-99"}
    file_team(team.unit_year, facts=facts, by=None, at=AT)


def test_the_clean_lane_passes_in_one_act(campaign: Campaign, reviewer: User) -> None:
    colleague = stored_account("colleague", User.Role.REVIEWER, name="李同事")
    teams = [filed(campaign, number) for number in range(1, 6)]
    seen = {team.pk: team.version for team in teams}
    file_again(teams[1])
    return_team(teams[2], version=1, reason="名称不符", fields=["registered_name"], by=colleague, at=AT)
    Team.objects.filter(pk=teams[3].pk).update(registered_name="别的队")
    before = len(recorded())
    passed = approve_clean(seen, by=reviewer, at=AT)
    assert passed.approved == [teams[0], teams[4]]
    assert [team for team, _why in passed.skipped] == teams[1:4]
    assert states() == ["approved", "filed", "returned", "filed", "approved"]
    assert recorded()[before:] == [entry("teams-approved", campaign, by=reviewer, at=AT, units=["u1", "u5"], skipped=3)]
    assert "李同事" in passed.skipped[1][1]
    assert list(TeamReview.objects.filter(decision="approved").values_list("team", "version", "by", "at")) == [
        (teams[0].pk, 1, reviewer.pk, AT), (teams[4].pk, 1, reviewer.pk, AT),
    ]  # fmt: skip


def test_an_empty_lane_is_no_act(campaign: Campaign, reviewer: User) -> None:
    assert (approve_clean({}, by=reviewer, at=AT).approved, recorded()) == ([], [])


def test_taken_back_within_ten_minutes(campaign: Campaign, reviewer: User) -> None:
    teams = [filed(campaign, number) for number in (1, 2)]
    approve_clean({team.pk: 1 for team in teams}, by=reviewer, at=AT)
    numbers = list(TeamReview.objects.exclude(decision="filed").values_list("pk", flat=True))
    at = AT + HELD - A_MOMENT
    assert undo_decisions(numbers, by=reviewer, at=at) == teams
    assert states() == ["filed", "filed"]
    assert recorded()[-1] == entry(
        "decisions-undone", campaign, by=reviewer, at=at, units=["u1", "u2"], decision="approved"
    )
    assert approve_team(teams[0], version=1, by=reviewer, at=at).state == "approved"


@pytest.mark.parametrize("way", ["too old", "released", "filed again", "taken back before"])
def test_too_late_to_take_back(campaign: Campaign, reviewer: User, way: str) -> None:
    team, at = filed(campaign, 1), AT
    approve_team(team, version=1, by=reviewer, at=AT)
    number = TeamReview.objects.get(decision="approved").pk
    if way == "too old":
        at = AT + HELD
    elif way == "released":
        release_decisions(campaign, by=reviewer, at=AT)
    elif way == "filed again":
        file_again(team)
    else:
        undo_decisions([number], by=reviewer, at=AT)
    before = (states(), len(recorded()))
    with pytest.raises(ValidationError) as refusal:
        undo_decisions([number], by=reviewer, at=at)
    assert (refusal.value.code, (states(), len(recorded()))) == ("undo-too-late", before)


def test_one_releases_only_ones_own(campaign: Campaign, reviewer: User) -> None:
    colleague = stored_account("colleague", User.Role.REVIEWER)
    mine, theirs = filed(campaign, 1), filed(campaign, 2)
    approve_team(mine, version=1, by=reviewer, at=AT)
    approve_team(theirs, version=1, by=colleague, at=AT)
    assert release_decisions(campaign, by=reviewer, at=AT) == 1
    assert recorded()[-1] == entry("decisions-released", campaign, by=reviewer, at=AT, decisions=1)
    assert list(TeamReview.objects.in_outbox(AT).values_list("team", flat=True)) == [theirs.pk]
    due = {job.subject: job.not_before for job in Job.objects.all()}
    decisions = {review.team_id: str(review.pk) for review in TeamReview.objects.exclude(decision="filed")}
    assert due == {decisions[mine.pk]: None, decisions[theirs.pk]: AT + HELD}


def test_the_same_decision_twice_is_one(campaign: Campaign, reviewer: User) -> None:
    team = filed(campaign, 1)
    assert [approve_team(team, version=1, by=reviewer, at=AT).state for _click in range(2)] == ["approved"] * 2
    assert (len(recorded()), Job.objects.count()) == (1, 1)


def test_the_second_reviewer_reads_who_decided_when_and_why(campaign: Campaign, reviewer: User) -> None:
    colleague = stored_account("colleague", User.Role.REVIEWER, name="李同事")
    team = filed(campaign, 1)
    return_team(team, version=1, reason="名称不符", fields=["registered_name"], by=colleague, at=AT)
    with pytest.raises(ValidationError) as refusal:
        approve_team(team, version=1, by=reviewer, at=AT)
    assert refusal.value.code == "already-decided"
    assert all(word in refusal.value.message for word in ("李同事", "09:02:03", "名称不符"))


@pytest.mark.parametrize("fields", [[], ["liaison_code", "id"]])
def test_a_return_names_fields_of_the_team(campaign: Campaign, reviewer: User, fields: list[str]) -> None:
    with pytest.raises(ValidationError) as refusal:
        return_team(filed(campaign, 1), version=1, reason="有误", fields=fields, by=reviewer, at=AT)
    assert (refusal.value.code, states()) == ("fields-missing", ["filed"])


@pytest.mark.django_db(transaction=True)
def test_a_lane_and_a_single_return_at_the_same_moment() -> None:
    campaign, teams = stored_campaign(), []
    teams = [filed(campaign, number) for number in (1, 2, 3)]
    one, two = stored_account("one", User.Role.REVIEWER), stored_account("two", User.Role.REVIEWER)
    seen = {team.pk: 1 for team in teams}
    passed, returned = together(
        lambda: approve_clean(seen, by=one, at=AT),
        lambda: return_team(
            Team.objects.get(pk=teams[1].pk), version=1, reason="不符", fields=["liaison_code"], by=two, at=AT
        ),
    )
    lane_first = isinstance(returned, ValidationError)
    assert states() == ["approved", "approved" if lane_first else "returned", "approved"]
    assert len(passed.approved) == (3 if lane_first else 2)  # type: ignore[attr-defined]
    assert TeamReview.objects.exclude(decision="filed").count() == 3


@pytest.mark.django_db(transaction=True)
def test_taken_back_and_released_at_the_same_moment() -> None:
    campaign, reviewer = stored_campaign(), stored_account("one", User.Role.REVIEWER)
    approve_team(filed(campaign, 1), version=1, by=reviewer, at=AT)
    number = TeamReview.objects.get(decision="approved").pk
    together(
        lambda: undo_decisions([number], by=reviewer, at=AT), lambda: release_decisions(campaign, by=reviewer, at=AT)
    )
    review = TeamReview.objects.get(pk=number)
    assert (review.undone_at is None) != (review.released_at is None)
    assert states() == ["filed" if review.undone_at else "approved"]
