"""What a reviewer would notice about a filed team (DOMAIN 2.1, 4)."""

from datetime import date

import pytest

from campaigns.findings import Finding
from units.naming import compare_names
from units.team_checks import chain_findings, name_findings, rename_findings, status_findings

STANDARD = "示例大学计算机学院志愿服务队"
CHAIN = ("河南省志愿服务联合会", "省直志愿服务总队", "示例大学志愿服务队")
STATUS = "未登记的社会组织或其他组织"
DUE = date(2018, 11, 14)


@pytest.mark.parametrize(
    "registered",
    [STANDARD, "示例大学计算机学院志愿者服务队", "示例大学计算机学院 志愿服务队", "计算机学院志愿服务队", ""],
)
def test_name_findings_say_what_the_comparison_says(registered: str) -> None:
    problem = compare_names(STANDARD, registered)
    expected = [Finding(problem.code, problem.message, False, problem.params)] if problem else []
    assert name_findings(registered, STANDARD) == expected
    assert bool(expected) == (registered != STANDARD)


@pytest.mark.parametrize(
    ("filed", "differs"),
    [
        (CHAIN, False),
        (list(CHAIN), False),
        (CHAIN[:2], True),
        (CHAIN[::-1], True),
        ((*CHAIN, "计算机学院"), True),
        ((), True),
    ],
)
def test_chain_findings(filed: tuple[str, ...], differs: bool) -> None:
    params = {"filed": " → ".join(filed), "expected": "河南省志愿服务联合会 → 省直志愿服务总队 → 示例大学志愿服务队"}
    expected = [("team-chain-differs", False, params)] if differs else []
    assert [(found.code, found.blocking, found.params) for found in chain_findings(filed, CHAIN)] == expected


@pytest.mark.parametrize(
    ("filed", "expected"),
    [
        (STATUS, []),
        ("社会团体", [("team-status-differs", False, {"filed": "社会团体", "expected": STATUS})]),
        ("", [("team-status-differs", False, {"filed": "", "expected": STATUS})]),
    ],
)
def test_status_findings(filed: str, expected: list[object]) -> None:
    assert [(found.code, found.blocking, found.params) for found in status_findings(filed, STATUS)] == expected


@pytest.mark.parametrize(
    ("renamed_on", "is_late"),
    [
        (None, False),
        (date(2018, 9, 1), False),
        (date(2018, 11, 10), False),
        (date(2018, 11, 11), True),
        (date(2018, 11, 14), True),
        (date(2018, 11, 20), True),
    ],
)
def test_rename_findings(renamed_on: date | None, is_late: bool) -> None:
    expected = [("team-renamed-late", False, {"day": str(renamed_on)})] if is_late else []
    assert [(found.code, found.blocking, found.params) for found in rename_findings(renamed_on, DUE)] == expected
