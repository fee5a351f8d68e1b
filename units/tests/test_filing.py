"""A unit files its team."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from units.filing import file_team
from units.models import Team, TeamReview, UnitYear
from volunteer_portal.tests.acts import entry, recorded, together
from volunteer_portal.tests.school import CHAIN, stored_campaign, stored_contact, stored_team, stored_unit

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
LATE = datetime(2018, 11, 14, 16, tzinfo=UTC)
FACTS: dict[str, Any] = {
    "registered_name": "试验大学计算机学院志愿服务队", "liaison_code": "LX-01", "liaison_chain": CHAIN,
    "registration_status": "未登记的社会组织或其他组织", "contact_name": "司空联系", "contact_is_staff": True,
    "contact_phone": "0371-67780000",
    "contact_email": "cs@example.com", "registered_on": date(2018, 11, 1), "renamed_on": None,
}  # fmt: skip


@pytest.fixture
def unit_year(db: None) -> UnitYear:
    return stored_unit(stored_campaign(electronic_due_on=date(2018, 11, 14), paper_due_on=date(2018, 11, 20)))


def kept(team: Team) -> Any:
    """The team as it is stored."""
    return Team.objects.values(*Team.FACTS, "state", "version").get(pk=team.pk)


def steps(team: Team) -> list[tuple[Any, ...]]:
    """The team's history."""
    return list(TeamReview.objects.filter(team=team).values_list("decision", "version", "reason", "by", "at"))


def test_first_filing(unit_year: UnitYear) -> None:
    contact = stored_contact(unit_year, "contact")
    team = file_team(unit_year, facts=FACTS, by=contact, at=AT)
    assert kept(team) == FACTS | {"state": "filed", "version": 1}
    assert steps(team) == [("filed", 1, "", contact.pk, AT)]
    assert recorded() == [entry("team-filed", team, unit="cs", by=contact, at=AT, version=1, changed=sorted(FACTS))]


@pytest.mark.parametrize("state", ["draft", "filed", "approved", "returned"])
def test_filing_again_opens_the_review_again(unit_year: UnitYear, state: str) -> None:
    before = stored_team(unit_year, state, **FACTS)
    team = file_team(unit_year, facts=FACTS | {"liaison_code": "LX-02"}, by=None, at=AT)
    assert team == before
    assert kept(team) == FACTS | {"liaison_code": "LX-02", "state": "filed", "version": 2}
    assert steps(team)[1:] == [("filed", 2, "", None, AT)]
    assert recorded() == [entry("team-filed", team, unit="cs", by=None, at=AT, version=2, changed=["liaison_code"])]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"liaison_code": "甲"}, "liaison_code"),
        ({"contact_phone": "12345"}, "contact_phone"),
        ({"contact_email": "nobody"}, "contact_email"),
        ({"registered_name": "队"}, "registered_name"),
        ({"registered_name": "长" * 51}, "registered_name"),
        ({"registered_on": None}, "registered_on"),
        ({"renamed_on": date(2018, 10, 31)}, "__all__"),
    ],
)
def test_what_cannot_be_filed(unit_year: UnitYear, changes: dict[str, Any], field: str) -> None:
    before = stored_team(unit_year, **FACTS)
    with pytest.raises(ValidationError) as refusal:
        file_team(unit_year, facts=FACTS | changes, by=None, at=AT)
    assert list(refusal.value.error_dict) == [field]
    assert (kept(before), len(steps(before)), recorded()) == (FACTS | {"state": "approved", "version": 1}, 1, [])


def test_late(unit_year: UnitYear) -> None:
    with pytest.raises(ValidationError) as refusal:
        file_team(unit_year, facts=FACTS, by=stored_contact(unit_year, "contact"), at=LATE)
    assert (refusal.value.code, Team.objects.count(), recorded()) == ("deadline-passed", 0, [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_filed_before", [True, False])
def test_filed_twice_at_the_same_moment(is_filed_before: bool) -> None:
    unit_year = stored_unit(stored_campaign())
    if is_filed_before:
        stored_team(unit_year, version=1)
    answers = together(*[lambda: file_team(UnitYear.objects.get(), facts=FACTS, by=None, at=AT)] * 2)
    team = Team.objects.get()
    assert answers == [team, team]
    versions = [version for _decision, version, *_rest in steps(team)]
    assert versions == list(range(1, team.version + 1))
    assert len(recorded()) == team.version - is_filed_before
