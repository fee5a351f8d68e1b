"""Whose complete numbers the matrix's visits open, and where that is in order."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from reports import listings
from reports.models import Submission
from volunteers.models import Volunteer
from volunteers.roster import known

CLEAR = {"volunteer_reveal", "roster_row", "roster_file_back"}
TRIES_THE_KEYS = {"readyz", "state"}  # on a stored value that nobody is shown
# what was handed in is held against what is there now, numbers too; the page shows none of them
COMPARES = {"my_unit", "submission", "submission_changes"}
# what was handed in is held against the newest version; the page names no number either
COMPARES_VERSIONS = COMPARES | {"verify"}
OPENS_VERSIONS = COMPARES_VERSIONS | {"submission_attachment", "submission_complete"}


class Openings:
    """Whose complete numbers were opened for more than to be masked, and whose versions; all openings go through here.

    A version holds the complete numbers of all its people: it counts as opened even if the page masks them.
    """

    def __init__(self) -> None:
        self.people: set[Any] = set()
        self.handed_in: set[str] = set()
        self.masking = 0
        self.watch_versions(listings)
        for name in ("document_number", "phone"):
            self.watch(name)
        for module in (listings, known):
            self.watch_many(module)
        listings.masked = self.while_masking(listings.masked)

    def watch(self, name: str) -> None:
        """Stand between the person and everybody who asks for this number, masked or clear."""
        clear, masked = getattr(Volunteer, f"clear_{name}"), getattr(Volunteer, f"masked_{name}").fget

        def watched_clear(person: Volunteer) -> Any:
            if not self.masking:
                self.people.add(person.pk)
            return clear(person)

        setattr(Volunteer, f"clear_{name}", watched_clear)
        setattr(Volunteer, f"masked_{name}", property(self.while_masking(masked)))

    def watch_versions(self, module: Any) -> None:
        """Stand between `listings` and what units handed in: `frozen_of`, and the files kept of it."""
        real = module.decrypt_bytes

        def watched(sealed: Any, context: str) -> bytes:
            self.handed_in.add(context)
            content: bytes = real(sealed, context)
            return content

        module.decrypt_bytes = watched

    def versions(self) -> frozenset[int]:
        """The units whose versions were opened."""
        units = set()
        for kind, number, *_rest in (context.split(":") for context in self.handed_in):
            is_file = {"submission.content": False, "submission.file": True}[kind]
            units.add(Submission.objects.get(pk=number).unit_year_id if is_file else int(number))
        return frozenset(units)

    def watch_many(self, module: Any) -> None:
        """Stand between a module and the numbers it opens all at once."""
        real = module.decrypt_many

        def watched(sealed: Iterable[tuple[Any, str]]) -> Any:
            pairs = list(sealed)
            if not self.masking:
                self.people |= {uuid.UUID(context.rpartition(":")[2]) for _content, context in pairs}
            return real(pairs)

        module.decrypt_many = watched

    def while_masking(self, act: Callable[..., Any]) -> Callable[..., Any]:
        """The same act; what it opens is opened to be masked."""

        def watched(*args: Any) -> Any:
            self.masking += 1
            try:
                return act(*args)
            finally:
                self.masking -= 1

        return watched


OPENINGS = Openings()
