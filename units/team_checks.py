"""What a reviewer would notice about a filed team (DOMAIN 2.1, 4)."""

from collections.abc import Sequence
from datetime import date, timedelta

from campaigns.findings import Finding
from sheets.problems import gettext_noop
from units.naming import compare_names

FREEZE = timedelta(days=3)


def name_findings(registered: str, standard: str) -> list[Finding]:
    """The registered name has to be the standard name character by character."""
    problem = compare_names(standard, registered)
    return [Finding(problem.code, problem.message, False, problem.params)] if problem else []


def chain_findings(filed: Sequence[str], expected: Sequence[str]) -> list[Finding]:
    """The liaison chain is the circular's."""
    if list(filed) == list(expected):
        return []
    message = gettext_noop("The liaison chain is “%(filed)s”; the circular asks for “%(expected)s”.")
    return [
        Finding("team-chain-differs", message, False, {"filed": " → ".join(filed), "expected": " → ".join(expected)})
    ]


def status_findings(filed: str, expected: str) -> list[Finding]:
    """The registration status is the circular's."""
    if filed == expected:
        return []
    message = gettext_noop("The registration status is “%(filed)s”; the circular asks for “%(expected)s”.")
    return [Finding("team-status-differs", message, False, {"filed": filed, "expected": expected})]


def contact_findings(name: str, phone: str, email: str, is_staff: bool) -> list[Finding]:
    """Somebody can be reached, and is a member of staff (DOMAIN 2.1)."""
    found = []
    if not (name and phone and email):
        message = gettext_noop("Name, phone or e-mail of the staff contact is missing. Fill in all three.")
        found.append(Finding("team-contact-incomplete", message, False))
    if not is_staff:
        message = gettext_noop("Nobody has confirmed that the contact is a member of staff. Set the tick, or name one.")
        found.append(Finding("team-contact-not-staff", message, False))
    return found


def rename_findings(renamed_on: date | None, due_on: date) -> list[Finding]:
    """A renamed team is audited anew and frozen meanwhile, which takes days (DOMAIN 4)."""
    if renamed_on is None or renamed_on < due_on - FREEZE:
        return []
    message = gettext_noop(
        "The team was renamed on %(day)s. It is frozen until it is audited again, perhaps past the deadline."
    )
    return [Finding("team-renamed-late", message, False, {"day": renamed_on.isoformat()})]
