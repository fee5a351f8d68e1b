"""The rows of the reviewer's page: two queries, however many units there are."""

import zlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby

from django.db.models import Prefetch

from accounts.models import User
from campaigns.findings import Finding
from campaigns.models import Campaign
from units.cockpit.lanes import ChangedFact, Lane, changed_facts, lane_of
from units.models import HELD, Team, TeamReview, UnitYear

DECISIONS = (TeamReview.Decision.APPROVED, TeamReview.Decision.RETURNED)
STAMP_LENGTH = 4  # so short that the stamps of 1,000 units fit into the address a page asks by


@dataclass(frozen=True)
class TeamRow:
    """One unit on the reviewer's page, at this moment."""

    unit_year: UnitYear
    at: datetime

    @cached_property
    def team(self) -> Team | None:
        """What the unit filed, if anything."""
        return getattr(self.unit_year, "team", None)

    @cached_property
    def findings(self) -> list[Finding]:
        """What the machine checks found."""
        return self.team.findings if self.team else []

    @cached_property
    def lane(self) -> Lane:
        """Where the unit stands."""
        return lane_of(self.team.state if self.team else "", has_findings=bool(self.findings))

    @cached_property
    def steps(self) -> list[TeamReview]:
        """The team's history, the oldest step first."""
        return list(self.team.reviews.all()) if self.team else []

    @cached_property
    def last(self) -> TeamReview | None:
        """The last step nobody took back."""
        return next((step for step in reversed(self.steps) if step.undone_at is None), None)

    @cached_property
    def undoable(self) -> TeamReview | None:
        """The decision that may still be taken back."""
        last = self.last
        in_outbox = last and last.decision in DECISIONS and last.released_at is None and last.at > self.at - HELD
        return last if in_outbox else None

    @cached_property
    def changes(self) -> list[ChangedFact]:
        """What a new filing changed since the office last decided on this team."""
        if self.team is None or not self.lane.waits:
            return []
        seen = next((step for step in reversed(self.steps) if step.facts and step.version < self.team.version), None)
        return changed_facts(seen.facts, self.team.snapshot) if seen else []

    @cached_property
    def is_again(self) -> bool:
        """Whether the office decided on an earlier version: only the changes need a look."""
        return self.lane.waits and any(step.facts and step.version < self.team.version for step in self.steps)  # type: ignore[union-attr]

    @property
    def stamp(self) -> str:
        """Its lane's first letter and a digest of what the row shows: a page with another stamp shows something old."""
        shown = (
            self.unit_year.unit.code,
            self.unit_year.name,
            self.unit_year.standard_name,
            self.team and self.team.version,
            self.last and self.last.pk,
            self.undoable is None,
            [finding.code for finding in self.findings],
        )
        digest = urlsafe_b64encode(zlib.crc32(repr(shown).encode()).to_bytes(4)).decode()
        return (self.lane[0] + digest)[:STAMP_LENGTH]


@dataclass(frozen=True, slots=True)
class Act:
    """Decisions of one reviewer at one moment: taken back together, with one key."""

    reviews: list[TeamReview]
    until: datetime

    @property
    def first(self) -> TeamReview:
        """The one that stands for the others."""
        return self.reviews[0]


def team_rows(campaign: Campaign, user: User, at: datetime) -> list[TeamRow]:
    """All units of the campaign in the order of Attachment 1."""
    history = Prefetch("team__reviews", TeamReview.objects.select_related("by"))
    units = UnitYear.objects.visible_to(user).for_campaign(campaign)
    return [
        TeamRow(unit_year, at)
        for unit_year in units.select_related("unit", "campaign", "team").prefetch_related(history)
    ]


def stamps(rows: Iterable[TeamRow]) -> str:
    """What a page shows of all units, in one word."""
    return "".join(row.stamp for row in rows)


def moved_since(rows: Sequence[TeamRow], shown: str) -> list[tuple[TeamRow, bool]]:
    """The rows that are no longer as a page with these stamps shows them, and whether they stay in their lane."""
    known = (shown[start : start + STAMP_LENGTH] for start in range(0, len(shown), STAMP_LENGTH))
    return [(row, stamp[0] == row.stamp[0]) for row, stamp in zip(rows, known, strict=True) if stamp != row.stamp]


def by_lane(rows: Iterable[TeamRow]) -> dict[Lane, list[TeamRow]]:
    """Every lane with its rows, empty ones too."""
    lanes: dict[Lane, list[TeamRow]] = {lane: [] for lane in Lane}
    for row in rows:
        lanes[row.lane].append(row)
    return lanes


def outbox(rows: Iterable[TeamRow], user: User) -> list[Act]:
    """One's own decisions that may still be taken back, the newest act first."""
    own = [row.undoable for row in rows if row.undoable and row.undoable.by_id == user.pk]
    own.sort(key=lambda review: (review.at, review.decision), reverse=True)
    acts = groupby(own, key=lambda review: (review.at, review.decision))
    return [Act(list(reviews), moment + HELD) for (moment, _decision), reviews in acts]
