"""What a unit's page says beside the five things: how far each is, what blocks and what warns, the way so far."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from reports.board_lines import filing_of
from reports.daily import curve_of
from reports.lacking import lacking, still_lacking
from reports.mending import mendings
from reports.models import Reminder, Submission
from reports.rings import rings
from reports.steps import Step
from reports.tallies import UnitStanding


def overview(
    found: UnitStanding, steps: Sequence[Step], last: Submission | None, reminder: Reminder | None, at: datetime
) -> dict[str, Any]:
    """The unit at this moment."""
    unit_year, figures = found.unit_year, found.figures
    filing = filing_of(unit_year, figures, last, at)
    confirmed = unit_year.count_confirmed_at is not None
    found_rings = rings(figures, unit_year.campaign.terms, filing, confirmed=confirmed)
    named = still_lacking(lacking(found.findings, filing), reminder.codes) if reminder else []
    return {
        "ringed": list(zip(steps, found_rings, strict=True)),
        "blocking": mendings(finding for finding in found.findings if finding.blocking),
        "warning": mendings(finding for finding in found.findings if not finding.blocking),
        "curve": curve_of(found, at),
        "reminder": reminder,
        "reminded_of": mendings(named),
    }
