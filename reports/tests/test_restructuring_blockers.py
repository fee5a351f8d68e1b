"""What stops the re-organisation desk, and two of its acts at the same moment."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEntry
from reports.restructuring import reorganise
from reports.restructuring_states import plan_for
from reports.tests.reorganised import NOW, TODAY, done, everything, unit
from units.models import Restructuring
from units.restructuring import Order
from volunteer_portal.tests import school
from volunteer_portal.tests.acts import recorded, together
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return school.stored_campaign()


@pytest.fixture
def office():
    return school.stored_account("reviewer", "reviewer")


@pytest.fixture
def cs(campaign):
    return unit(campaign, "cs", "计算机学院", 100, 6)


@pytest.fixture
def ai(campaign):
    return unit(campaign, "ai", "人工智能学院", 200, 3, position=2)


def blocked(order, by=None):
    with pytest.raises(ValidationError) as refused:
        reorganise(order, seen="", basis="", by=by, at=NOW)
    return [error.code for error in refused.value.error_list]


@pytest.mark.parametrize("code", ["cs", "ai", None])
def test_a_waiting_roster_blocks(code, campaign, cs, ai):
    school.checked_roster(campaign, code and {"cs": cs, "ai": ai}[code], [school.on_a_roster(900, unit="cs")])
    assert set(blocked(Order("merge", "cs", TODAY, absorbed=("ai",)))) == {"roster-waiting"}


def test_a_submission_blocks_the_end_of_a_unit_but_not_a_name(campaign, office):
    handed_in = school.furnished_unit(campaign, "law", "法学院", 1, "慕容")
    handed_in.roster.state = "applied"
    handed_in.roster.save()
    unit(campaign, "me", "机械学院", position=2)
    assert blocked(Order("merge", "me", TODAY, absorbed=("law",))) == ["handed-in"]
    assert blocked(Order("abolish", "law", TODAY)) == ["handed-in", "people-listed"]
    assert done(Order("rename", "law", TODAY, "法律学院党委"), office).kind == "rename"


def test_nothing_happens_but_what_was_seen(cs, ai, office):
    order, before = Order("merge", "cs", TODAY, absorbed=("ai",)), everything()
    seen = plan_for(order, cs.campaign, TODAY).digest
    school.stored_person(ai, school.on_a_roster(999))
    with pytest.raises(ValidationError) as refused:
        reorganise(order, seen=seen, basis="", by=office, at=NOW)
    assert refused.value.code == "preview-old"
    assert {**everything(), "volunteers.Volunteer": before["volunteers.Volunteer"]} == before
    assert recorded() == []


@pytest.mark.django_db(transaction=True)
def test_two_at_once_one_is_carried_out(campaign):
    for position, (code, name) in enumerate((("cs", "计算机学院"), ("ai", "人工智能学院"), ("se", "软件学院")), 1):
        unit(campaign, code, name, position * 100, 2, position=position)
    first, second = Order("merge", "cs", TODAY, absorbed=("ai",)), Order("merge", "se", TODAY, absorbed=("ai",))
    answers = together(lambda: done(first, None), lambda: done(second, None))
    assert sorted(type(answer).__name__ for answer in answers) == ["Restructuring", "ValidationError"]
    assert Restructuring.objects.count() == AuditEntry.objects.filter(action="unit-merge").count() == 1
    assert Volunteer.objects.filter(unit_year__unit__code="ai").count() == 0
    assert Volunteer.objects.count() == 6


def test_queries_do_not_grow_with_units_and_people(campaign, django_assert_num_queries):
    for number in range(6):
        unit(campaign, f"u{number}", f"第{number}学院", number * 100 + 1, number, position=number)
    for absorbed in (("u1",), ("u1", "u2", "u3", "u4", "u5")):
        with django_assert_num_queries(10):
            plan_for(Order("merge", "u0", TODAY, absorbed=absorbed), campaign, TODAY)
