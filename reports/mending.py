"""Where somebody mends what was found missing, and in which words the way there is named."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from campaigns.findings import Finding
from sheets.problems import gettext_noop


class Mending(NamedTuple):
    """Something that is missing, the page on which it is mended, and that page's name."""

    finding: Finding
    page: str
    title: str


HEAD_COUNT: Final = ("head_count", gettext_noop("Head count"))
TEAM: Final = ("team", gettext_noop("Team"))
MISSING: Final = ("missing", gettext_noop("Who is missing"))
PROJECTS: Final = ("project_list", gettext_noop("Projects"))
SUBMISSION: Final = ("submission", gettext_noop("Submission"))
PAGES: Final = {
    "head-count-missing": HEAD_COUNT,
    "team-not-filed": TEAM,
    "team-not-approved": TEAM,
    "team-returned": TEAM,
    "projects-too-few": PROJECTS,
    "quota-short": MISSING,
    "party-short": MISSING,
    "submission-missing": SUBMISSION,
    "submission-changed": SUBMISSION,
    "paper-missing": SUBMISSION,
}


def mendings(findings: Iterable[Finding]) -> list[Mending]:
    """Each of them with the way to the page where it is mended."""
    return [Mending(finding, *PAGES[finding.code]) for finding in findings]
