"""What a check code stands for, and whether the paper that bears it is still good (DOMAIN 8.5)."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from django.conf import settings
from django.utils.crypto import constant_time_compare

from reports import drawings
from reports.differences import Differences, Line, differences
from reports.frozen import TABLES, Frozen
from reports.listings import frozen_of
from reports.models import Submission, SubmissionQuerySet
from reports.paper.codes import check_code, in_groups
from reports.paper.pages import Printed, to_reprint
from reports.tables import PaperMark, Table, Undrawable
from volunteers.encryption import fingerprint

FACTS = ("unit_year_id", "version", "receipt", "digest")


def code_key(use: str = "check codes on paper") -> bytes:
    """The key of all codes of one use: it follows from the portal's own, so that the database alone makes none."""
    return bytes.fromhex(fingerprint(f"the key of the {use}"))


def code_of(submission: Submission) -> str:
    """The check code of a version, bound to what it froze."""
    return check_code(code_key(), *(getattr(submission, fact) for fact in FACTS))


def password_of(submission: Submission) -> str:
    """The password of the workbooks mailed with a version: kept nowhere, told on the receipt page only."""
    key = code_key("passwords of mailed workbooks")
    return in_groups(check_code(key, *(getattr(submission, fact) for fact in FACTS)))


def address_of(code: str) -> str:
    """Where a page's QR code leads; its host comes from the settings, never from a request (SECURITY C07)."""
    return f"{settings.SITE_URL.rstrip('/')}/verify/{in_groups(code)}"


def find_version(code: str, submissions: SubmissionQuerySet) -> Submission | None:
    """The one of these versions whose code this is.

    Codes are nowhere stored: every one is made anew and compared in constant time, a few milliseconds for a thousand.
    """
    key = code_key()
    rows = submissions.order_by().values_list("pk", *FACTS)
    found = [pk for pk, *facts in rows if constant_time_compare(check_code(key, *facts), code)]
    named = submissions.lean().select_related("campaign", "unit_year__unit", "paper_received_by", "by")
    return named.filter(pk__in=found).first()


def mark_of(submission: Submission, frozen: Frozen) -> PaperMark:
    """What each page of this version bears."""
    code = code_of(submission)
    return PaperMark(frozen.heading["unit"], submission.version, in_groups(code), address_of(code))


def table_of(submission: Submission, frozen: Frozen, number: int, *, clear: bool) -> Table:
    """Attachment 3 or 4 of a version, drawn from what it froze and from nothing else."""
    return frozen.table(number, on=submission.on, clear=clear, mark=mark_of(submission, frozen))


def printed(submission: Submission, frozen: Frozen, number: int) -> Printed:
    """An attachment of a version as it lies on paper; one that cannot be printed counts as one page."""
    file = submission.files.filter(number=number, drawing="pdf").only("page_ends").first()
    table = table_of(submission, frozen, number, clear=True)
    try:
        ends = file.page_ends if file else drawings.page_ends(table)
    except Undrawable:
        ends = [sum(1 for _row in table.rows)]
    return Printed.of(table, ends)


@dataclass(frozen=True)
class Verdict:
    """A paper's version beside the newest one of its unit."""

    paper: Submission
    current: Submission

    @classmethod
    def on(cls, paper: Submission) -> Self:
        """The verdict on a paper of this version."""
        newest = Submission.objects.lean().filter(unit_year=paper.unit_year_id).order_by("-version")
        current = newest.select_related("campaign", "unit_year__unit", "paper_received_by", "by")[0]
        return cls(paper, paper if current.pk == paper.pk else current)

    @property
    def is_current(self) -> bool:
        """Whether the paper is of the newest version."""
        return self.paper is self.current

    @cached_property
    def both(self) -> tuple[Frozen, Frozen]:
        """What the paper's version and the newest one froze."""
        return frozen_of(self.paper), frozen_of(self.current)

    @cached_property
    def is_good(self) -> bool:
        """Whether everything printed is what it would be today."""
        return self.is_current or self.both[0].on_paper == self.both[1].on_paper

    @property
    def may_be_ticked(self) -> bool:
        """Whether this paper counts."""
        return self.is_good and self.paper.campaign.is_current

    @cached_property
    def differences(self) -> Differences:
        """In what the newest version differs, each person with the page of Attachment 4."""
        found = differences(*self.both)
        return replace(found, people=tuple(replace(line, page=self.page_of(line)) for line in found.people))

    @cached_property
    def pages(self) -> dict[int, Printed]:
        """The newest version's attachments as they are printed."""
        return {number: printed(self.current, self.both[1], number) for number in TABLES}

    @cached_property
    def reprint(self) -> dict[int, list[int]]:
        """For each attachment the pages to print anew from the newest version; only those that have any."""
        if self.is_good:
            return {}
        papers = {number: printed(self.paper, self.both[0], number) for number in TABLES}
        found = {number: to_reprint(papers[number], self.pages[number]) for number in TABLES}
        return {number: pages for number, pages in found.items() if pages}

    def page_of(self, line: Line) -> int | None:
        """The page of Attachment 4 on which a row of the newest version stands; of a removed one there is none."""
        return None if line.kind == "removed" else self.pages[4].page_of(line.row)
