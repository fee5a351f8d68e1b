"""What a roster would change, before anything is written."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volunteers.roster.changes import Change, ChangeSet, Held, Incoming, Known, compare, status_after

WANG = Known("w", "cs", {"name": "王伟", "phone": "13800000000", "status": "unregistered"})
LI = Known("l", "cs", {"name": "李磊", "volunteer_number": "V1", "status": "joined", "joined_on": "2025-03-05"})
ZHAO = Known("z", "lit", {"name": "赵军", "volunteer_number": "V2", "status": "registered"})


def coming(fingerprint: str, unit: str = "cs", row: int = 2, **facts: str) -> Incoming:
    return Incoming(row, fingerprint, unit, facts)


def test_an_empty_campaign() -> None:
    person = coming("n", name="新人")
    assert compare([], [person]) == ChangeSet(created=[person])


def test_each_person_is_in_one_list() -> None:
    new, same, changed, claimed = (
        coming("n", name="新人"),
        coming("l", name="李磊", volunteer_number="V1", status="registered"),
        coming("w", name="王炜", phone="13800000000"),
        coming("z", name="赵军"),
    )
    gone = Known("g", "cs", {"name": "高秀", "status": "pending"})
    elsewhere = Known("e", "lit", {"name": "何勇"})
    assert compare([WANG, LI, ZHAO, gone, elsewhere], [new, same, changed, claimed]) == ChangeSet(
        created=[new],
        changed=[Change(WANG, changed, {"name": ("王伟", "王炜")})],
        unchanged=[same],
        held=[Held(ZHAO, claimed)],
        absent=[gone],
    )


def test_absent_are_those_of_the_units_the_file_speaks_for() -> None:
    assert compare([WANG, ZHAO], [], units=["lit"]).absent == [ZHAO]
    assert compare([WANG, ZHAO], [], units=["cs", "lit"]).absent == [WANG, ZHAO]
    assert compare([WANG, ZHAO], []).absent == []


@pytest.mark.parametrize(
    ("known", "stated", "fields"),
    [
        (WANG, {}, {}),
        (WANG, {"volunteer_number": "V9"}, {"volunteer_number": ("", "V9"), "status": ("unregistered", "registered")}),
        (WANG, {"status": "declined"}, {"status": ("unregistered", "declined")}),
        (LI, {"status": "registered"}, {}),
        (LI, {"status": "declined"}, {}),
        (LI, {"joined_on": "2025-04-01"}, {"joined_on": ("2025-03-05", "2025-04-01")}),
        (ZHAO, {"status": "joined"}, {"status": ("registered", "joined")}),
    ],
)
def test_changed_fields(known: Known, stated: dict[str, str], fields: dict[str, tuple[str, str]]) -> None:
    changes = compare([known], [Incoming(2, known.fingerprint, known.unit, stated)])
    assert [dict(change.fields) for change in changes.changed] == ([fields] if fields else [])


@pytest.mark.parametrize(
    ("before", "stated", "number", "joined_on", "after"),
    [
        ("unregistered", "", "", "", "unregistered"),
        ("pending", "", "", "", "pending"),
        ("pending", "declined", "", "", "declined"),
        ("declined", "", "V1", "", "registered"),
        ("joined", "registered", "V1", "", "joined"),
        ("registered", "joined", "V1", "", "joined"),
        ("registered", "", "V1", "2025-03-05", "joined"),
    ],
)
def test_status_after(before: str, stated: str, number: str, joined_on: str, after: str) -> None:
    assert status_after(before, stated, number, joined_on) == after


def test_the_number_of_another_person_is_refused_whatever_the_unit() -> None:
    new, known = coming("n", row=5, volunteer_number="V2"), coming("w", row=4, volunteer_number="V1", phone="1")
    changes = compare([WANG, LI, ZHAO], [new, known])
    assert [(problem.row, problem.column, problem.code) for problem in changes.problems] == [
        (4, "志愿者编号", "volunteer-number-of-another"),
        (5, "志愿者编号", "volunteer-number-of-another"),
    ]
    assert (changes.created, changes.changed) == ([], [])


def test_exchanged_numbers_are_accepted() -> None:
    swap = [coming("l", volunteer_number="V2"), coming("z", "lit", volunteer_number="V1")]
    changes = compare([LI, ZHAO], swap)
    assert ([change.incoming for change in changes.changed], changes.problems) == (swap, [])


def test_a_refusal_that_leaves_a_number_in_place_refuses_who_wanted_it() -> None:
    chain = [coming("l", volunteer_number="V2", row=2), coming("n", volunteer_number="V1", row=3)]
    changes = compare([LI, ZHAO], chain)
    assert [problem.row for problem in changes.problems] == [2, 3]


def test_a_held_person_keeps_the_number_and_the_unit() -> None:
    changes = compare([ZHAO], [coming("z", "cs", volunteer_number="V7"), coming("n", volunteer_number="V2", row=3)])
    assert ([held.known for held in changes.held], [problem.row for problem in changes.problems]) == ([ZHAO], [3])


def test_facts_are_never_written_out() -> None:
    changes = compare([WANG], [coming("w", phone="13900000000")])
    assert "13900000000" not in repr(changes)
    assert "13800000000" not in repr(changes)


SETTLING = ("status", "volunteer_number", "joined_on")
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from("甲乙"),
        "volunteer_number": st.sampled_from(["V1", "V2", "V3"]),
        "status": st.sampled_from(["pending", "declined", "joined"]),
    },
)
PEOPLE = st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.sampled_from(["cs", "lit"]), FACTS), max_size=6)


def applied(known: dict[str, Known], changes: ChangeSet) -> dict[str, Known]:
    """The campaign after the change set was applied."""
    created = {
        person.fingerprint: Known(
            person.fingerprint,
            person.unit,
            {
                **person.facts,
                "status": status_after("unregistered", *(person.facts.get(key, "") for key in SETTLING)),
            },
        )
        for person in changes.created
    }
    changed = {
        change.known.fingerprint: Known(
            change.known.fingerprint,
            change.known.unit,
            {**change.known.facts, **{key: new for key, (_, new) in change.fields.items()}},
        )
        for change in changes.changed
    }
    return {**known, **created, **changed}


@given(st.lists(PEOPLE, min_size=1, max_size=3))
def test_no_row_vanishes_no_number_stands_twice_and_the_same_file_twice_changes_nothing(
    files: list[dict[str, tuple[str, dict[str, str]]]],
) -> None:
    known: dict[str, Known] = {}
    for people in files:
        incoming = [Incoming(row, key, unit, facts) for row, (key, (unit, facts)) in enumerate(people.items())]
        changes = compare(list(known.values()), incoming)
        accounted = [
            *changes.created,
            *changes.unchanged,
            *(change.incoming for change in changes.changed),
            *(held.incoming for held in changes.held),
        ]
        assert sorted([person.row for person in accounted] + [problem.row or 0 for problem in changes.problems]) == [
            person.row for person in incoming
        ]
        known = applied(known, changes)
        numbers = Counter(person.facts.get("volunteer_number") for person in known.values())
        assert [number for number, count in numbers.items() if number and count > 1] == []
        again = compare(list(known.values()), incoming)
        assert (again.created, again.changed) == ([], [])
