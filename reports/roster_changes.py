"""What a roster would change, listed for its page: one part at a time, fifty people a page."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from volunteers.claiming import ASKED_AT_MOST
from volunteers.models import RosterImport
from volunteers.roster.change_lists import LISTED_AT_MOST

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the change set: its key, its title, how many people it has, and whether it may be taken over."""

    key: str
    title: str
    total: int
    is_chosen: bool
    may_be_taken: bool = False

    @property
    def is_cut(self) -> bool:
        """Whether not all are listed."""
        return self.total > LISTED_AT_MOST

    @property
    def is_too_many(self) -> bool:
        """Whether so many people of others are named that this looks like another unit's roster."""
        return self.key == "held" and self.total > ASKED_AT_MOST


def parts_of(received: RosterImport, wanted: str) -> list[Part]:
    """The parts that have people; chosen is the wanted one, or the first."""
    counts: dict[str, int] = received.report["counts"]
    totals = (
        ("created", _("New"), counts["created"], True),
        ("changed", _("Changed"), counts["updated"], True),
        ("held", _("Listed by another unit"), counts["held"], counts["held"] <= ASKED_AT_MOST),
        ("absent", _("Not in this file"), received.report["absent"], False),
        ("unchanged", _("Unchanged"), counts["unchanged"], False),
    )
    there = [part for part in totals if part[2]]
    chosen = next((key for key, *_rest in there if key == wanted), there[0][0] if there else "")
    return [Part(key, title, total, key == chosen, may_be_taken) for key, title, total, may_be_taken in there]


def change_set(received: RosterImport, wanted: str, page: str) -> dict[str, Any]:
    """The parts, and a page of the people of the chosen one; nothing while the file is not examined."""
    if "counts" not in received.report:
        return {}
    parts = parts_of(received, wanted)
    chosen = next((part for part in parts if part.is_chosen), None)
    lines = received.kept("changes").get(chosen.key, []) if chosen else []
    people: Page[dict[str, Any]] = Paginator(lines, A_PAGE).get_page(page)
    return {"parts": parts, "chosen": chosen, "people": people, "most": LISTED_AT_MOST, "asked_at_most": ASKED_AT_MOST}
