"""What is missing, and what of it blocks (DOMAIN 2, our readings)."""

from dataclasses import replace
from typing import Any

import pytest

from campaigns.findings import Finding
from campaigns.terms import Terms
from reports.readiness import UnitFigures, findings, is_ready, may_submit

TERMS = Terms()
READY = UnitFigures(
    staff=20, students=80, party_members=10, has_students=True, projects_waived=False,
    listed=100, registered=60, joined=55, party_registered=10, projects=4, team_state="approved",
)  # fmt: skip


def blocked(code: str, **params: Any) -> tuple[str, bool, dict[str, Any]]:
    """A finding that stops the submission."""
    return (code, True, params)


def warned(code: str, **params: Any) -> tuple[str, bool, dict[str, Any]]:
    """A finding that may be explained."""
    return (code, False, params)


NO_HEAD_COUNT = {"staff": None, "students": None, "party_members": None}
CASES: dict[str, tuple[dict[str, Any], list[tuple[str, bool, dict[str, Any]]]]] = {
    "everything there, exactly 60 %": ({}, []),
    "no head count": (NO_HEAD_COUNT, [blocked("head-count-missing")]),
    "no head count, and nobody registered": (
        NO_HEAD_COUNT | {"registered": 0, "party_registered": 0},
        [blocked("head-count-missing")],
    ),
    "head count 0": (
        {"staff": 0, "students": 0, "party_members": 0, "party_registered": 0},
        [blocked("head-count-missing")],
    ),
    "one short": ({"registered": 59}, [warned("quota-short", rate="59.0%", percent=60, gap=1)]),
    "59.96 %": (
        {"staff": 500, "students": 2000, "registered": 1499},
        [warned("quota-short", rate="59.9%", percent=60, gap=1)],
    ),
    "7 of 11": ({"staff": 1, "students": 10, "registered": 7}, []),
    "6 of 11": (
        {"staff": 1, "students": 10, "registered": 6},
        [warned("quota-short", rate="54.5%", percent=60, gap=1)],
    ),
    "one party member missing": ({"party_registered": 9}, [warned("party-short", count=9, total=10, gap=1)]),
    "no party members": ({"party_members": 0, "party_registered": 0}, []),
    "three projects": ({"projects": 3}, [blocked("projects-too-few", published=3, needed=4, missing=1)]),
    "no project, waived": ({"projects": 0, "projects_waived": True}, []),
    "no project, unit without students": ({"projects": 0, "has_students": False, "students": 0, "staff": 100}, []),
    "team not filed": ({"team_state": "draft"}, [blocked("team-not-filed")]),
    "team waits": ({"team_state": "filed"}, [blocked("team-not-approved")]),
    "team returned": ({"team_state": "returned"}, [blocked("team-returned")]),
    "everything missing, what blocks comes first": (
        {"registered": 0, "joined": 0, "party_registered": 0, "projects": 0, "team_state": "draft"},
        [
            blocked("team-not-filed"),
            blocked("projects-too-few", published=0, needed=4, missing=4),
            warned("quota-short", rate="0.0%", percent=60, gap=60),
            warned("party-short", count=0, total=10, gap=10),
        ],
    ),
}


def said(found: list[Finding]) -> list[tuple[str, bool, dict[str, Any]]]:
    """Findings without their sentences."""
    return [(finding.code, finding.blocking, dict(finding.params)) for finding in found]


@pytest.mark.parametrize(("changes", "expected"), CASES.values(), ids=CASES)
def test_findings(changes: dict[str, Any], expected: list[tuple[str, bool, dict[str, Any]]]) -> None:
    found = findings(replace(READY, **changes), TERMS)
    assert said(found) == expected
    assert may_submit(found) == (not any(is_blocking for _code, is_blocking, _params in expected))
    assert is_ready(found) == (not expected)
    assert all(finding.message % finding.params for finding in found)


def test_the_numbers_are_the_campaigns() -> None:
    terms = Terms(quota_percent=70, party_percent=50, projects_minimum=5)
    figures = replace(READY, party_registered=5)
    assert said(findings(figures, terms)) == [
        blocked("projects-too-few", published=4, needed=5, missing=1),
        warned("quota-short", rate="60.0%", percent=70, gap=10),
    ]


def test_sentences_of_the_quotas() -> None:
    found = findings(replace(READY, registered=59, party_registered=9), TERMS)
    assert [finding.message % finding.params for finding in found] == [
        "Registered are 59.0% of staff and students, 60% are the goal: 1 more.",
        "9 of 10 party members are registered: 1 more.",
    ]
