"""What a re-organisation would do, thought through without a database."""

from datetime import date
from typing import Any

import pytest

from units.restructuring import Line, Order, UnitState, plan

DAY = date(2018, 10, 1)
CS = UnitState(
    "cs", "计算机学院党委", "试验大学计算机学院志愿服务队", short_names="计算机学院",
    staff=10, students=90, party_members=5,
    people={"staff": 8, "student": 60, "other": 1}, projects={1: "晨光", 2: "暖冬"}, contacts=2, team_state="approved",
)  # fmt: skip
AI = UnitState(
    "ai", "人工智能学院党总支", "试验大学人工智能学院志愿服务队", former_name="试验大学智能系志愿服务队",
    short_names="AI", staff=5, students=20, party_members=2, people={"student": 20}, projects={3: "银龄"},
    contacts=1, team_state="filed",
)  # fmt: skip
EMPTY = UnitState("press", "出版社直属党支部", "试验大学出版社志愿服务队", has_students=False)
UNITS = {unit.code: unit for unit in (CS, AI, EMPTY)}
OTHERS = [("法学院党委", "试验大学法学院志愿服务队")]
RENAME = {"name": "软件学院党委", "standard_name": "试验大学软件学院志愿服务队"}


def planned(kind, unit="cs", units=None, **facts):
    order = Order(kind, unit, **{"effective_on": DAY, **facts})
    known = {**UNITS, **(units or {})}
    involved = {code: known[code] for code in (unit, *order.absorbed) if code in known}
    rest = [(state.name, state.standard_name) for code, state in known.items() if code not in involved]
    return plan(order, involved, [*OTHERS, *rest], known, DAY)


def codes(findings):
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("kind", "facts", "blockers"),
    [
        ("rename", RENAME, []),
        ("rename", {}, ["nothing-new"]),
        ("rename", {"name": CS.name, "standard_name": CS.standard_name}, ["nothing-new"]),
        ("rename", {**RENAME, "unit": "nobody"}, ["unit-missing"]),
        ("rename", {**RENAME, "effective_on": date(2018, 10, 2)}, ["effective-to-come"]),
        ("rename", {"name": "法学院党委"}, ["unit-name-taken"]),
        ("rename", {"name": "法学院 党委"}, ["unit-name-taken"]),
        ("rename", {"standard_name": "试验大学法学院志愿服务队"}, ["standard-name-taken"]),
        ("rename", {"standard_name": "试验大学法学院志愿者服务队"}, ["standard-name-slip", "standard-name-look-alike"]),
        ("rename", {"standard_name": "试验大学软件学院"}, ["standard-name-ending"]),
        ("merge", {"absorbed": ("ai",)}, []),
        ("merge", {"absorbed": ("ai", "press"), **RENAME}, []),
        ("merge", {"absorbed": ("ai",), "name": AI.name, "standard_name": AI.standard_name}, []),
        ("merge", {"absorbed": ()}, ["nobody-absorbed"]),
        ("merge", {"absorbed": ("ai",), "name": EMPTY.name}, ["unit-name-taken"]),
        ("split", {**RENAME, "code": "se"}, []),
        ("split", {**RENAME, "code": "law"}, []),
        ("split", {**RENAME, "code": "ai"}, ["unit-code-taken"]),
        ("split", {"code": "se"}, ["standard-name-missing", "unit-name-missing"]),
        (
            "split",
            {"code": "se", "name": CS.name, "standard_name": CS.standard_name},
            ["unit-name-taken", "standard-name-taken"],
        ),
        ("abolish", {}, ["people-listed"]),
        ("abolish", {"unit": "press"}, []),
    ],
)
def test_what_stands_in_the_way(kind, facts, blockers):
    assert codes(planned(kind, **facts).blockers) == blockers


@pytest.mark.parametrize(
    ("kind", "facts", "blockers"),
    [
        ("rename", {**RENAME}, []),
        ("merge", {"absorbed": ("busy",)}, ["roster-waiting", "claim-open", "handed-in"]),
        ("merge", {"unit": "busy", "absorbed": ("press",)}, ["roster-waiting", "claim-open"]),
        ("split", {"unit": "busy", "code": "se", **RENAME}, ["roster-waiting", "claim-open", "handed-in"]),
        ("abolish", {"unit": "busy"}, ["roster-waiting", "claim-open", "handed-in"]),
    ],
)
def test_unfinished_work(kind, facts, blockers):
    busy = UnitState(
        "busy", "忙学院党委", "试验大学忙学院志愿服务队", rosters_waiting=1, claims_open=2, receipt="2018-0007"
    )
    assert codes(planned(kind, units={"busy": busy}, **facts).blockers) == blockers


def test_two_projects_of_one_name():
    double = UnitState("dbl", "双学院党委", "试验大学双学院志愿服务队", projects={8: "晨光", 9: "新"})
    [blocker] = planned("merge", units={"dbl": double}, absorbed=("dbl",)).blockers
    assert (blocker.code, blocker.params) == ("project-name-taken", {"name": "晨光"})


def test_rename():
    found = planned("rename", **RENAME)
    assert found.lines == (Line("cs", CS.name, RENAME["name"], CS.standard_name, RENAME["standard_name"]),)
    assert found.facts == {
        **RENAME, "short_names": "计算机学院、计算机学院党委", "former_name": "试验大学计算机学院志愿服务队",
    }  # fmt: skip
    assert codes(found.consequences) == ["renamed", "old-words-kept", "team-renamed", "team-returned"]


def test_merge():
    found = planned("merge", absorbed=("ai", "press"))
    assert [(line.code, line.new_name) for line in found.lines] == [(code, CS.name) for code in ("cs", "ai", "press")]
    assert found.facts == {
        "name": CS.name, "standard_name": CS.standard_name, "has_students": True,
        "short_names": "计算机学院、AI、人工智能学院党总支、出版社直属党支部",
        "former_name": "试验大学人工智能学院志愿服务队、试验大学出版社志愿服务队",
        "staff": None, "students": None, "party_members": None,
    }  # fmt: skip
    assert codes(found.consequences) == [
        "people-move", "projects-move", "contacts-move", "unit-closed", "team-dissolved", "unit-closed",
        "head-count-emptied",
    ]  # fmt: skip


def test_merged_head_counts_are_added_up():
    found = planned("merge", absorbed=("ai",))
    assert [found.facts[key] for key in ("staff", "students", "party_members")] == [15, 110, 7]
    assert (found.consequences[-1].code, found.consequences[-1].params) == (
        "head-count-summed",
        {"total": 125, "party": 7},
    )


@pytest.mark.parametrize(
    ("facts", "consequences"),
    [
        ({}, ["people-stay", "head-count-again", "contact-missing"]),
        ({"categories": ("student",)}, ["people-move", "head-count-again", "contact-missing"]),
        (
            {"categories": ("other",), "projects": (1, 99)},
            ["people-move", "projects-move", "head-count-again", "contact-missing"],
        ),
    ],
)
def test_split(facts, consequences):
    found = planned("split", code="se", **RENAME, **facts)
    assert codes(found.consequences) == consequences
    assert found.lines[1] == Line("se", CS.name, RENAME["name"], CS.standard_name, RENAME["standard_name"])


def test_abolish():
    found = planned("abolish", "press")
    assert (found.lines[0].new_name, codes(found.consequences)) == ("", ["unit-closed"])


def test_long_lists_of_former_names_stay_within_the_column():
    many = {
        f"u{number}": UnitState(f"u{number}", f"第{number}学院党委", f"试验大学第{number}学院志愿服务队")
        for number in range(30)
    }
    facts = planned("merge", units=many, absorbed=tuple(many)).facts
    assert 180 < len(facts["former_name"]) <= 200
    assert facts["former_name"].endswith("志愿服务队")


def test_another_plan_has_another_digest():
    orders: list[dict[str, Any]] = [
        {},
        {"absorbed": ("press",)},
        {"effective_on": date(2018, 9, 1)},
        {"name": "新学院党委"},
    ]
    digests = [planned("merge", **{"absorbed": ("ai",), **facts}).digest for facts in orders]
    assert len(set(digests)) == len(digests)
    assert planned("merge", absorbed=("ai",)).digest == digests[0]
