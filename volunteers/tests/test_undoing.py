"""Taking imports back: the exact state before, but for whom somebody edited later."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from units.models import UnitYear
from volunteer_portal.tests.acts import entry, recorded
from volunteer_portal.tests.school import checked_roster, on_a_roster, stored_campaign, stored_person, stored_unit
from volunteers.editing import edit_person
from volunteers.edits import undo_edit
from volunteers.models import RosterImport, Volunteer
from volunteers.roster.importing import apply_import
from volunteers.roster.known import facts_of
from volunteers.roster.undoing import look_back, undo_import

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
NUMBERS = [f"V4199002601000{number}" for number in range(4)]


@pytest.fixture
def unit_year(db: None) -> UnitYear:
    return stored_unit(stored_campaign())


def applied(unit_year: UnitYear, people: list[Any]) -> RosterImport:
    return apply_import(checked_roster(unit_year.campaign, unit_year, people), by=None, at=AT)


def undone(received: RosterImport) -> dict[str, int]:
    back = look_back(received)
    undo_import(received, back, by=None, at=AT)
    return {
        "removed": len(back.removed), "restored": len(back.restored), "edited": len(back.edited), "gone": back.gone,
    }  # fmt: skip


def state() -> dict[Any, Any]:
    """Everything about everybody, the numbers opened; only versions count on and ciphertexts differ."""
    return {
        person.pk: (facts_of(person), person.unit_year_id, person.fingerprint, person.roster_import_id)
        for person in Volunteer.objects.all()
    }


def test_added_go_and_changed_become_as_before(unit_year: UnitYear) -> None:
    stored_person(unit_year, on_a_roster(1))
    before = state()
    received = applied(unit_year, [on_a_roster(1, phone="13900000000", remark="新"), on_a_roster(2)])
    assert undone(received) == {"removed": 1, "restored": 1, "edited": 0, "gone": 0}
    assert state() == before
    received.refresh_from_db()
    assert (received.state, received.undone_at, bytes(received.undo_sealed)) == ("undone", AT, b"")
    counts: dict[str, Any] = {"removed": 1, "restored": 1, "edited": 0}
    assert recorded()[-1] == entry("roster-undone", received, unit="cs", by=None, at=AT, **counts)


def test_twice_is_refused(unit_year: UnitYear) -> None:
    received = applied(unit_year, [on_a_roster(1)])
    undone(received)
    with pytest.raises(ValidationError) as refusal:
        look_back(RosterImport.objects.get(pk=received.pk))
    assert refusal.value.code == "import-not-undoable"


def test_whom_somebody_edited_later_stays_and_is_named(unit_year: UnitYear) -> None:
    received = applied(unit_year, [on_a_roster(1), on_a_roster(2), on_a_roster(3)])
    edited, removed = (Volunteer.objects.get(school_number=f"XH{serial:08d}") for serial in (1, 2))
    edit_person(edited, version=1, facts={**facts_of(edited), "remark": "改"}, by=None, at=AT)
    removed.delete()
    back = look_back(received)
    assert [person.pk for person in back.edited] == [edited.pk]
    assert undone(received) == {"removed": 1, "restored": 0, "edited": 1, "gone": 1}
    assert list(Volunteer.objects.values_list("pk", "remark")) == [(edited.pk, "改")]


def test_who_is_in_another_unit_by_now_is_not_even_named(unit_year: UnitYear) -> None:
    other = stored_unit(unit_year.campaign, "law", "法学院")
    received = applied(unit_year, [on_a_roster(1)])
    Volunteer.objects.update(unit_year=other)
    assert undone(received) == {"removed": 0, "restored": 0, "edited": 0, "gone": 1}


def test_an_old_number_somebody_else_got_stays_there(unit_year: UnitYear) -> None:
    stored_person(unit_year, on_a_roster(1, volunteer_number=NUMBERS[0]))
    received = applied(unit_year, [on_a_roster(1, volunteer_number=NUMBERS[1])])
    stored_person(unit_year, on_a_roster(2, volunteer_number=NUMBERS[0]))
    assert undone(received) == {"removed": 0, "restored": 0, "edited": 1, "gone": 0}


def test_who_was_edited_at_this_very_moment_stops_it(unit_year: UnitYear) -> None:
    received = applied(unit_year, [on_a_roster(1), on_a_roster(2)])
    back = look_back(received)
    Volunteer.objects.filter(pk=back.removed[0].pk).update(remark="改")
    with pytest.raises(ValidationError) as refusal:
        undo_import(received, back, by=None, at=AT)
    assert refusal.value.code == "roster-changed"
    assert (Volunteer.objects.count(), RosterImport.objects.get(pk=received.pk).state) == (2, "applied")


PEOPLE = st.lists(
    st.builds(
        on_a_roster,
        st.integers(1, 4),
        phone=st.sampled_from(["", "13900000000", "13911111111"]),
        remark=st.sampled_from(["", "甲", "乙"]),
        volunteer_number=st.sampled_from(NUMBERS),
    ),
    min_size=1,
    max_size=4,
    unique_by=(lambda person: person.document_number, lambda person: person.volunteer_number),
)
ACTS = st.lists(st.one_of(PEOPLE, st.tuples(st.integers(1, 4), st.sampled_from(["丙", "丁"]))), min_size=1, max_size=5)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS, ACTS)
def test_imports_edits_and_their_undoing_return_to_the_same_state(unit_year: UnitYear, first: Any, second: Any) -> None:
    """Imports and edits in any order, taken back from the last to the first, leave what was there between them."""
    Volunteer.objects.all().delete()
    for act in first:
        done(unit_year, act)
    before, ways_back = state(), []
    for act in second:
        ways_back.append((state(), done(unit_year, act)))
    for was, way_back in reversed(ways_back):
        way_back()
        assert state() == was
    assert state() == before


def done(unit_year: UnitYear, act: Any) -> Any:
    """Do an import or an edit; the answer takes it back."""
    if isinstance(act, list):
        received = applied(unit_year, act)
        return lambda: undone(received)
    serial, remark = act
    person = Volunteer.objects.filter(school_number=f"XH{serial:08d}").first()
    if person is None:
        return lambda: None
    edit = edit_person(person, version=person.version, facts={**facts_of(person), "remark": remark}, by=None, at=AT)
    return lambda: edit and undo_edit(edit, by=None, at=AT)
