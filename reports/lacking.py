"""What a unit lacks and could mend itself: the ground for a reminder (DOMAIN 2.4)."""

from collections.abc import Iterable
from typing import Final

from campaigns.findings import Finding
from reports.lights import Filing
from sheets.problems import gettext_noop

EVERYTHING: Final = "everything"
PAPER: Final = "paper"
# What a reminder may be about, and the findings that belong to it. A team that waits for the office lacks nothing.
KINDS: Final[dict[str, frozenset[str]]] = {
    "head-count": frozenset({"head-count-missing"}),
    "team": frozenset({"team-not-filed", "team-returned"}),
    "projects": frozenset({"projects-too-few"}),
    "quota": frozenset({"quota-short", "party-short"}),
    "submission": frozenset({"submission-missing", "submission-changed"}),
    PAPER: frozenset({"paper-missing"}),
}
ALL: Final = frozenset().union(*KINDS.values())


def filing_findings(filing: Filing, *, waits: bool) -> list[Finding]:
    """What was not handed in, or not as it is now; `waits`: the unit cannot hand in before the office has decided."""
    found = []
    if not filing.receipt and not waits:
        found.append(Finding("submission-missing", gettext_noop("The tables are not handed in yet."), False))
    elif filing.receipt and filing.is_changed:
        message = gettext_noop("The head count was changed after the tables were handed in. Hand in again.")
        found.append(Finding("submission-changed", message, False))
    if filing.paper is False:
        found.append(Finding("paper-missing", gettext_noop("The signed paper has not arrived yet."), False))
    return found


def lacking(findings: Iterable[Finding], filing: Filing, kind: str = EVERYTHING) -> list[Finding]:
    """Everything a unit lacks of this kind, in the order of the work."""
    known, codes = list(findings), ALL if kind == EVERYTHING else KINDS[kind]
    waits = any(finding.code == "team-not-approved" for finding in known)
    return [finding for finding in (*known, *filing_findings(filing, waits=waits)) if finding.code in codes]


def still_lacking(findings: Iterable[Finding], codes: Iterable[str]) -> list[Finding]:
    """Of what a reminder named, what is lacking even now."""
    named = set(codes)
    return [finding for finding in findings if finding.code in named]
