"""How many projects a unit owes, and what is missing (DOMAIN 2.3)."""

import pytest

from projects.minimum import project_findings, projects_needed


@pytest.mark.parametrize(
    ("minimum", "has_students", "waived", "needed"),
    [
        (4, True, False, 4),
        (4, True, True, 0),
        (4, False, False, 0),
        (4, False, True, 0),
        (6, True, False, 6),
        (0, True, False, 0),
    ],
)
def test_projects_needed(minimum: int, has_students: bool, waived: bool, needed: int) -> None:
    assert projects_needed(minimum, has_students=has_students, waived=waived) == needed


@pytest.mark.parametrize(
    ("published", "needed", "expected"),
    [
        (0, 4, [("projects-too-few", True, {"published": 0, "needed": 4, "missing": 4})]),
        (3, 4, [("projects-too-few", True, {"published": 3, "needed": 4, "missing": 1})]),
        (4, 4, []),
        (9, 4, []),
        (0, 0, []),
    ],
)
def test_project_findings(published: int, needed: int, expected: list[object]) -> None:
    found = project_findings(published, needed)
    assert [(finding.code, finding.blocking, finding.params) for finding in found] == expected


def test_the_sentence_says_how_many_more() -> None:
    (finding,) = project_findings(3, 4)
    assert finding.message % finding.params == "3 of 4 projects are published. Add 1 more."
