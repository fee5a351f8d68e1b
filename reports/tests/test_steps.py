"""The five things to do: which is done, whose move it is, and how far it is."""

from dataclasses import replace
from typing import Any

import pytest

from campaigns.terms import Terms
from reports.readiness import UnitFigures
from reports.steps import Step, head_count_step, projects_step, submission_step, team_step, volunteers_step

TERMS = Terms()
READY = UnitFigures(
    staff=20, students=80, party_members=10, has_students=True, projects_waived=False,
    listed=100, registered=60, joined=55, party_registered=10, projects=4, team_state="approved",
)  # fmt: skip


def said(step: Step) -> tuple[str, str, str]:
    """A step as the page shows it."""
    return step.key, step.tone, step.message % step.params


@pytest.mark.parametrize(
    ("changes", "confirmed", "tone", "sentence"),
    [
        (
            {"staff": None, "students": None, "party_members": None},
            False,
            "todo",
            "Enter how many staff, students and party members you have.",
        ),
        (
            {"staff": 0, "students": 0, "party_members": 0},
            False,
            "todo",
            "Enter how many staff, students and party members you have.",
        ),
        ({}, False, "wait", "100 people, 10 party members. The office will compare."),
        ({}, True, "done", "100 people, 10 party members, confirmed by the office."),
    ],
)
def test_head_count_step(changes: dict[str, Any], confirmed: bool, tone: str, sentence: str) -> None:
    assert said(head_count_step(replace(READY, **changes), confirmed)) == ("head_count", tone, sentence)


@pytest.mark.parametrize(
    ("state", "tone", "sentence"),
    [
        ("draft", "todo", "File your team under its standard name."),
        ("filed", "wait", "Filed. The office looks at it next."),
        ("returned", "todo", "The office returned it. Mend what it names and file again."),
        ("approved", "done", "Approved by the office."),
    ],
)
def test_team_step(state: str, tone: str, sentence: str) -> None:
    assert said(team_step(replace(READY, team_state=state))) == ("team", tone, sentence)


VOLUNTEERS: dict[str, tuple[dict[str, Any], str, str]] = {
    "nobody listed": ({"listed": 0, "registered": 0, "party_registered": 0}, "todo", "Upload your roster."),
    "no head count": (
        {"staff": None, "students": None, "party_members": None},
        "todo",
        "60 are registered. Enter the head count to see how many more are needed.",
    ),
    "exactly 60 %": ({}, "done", "Registered: 60.0%, and every party member."),
    "no party members": (
        {"party_members": 0, "party_registered": 0},
        "done",
        "Registered: 60.0%, the goal is reached.",
    ),
    "one short": ({"registered": 59}, "warn", "Registered: 59.0%. 1 more to 60%; party members missing: 0."),
    "59.96 %": (
        {"staff": 500, "students": 2000, "registered": 1499, "party_registered": 8},
        "warn",
        "Registered: 59.9%. 1 more to 60%; party members missing: 2.",
    ),
    "party members short": (
        {"party_registered": 9},
        "warn",
        "Registered: 60.0%, the goal is reached. Party members missing: 1.",
    ),
    "7 of 11": ({"staff": 1, "students": 10, "registered": 7}, "done", "Registered: 63.6%, and every party member."),
}


@pytest.mark.parametrize(("changes", "tone", "sentence"), VOLUNTEERS.values(), ids=VOLUNTEERS)
def test_volunteers_step(changes: dict[str, Any], tone: str, sentence: str) -> None:
    assert said(volunteers_step(replace(READY, **changes), TERMS)) == ("volunteer_list", tone, sentence)


@pytest.mark.parametrize(
    ("changes", "tone", "sentence"),
    [
        ({"projects": 0}, "todo", "0 of 4 published. Add 4 more."),
        ({"projects": 3}, "todo", "3 of 4 published. Add 1 more."),
        ({}, "done", "4 published, 4 are asked for."),
        ({"projects": 0, "has_students": False}, "done", "0 published; your unit may do as it sees fit."),
        ({"projects": 1, "projects_waived": True}, "done", "1 published; your unit may do as it sees fit."),
    ],
)
def test_projects_step(changes: dict[str, Any], tone: str, sentence: str) -> None:
    assert said(projects_step(replace(READY, **changes), TERMS)) == ("project_list", tone, sentence)


@pytest.mark.parametrize(
    ("receipt", "version", "may_submit", "tone", "sentence"),
    [
        ("", 0, False, "wait", "Comes last: finish the steps above first."),
        ("", 0, True, "todo", "Everything needed is there. Hand in, then print and sign."),
        ("2018-0007", 2, True, "done", "Version 2 handed in, receipt 2018-0007. Print, sign and bring the paper."),
        ("2018-0007", 2, False, "done", "Version 2 handed in, receipt 2018-0007. Print, sign and bring the paper."),
    ],
)
def test_submission_step(receipt: str, version: int, may_submit: bool, tone: str, sentence: str) -> None:
    assert said(submission_step(receipt, version, may_submit=may_submit)) == ("submission", tone, sentence)
