"""Opening another year: what comes along and what does not."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict

from campaigns.models import Campaign
from projects.models import Project
from reports.models import Submission
from units.models import Team, TeamReview, UnitYear
from units.years import COPIED, open_year
from volunteer_portal.tests.acts import entry, recorded, together
from volunteer_portal.tests.school import School, stored_account, stored_campaign, two_units
from volunteers.models import RosterImport, Volunteer

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
EMPTY = (None, None, None, None, "", None, None, None, None, None, "", "")
COUNTS = (
    "staff", "students", "party_members", "counted_on", "count_source", "count_set_by", "count_set_at",
    "count_confirmed_by", "count_confirmed_at", "extended_until", "extension_reason", "waiver_reason",
)  # fmt: skip


@pytest.fixture
def school(db: None) -> School:
    """Two units, the second with a waiver and an extension, the first with a renamed team."""
    made = two_units()
    UnitYear.objects.filter(unit__code="law").update(
        waiver_reason="外出实习", extended_until=date(2018, 11, 20), extension_reason="外出实习", remark="合署",
        former_name="试验大学政法学院志愿服务队", has_students=True, position=7,
    )  # fmt: skip
    Team.objects.filter(unit_year__unit__code="cs").update(renamed_on=date(2020, 9, 1))
    return made


def opened(school: School, **changes: Any) -> Campaign:
    """The year after."""
    days = {"electronic_due_on": date(2040, 11, 14), "paper_due_on": date(2040, 11, 20)}
    facts: dict[str, Any] = {"year": 2040, **days, "by": school.accounts["administrator"], "at": AT}
    return open_year(school.campaign, **facts | changes)


def test_the_campaign_comes_along(school: School) -> None:
    before = model_to_dict(school.campaign)
    following = opened(school)
    assert model_to_dict(following) == before | {
        "id": following.pk, "year": 2040, "electronic_due_on": date(2040, 11, 14), "paper_due_on": date(2040, 11, 20),
    }  # fmt: skip
    assert list(Campaign.objects.filter(is_current=True)) == [following]
    school.campaign.refresh_from_db()
    assert model_to_dict(school.campaign) == before


def test_units_come_along_without_their_numbers(school: School) -> None:
    before = list(school.campaign.units.order_by("pk").values_list(*COPIED))
    following = opened(school)
    assert list(following.units.order_by("pk").values_list(*COPIED)) == before
    assert set(following.units.values_list(*COUNTS)) == {EMPTY}
    assert list(school.campaign.units.order_by("pk").values_list(*COPIED)) == before


def test_teams_come_along_as_drafts(school: School) -> None:
    following = opened(school)
    facts = list(Team.objects.filter(unit_year__campaign=school.campaign).order_by("pk").values(*Team.FACTS))
    teams = Team.objects.filter(unit_year__campaign=following).order_by("pk")
    assert list(teams.values(*Team.FACTS)) == [
        fact | {"renamed_on": None, "contact_is_staff": False} for fact in facts
    ]
    assert set(teams.values_list("state", "version")) == {("draft", 1)}
    assert not TeamReview.objects.filter(team__in=teams).exists()


def test_people_projects_and_papers_stay_in_their_year(school: School) -> None:
    of_a_year = (Volunteer, RosterImport, Project, Submission)
    before = [model.objects.count() for model in of_a_year]
    following = opened(school)
    assert [model.objects.count() for model in of_a_year] == before
    assert [
        Volunteer.objects.for_campaign().count(), Project.objects.for_campaign().count(),
        following.units.filter(submissions__isnull=False).count(),
    ] == [0, 0, 0]  # fmt: skip


def test_contacts_still_see_their_unit_and_only_theirs(school: School) -> None:
    opened(school)
    visible = {
        name: [unit_year.unit.code for unit_year in UnitYear.objects.visible_to(user).for_campaign()]
        for name, user in school.accounts.items()
    }
    both = ["cs", "law"]
    assert visible == {
        "contact": ["cs"], "neighbour": ["law"], "former": [], "locked": ["cs"],
        "reviewer": both, "administrator": both, "auditor": [],
    }  # fmt: skip


def test_it_is_recorded(school: School) -> None:
    before = len(recorded())
    following, by = opened(school), school.accounts["administrator"]
    assert recorded()[before:] == [
        entry("year-opened", following, by=by, at=AT, units=2),
        entry("campaign-made-current", following, by=by, at=AT, year=2040),
    ]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"year": 2018}, ["year-not-later"]),
        ({"paper_due_on": date(2040, 11, 13)}, ["campaigns_paper_after_files"]),
    ],
)
def test_what_is_refused(school: School, changes: dict[str, Any], codes: list[str]) -> None:
    before = (recorded(), list(Campaign.objects.values()), UnitYear.objects.count())
    with pytest.raises(ValidationError) as refusal:
        opened(school, **changes)
    constraints = {str(found.violation_error_message): found.name for found in Campaign._meta.constraints}
    assert [error.code or constraints[str(error.message)] for error in all_errors(refusal.value)] == codes
    assert (recorded(), list(Campaign.objects.values()), UnitYear.objects.count()) == before


def all_errors(refusal: ValidationError) -> list[ValidationError]:
    """The single errors, whatever fields they belong to."""
    by_field = getattr(refusal, "error_dict", None)
    return [error for errors in by_field.values() for error in errors] if by_field else refusal.error_list


def test_a_year_that_is_there_already(school: School) -> None:
    opened(school)
    with pytest.raises(ValidationError) as refusal:
        opened(school)
    assert (list(refusal.value.error_dict), Campaign.objects.count()) == (["year"], 2)


@pytest.mark.django_db(transaction=True)
def test_the_same_year_opened_twice_at_the_same_moment() -> None:
    school = two_units()
    answers = together(lambda: opened(school), lambda: opened(school))
    [refusal] = [answer for answer in answers if isinstance(answer, ValidationError)]
    assert (list(refusal.error_dict), sum(isinstance(answer, Campaign) for answer in answers)) == (["year"], 1)
    assert list(Campaign.objects.filter(is_current=True).values_list("year", flat=True)) == [2040]
    assert UnitYear.objects.filter(campaign__year=2040).count() == 2


def test_without_any_unit(db: None) -> None:
    following = open_year(
        stored_campaign(year=2018), year=2019, electronic_due_on=date(2019, 11, 14), paper_due_on=date(2019, 11, 20),
        by=stored_account("administrator", "administrator"), at=AT,
    )  # fmt: skip
    assert (following.units.count(), following.is_current) == (0, True)
