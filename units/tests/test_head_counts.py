"""Head counts: set by the unit, confirmed by the office."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from units.head_counts import confirm_head_count, set_head_count
from units.models import UnitYear
from volunteer_portal.tests.acts import entry, recorded, together
from volunteer_portal.tests.school import head_count, stored_account, stored_campaign, stored_contact, stored_unit

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
DUE = date(2018, 11, 14)
LATE = datetime(2018, 11, 14, 16, tzinfo=UTC)
COUNT: dict[str, Any] = {
    "staff": 20, "students": 80, "party_members": 10, "counted_on": date(2018, 11, 1), "source": "人事处、学生处",
}  # fmt: skip
KEPT = (
    "staff", "students", "party_members", "counted_on", "count_source",
    "count_set_by", "count_set_at", "count_confirmed_by", "count_confirmed_at",
)  # fmt: skip


@pytest.fixture
def unit_year(db: None) -> UnitYear:
    return stored_unit(stored_campaign(electronic_due_on=DUE, paper_due_on=date(2018, 11, 20)))


def kept(unit_year: UnitYear) -> Any:
    """What is stored about the unit's people."""
    return UnitYear.objects.values_list(*KEPT).get(pk=unit_year.pk)


def test_set_head_count(unit_year: UnitYear) -> None:
    contact = stored_contact(unit_year, "contact")
    set_head_count(unit_year, **COUNT, by=contact, at=AT)
    assert kept(unit_year) == (20, 80, 10, date(2018, 11, 1), "人事处、学生处", contact.pk, AT, None, None)
    assert recorded() == [
        entry("head-count-set", unit_year, unit="cs", by=contact, at=AT, staff=20, students=80, party_members=10)
    ]


def test_another_number_ends_the_confirmation(unit_year: UnitYear) -> None:
    reviewer = stored_account("reviewer", "reviewer")
    set_head_count(unit_year, **COUNT, by=None, at=AT)
    confirm_head_count(unit_year, seen="20/80/10", by=reviewer, at=AT)
    set_head_count(unit_year, **{**COUNT, "staff": 21}, by=None, at=LATE)
    assert kept(unit_year) == (21, 80, 10, date(2018, 11, 1), "人事处、学生处", None, LATE, None, None)


@pytest.mark.parametrize(
    ("has_students", "changes", "field", "sentence"),
    [
        (True, {"party_members": 101}, "__all__", "units_party_within_people"),
        (False, {}, "__all__", "units_no_students_counted"),
        (True, {"staff": -1}, "staff", None),
        (True, {"source": "长" * 61}, "count_source", None),
    ],
)
def test_numbers_that_cannot_be(
    unit_year: UnitYear, has_students: bool, changes: dict[str, Any], field: str, sentence: str | None
) -> None:
    UnitYear.objects.update(has_students=has_students)
    unit_year.refresh_from_db()
    with pytest.raises(ValidationError) as refusal:
        set_head_count(unit_year, **COUNT | changes, by=None, at=AT)
    assert list(refusal.value.error_dict) == [field]
    if sentence:
        (constraint,) = (found for found in UnitYear._meta.constraints if found.name == sentence)
        assert refusal.value.messages == [str(constraint.violation_error_message)]
    assert (kept(unit_year), recorded()) == ((None, None, None, None, "", None, None, None, None), [])


def test_a_contact_is_late_after_the_deadline_the_office_never(unit_year: UnitYear) -> None:
    contact, reviewer = stored_contact(unit_year, "contact"), stored_account("reviewer", "reviewer")
    with pytest.raises(ValidationError) as refusal:
        set_head_count(unit_year, **COUNT, by=contact, at=LATE)
    assert (refusal.value.code, recorded()) == ("deadline-passed", [])
    set_head_count(unit_year, **COUNT, by=contact, at=LATE - timedelta(microseconds=1))
    set_head_count(unit_year, **COUNT | {"staff": 30}, by=reviewer, at=LATE)
    assert kept(unit_year)[:3] == (30, 80, 10)


def test_an_extension_opens_the_unit_again(unit_year: UnitYear) -> None:
    unit_year.extended_until, unit_year.extension_reason = date(2018, 11, 16), "外出实习"
    set_head_count(unit_year, **COUNT, by=stored_contact(unit_year, "contact"), at=LATE)
    assert kept(unit_year)[:3] == (20, 80, 10)


def test_confirm_head_count(unit_year: UnitYear) -> None:
    reviewer = stored_account("reviewer", "reviewer")
    head_count(unit_year)
    confirm_head_count(unit_year, seen="2/3/1", by=reviewer, at=AT)
    assert kept(unit_year)[:3] + kept(unit_year)[-2:] == (2, 3, 1, reviewer.pk, AT)
    assert recorded() == [entry("head-count-confirmed", unit_year, unit="cs", by=reviewer, at=AT)]


def test_nothing_to_confirm(unit_year: UnitYear) -> None:
    with pytest.raises(ValidationError) as refusal:
        confirm_head_count(unit_year, seen="None/None/None", by=stored_account("reviewer", "reviewer"), at=AT)
    assert (refusal.value.code, recorded()) == ("head-count-missing", [])


@pytest.mark.parametrize("is_loaded_before", [True, False])
def test_numbers_the_reviewer_has_not_seen_are_not_confirmed(unit_year: UnitYear, is_loaded_before: bool) -> None:
    reviewer = stored_account("reviewer", "reviewer")
    head_count(unit_year)
    loaded = UnitYear.objects.get()
    set_head_count(unit_year, **COUNT, by=None, at=AT)
    if not is_loaded_before:
        loaded = UnitYear.objects.get()
    with pytest.raises(ValidationError) as refusal:
        confirm_head_count(loaded, seen="2/3/1", by=reviewer, at=AT)
    assert (refusal.value.code, kept(unit_year)[-2:]) == ("head-count-changed", (None, None))
    assert [found["action"] for found in recorded()] == ["head-count-set"]


@pytest.mark.django_db(transaction=True)
def test_set_and_confirmed_at_the_same_moment() -> None:
    unit_year = head_count(stored_unit(stored_campaign()))
    reviewer = stored_account("reviewer", "reviewer")
    first, second = UnitYear.objects.get(), UnitYear.objects.get()
    together(
        lambda: set_head_count(first, **COUNT, by=None, at=AT),
        lambda: confirm_head_count(second, seen="2/3/1", by=reviewer, at=AT),
    )
    assert kept(unit_year)[:3] + kept(unit_year)[-2:] == (20, 80, 10, None, None)
