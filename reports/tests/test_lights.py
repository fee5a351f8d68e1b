"""Red, amber, green by rule, and the words that say the same."""

from dataclasses import replace
from typing import Any

import pytest

from campaigns.terms import Terms
from reports.lights import Filing, Light, lights, overall
from reports.readiness import UnitFigures, findings

READY = UnitFigures(
    staff=20, students=80, party_members=10, has_students=True, projects_waived=False,
    listed=100, registered=60, joined=55, party_registered=10, projects=4, team_state="approved",
)  # fmt: skip
NOBODY = {"staff": None, "students": None, "party_members": None}
HANDED_IN = Filing("2018-0007", paper=True)


def said(light: Light) -> tuple[str, str, str, str, int]:
    """A light as it is shown."""
    return light.tone, light.figure, light.note, light.message % light.params, light.degree


def light(measure: str, filing: Filing = HANDED_IN, **changes: Any) -> tuple[str, str, str, str, int]:
    """One measure of a unit that is ready but for these changes."""
    return said(next(each for each in lights(replace(READY, **changes), Terms(), filing) if each.measure == measure))


CASES: list[tuple[str, dict[str, Any], tuple[str, str, str, str, int]]] = [
    ("registered", {}, ("done", "60.0%", "60/100", "reached", 600)),
    ("registered", {"registered": 59}, ("warn", "59.0%", "59/100", "1 more", 590)),
    ("registered", {"registered": 120}, ("done", "120.0%", "120/100", "reached", 1000)),
    ("registered", NOBODY, ("stop", "—", "", "no head count", 0)),
    ("party", {}, ("done", "100.0%", "10/10", "reached", 1000)),
    ("party", {"party_registered": 9}, ("warn", "90.0%", "9/10", "1 more", 900)),
    ("party", {"party_members": 0, "party_registered": 0}, ("done", "—", "", "none in the unit", 1000)),
    ("party", NOBODY, ("stop", "—", "", "no head count", 0)),
    ("joined", {}, ("info", "55.0%", "55/100", "55 people", 550)),
    ("joined", NOBODY, ("info", "—", "55", "55 people", 0)),
    ("projects", {}, ("done", "4/4", "", "enough", 1000)),
    ("projects", {"projects": 9}, ("done", "9/4", "", "enough", 1000)),
    ("projects", {"projects": 1}, ("stop", "1/4", "", "3 more", 250)),
    ("projects", {"projects": 0, "has_students": False}, ("done", "0", "", "optional", 1000)),
    ("team", {}, ("done", "", "", "approved", 1000)),
    ("team", {"team_state": "filed"}, ("warn", "", "", "with the office", 666)),
    ("team", {"team_state": "returned"}, ("stop", "", "", "returned", 333)),
    ("team", {"team_state": "draft"}, ("stop", "", "", "not filed", 0)),
]


@pytest.mark.parametrize(("measure", "changes", "expected"), CASES)
def test_figures(measure: str, changes: dict[str, Any], expected: tuple[str, str, str, str, int]) -> None:
    assert light(measure, **changes) == expected


@pytest.mark.parametrize(
    ("filing", "expected"),
    [
        (Filing(), ("warn", "", "", "not handed in", 0)),
        (Filing(is_late=True), ("stop", "", "", "late", 0)),
        (Filing("2018-0007"), ("done", "2018-0007", "", "handed in", 1000)),
        (Filing("2018-0007", is_late=True), ("done", "2018-0007", "", "handed in", 1000)),
        (Filing("2018-0007", is_changed=True), ("warn", "2018-0007", "", "changed since", 666)),
    ],
)
def test_submission(filing: Filing, expected: tuple[str, str, str, str, int]) -> None:
    assert light("submission", filing) == expected


@pytest.mark.parametrize(
    ("filing", "expected"),
    [
        (Filing(), []),
        (Filing(paper=True, is_paper_late=True), [("done", "", "", "received", 1000)]),
        (Filing(paper=False), [("warn", "", "", "not received", 0)]),
        (Filing(paper=False, is_paper_late=True), [("stop", "", "", "late", 0)]),
    ],
)
def test_paper_where_its_ledger_is_kept(filing: Filing, expected: list[Any]) -> None:
    assert [said(each) for each in lights(READY, Terms(), filing) if each.measure == "paper"] == expected


@pytest.mark.parametrize(
    ("changes", "filing", "expected"),
    [
        ({}, HANDED_IN, ("done", "", "", "green", 1000)),
        ({}, replace(HANDED_IN, paper=None), ("done", "", "", "green", 1000)),
        ({}, Filing(), ("warn", "", "", "amber: 1", 800)),
        ({"registered": 0, "team_state": "filed"}, HANDED_IN, ("warn", "", "", "amber: 2", 666)),
        ({"registered": 0, "projects": 0}, Filing(is_late=True), ("stop", "", "", "red: 2", 400)),
        ({"joined": 0}, HANDED_IN, ("done", "", "", "green", 1000)),
    ],
)
def test_a_unit_is_as_its_worst_measure(changes: dict[str, Any], filing: Filing, expected: Any) -> None:
    assert said(overall(lights(replace(READY, **changes), Terms(), filing))) == expected


@pytest.mark.parametrize("changes", [case[1] for case in CASES], ids=str)
def test_lights_agree_with_what_blocks_and_what_warns(changes: dict[str, Any]) -> None:
    """Red is what blocks, amber what may be explained – but for a team that only waits for the office."""
    figures = replace(READY, **changes)
    found = findings(figures, Terms())
    tones = {each.tone for each in lights(figures, Terms(), HANDED_IN)}
    blocks = {finding.code for finding in found if finding.blocking} - {"team-not-approved"}
    assert ("stop" in tones, tones <= {"done", "info"}) == (bool(blocks), not found)
