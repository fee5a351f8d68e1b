"""What others did for or with a unit since somebody last came, in words."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from accounts.models import AuditEntry, User
from reports.trail import ACTS
from units.models import UnitYear

LOGIN = "auth-ok"
MOST = 6
# What a contact wants to hear of; who looked at what is the office's business.
TOLD = frozenset(
    [
        "claim-kept", "claim-moved", "claim-released", "claim-stays", "claim-withdrawn", "contact-ended",
        "contact-invited", "deadline-extended", "handover-confirmed", "head-count-confirmed", "head-count-questioned",
        "head-count-set", "invitation-accepted", "project-added", "project-changed", "project-commented",
        "projects-asked-again", "projects-copied", "projects-imported", "projects-waived", "roster-applied",
        "roster-undone", "submitted", "team-approved", "team-filed", "team-returned", "volunteer-moved",
        "volunteers-changed",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class News:
    """Acts of one kind since the last visit: how many, and when the newest of them was."""

    words: str
    count: int
    at: datetime


def news_of(unit_year: UnitYear, reader: User) -> tuple[datetime | None, list[News]]:
    """When the reader came the time before, and what others did since, the newest first; two queries."""
    logins = AuditEntry.objects.filter(by=reader, action=LOGIN).order_by("-pk").values_list("at", flat=True)
    since = next(iter(logins[1:2]), None)
    if since is None:
        return None, []
    acts = AuditEntry.objects.filter(at__gt=since, unit=unit_year.unit.code, action__in=TOLD).exclude(by=reader)
    found = list(acts.order_by("-pk").values_list("action", "at"))
    counts, newest = Counter(action for action, _at in found), dict(reversed(found))
    return since, [News(ACTS[action], count, newest[action]) for action, count in counts.items()][:MOST]
