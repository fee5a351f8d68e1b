"""At least four projects a year, for units with students (DOMAIN 2.3)."""

from campaigns.findings import Finding
from sheets.problems import gettext_noop


def projects_needed(minimum: int, *, has_students: bool, waived: bool) -> int:
    """How many projects the unit owes: none without students, none with a waiver of the office."""
    return minimum if has_students and not waived else 0


def project_findings(published: int, needed: int) -> list[Finding]:
    """What is missing to the minimum, if anything."""
    if published >= needed:
        return []
    message = gettext_noop("%(published)s of %(needed)s projects are published. Add %(missing)s more.")
    return [
        Finding(
            "projects-too-few", message, True, {"published": published, "needed": needed, "missing": needed - published}
        )
    ]
