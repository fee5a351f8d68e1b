"""What a unit lacks and could mend itself."""

from dataclasses import replace
from typing import Any

import pytest

from campaigns.terms import Terms
from reports.lacking import ALL, EVERYTHING, KINDS, lacking, still_lacking
from reports.lights import Filing
from reports.models import Reminder
from reports.readiness import findings
from reports.tests.test_lights import HANDED_IN, NOBODY, READY


def codes(changes: dict[str, Any], filing: Filing, kind: str = EVERYTHING) -> list[str]:
    """What a unit lacks that is ready but for these changes."""
    return [finding.code for finding in lacking(findings(replace(READY, **changes), Terms()), filing, kind)]


@pytest.mark.parametrize(
    ("changes", "filing", "expected"),
    [
        ({}, HANDED_IN, []),
        ({}, Filing(), ["submission-missing"]),
        ({}, Filing(is_late=True), ["submission-missing"]),
        ({}, Filing("2018-0007", is_changed=True), ["submission-changed"]),
        ({}, Filing("2018-0007", paper=False), ["paper-missing"]),
        ({}, Filing(paper=False), ["submission-missing", "paper-missing"]),
        ({"registered": 59}, HANDED_IN, ["quota-short"]),
        ({"party_registered": 9}, HANDED_IN, ["party-short"]),
        ({"team_state": "returned"}, HANDED_IN, ["team-returned"]),
        (NOBODY, Filing(), ["head-count-missing", "submission-missing"]),
        (
            {"team_state": "draft", "projects": 0},
            Filing(),
            ["team-not-filed", "projects-too-few", "submission-missing"],
        ),
    ],
)
def test_everything(changes: dict[str, Any], filing: Filing, expected: list[str]) -> None:
    assert codes(changes, filing) == expected


@pytest.mark.parametrize(("changes", "expected"), [({}, []), ({"projects": 3}, ["projects-too-few"])])
def test_who_waits_for_the_office_is_not_told_to_hand_in(changes: dict[str, Any], expected: list[str]) -> None:
    assert codes({"team_state": "filed", **changes}, Filing()) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("head-count", ["head-count-missing"]),
        ("team", ["team-not-filed"]),
        ("projects", ["projects-too-few"]),
        ("quota", []),
        ("submission", ["submission-missing"]),
        ("paper", ["paper-missing"]),
    ],
)
def test_of_one_kind(kind: str, expected: list[str]) -> None:
    assert codes({"team_state": "draft", "projects": 0, **NOBODY}, Filing(paper=False), kind) == expected


def test_the_office_may_choose_every_kind_and_each_finding_has_one() -> None:
    assert set(Reminder.Kind.values) == {EVERYTHING, *KINDS}
    assert len(ALL) == sum(len(kind) for kind in KINDS.values())


def test_what_was_mended_since_is_named_no_more() -> None:
    found = lacking(findings(replace(READY, projects=0, registered=0), Terms()), HANDED_IN)
    assert [each.code for each in still_lacking(found, ["team-returned", "quota-short"])] == ["quota-short"]
