"""Where a unit's signed paper is: at the office, in time, late, of an earlier version, or still missing."""

from datetime import datetime
from enum import StrEnum

from sheets.problems import gettext_noop


class PaperState(StrEnum):
    """What the ledger of the paper deadline says of a unit."""

    RECEIVED = "received"
    LATE = "late"
    OUTDATED = "outdated"
    MISSING = "missing"
    NOTHING = "nothing"

    @property
    def is_owed(self) -> bool:
        """Whether the unit still has to bring paper."""
        return self not in (PaperState.RECEIVED, PaperState.LATE)


WORDS = {
    PaperState.RECEIVED: gettext_noop("received"),
    PaperState.LATE: gettext_noop("received late"),
    PaperState.OUTDATED: gettext_noop("an earlier version lies here"),
    PaperState.MISSING: gettext_noop("missing"),
    PaperState.NOTHING: gettext_noop("nothing handed in yet"),
}
TONES = {
    PaperState.RECEIVED: "done",
    PaperState.LATE: "warn",
    PaperState.OUTDATED: "stop",
    PaperState.MISSING: "stop",
    PaperState.NOTHING: "todo",
}


def paper_state(version: int, paper_version: int, received_at: datetime | None, *, due: datetime) -> PaperState:
    """The state of a unit whose newest version is this one, and whose paper, if any, counts for that one."""
    if not version:
        return PaperState.NOTHING
    if received_at is None:
        return PaperState.MISSING
    if paper_version != version:
        return PaperState.OUTDATED
    return PaperState.RECEIVED if received_at < due else PaperState.LATE
