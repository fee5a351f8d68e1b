"""What leaves the house is an event: recorded before its first byte and after its last (SECURITY C15)."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate, localtime, make_aware, now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import AuditEntry, User
from campaigns.models import Campaign
from jobs.running import enqueue
from reports.tables import Column, Row, Table
from units.models import UnitYear

LEAST_REASON, MOST_REASON = 5, 200
LISTS_A_DAY: Final = 20
MANY_PEOPLE: Final = 5000  # so many at once are told to the administrators
TOLD_EVERY: Final = 500  # rows


@dataclass(frozen=True, slots=True)
class Errand:
    """What somebody is about to take: which list (as the record calls it), of whom, how much of it."""

    subject: UnitYear | Campaign
    what: dict[str, Any]
    columns: Sequence[Column]
    expected: int
    lists_people: bool = False
    clear: bool = False
    reason: str = ""

    @property
    def unit(self) -> str:
        """The unit's code; nothing for the whole school."""
        return self.subject.unit.code if isinstance(self.subject, UnitYear) else ""


class Departure:
    """A file on its way out, between the entry that says so and the one that says what it was."""

    def __init__(
        self, started: AuditEntry, subject: UnitYear | Campaign, tell: Callable[[int, int], None] | None = None
    ) -> None:
        self.started = started
        self.subject = subject
        self.tell = tell
        self.count = self.size = 0
        self.digest = hashlib.sha256()
        self.place = ""

    @property
    def serial(self) -> str:
        """The number by which the file is found again in the record."""
        return f"{self.started.pk:06d}"

    def file_name(self, what: str, owner: str, ending: str) -> str:
        """What it is, whose, the day and the serial number."""
        return f"{what} {owner} {localdate(self.started.at):%Y%m%d}-{self.serial}.{ending}"

    def counted(self, table: Table, place: str = "") -> Table:
        """The table, its rows counted as they are drawn; `place` is where to look when one of them cannot be."""
        return replace(table, rows=self.passing(table, place))

    def passing(self, table: Table, place: str) -> Iterator[Row]:
        """The rows of a table as they go by."""
        self.place = place
        for row in table.rows:
            self.count += 1
            if self.tell and not self.count % TOLD_EVERY:
                self.tell(self.count, self.started.detail["expected"])
            yield row

    def watched(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The file piece by piece, and then the record of what it was; a start without an end was broken off."""
        yield from self.weighed(pieces)
        self.finish()

    def weighed(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The file piece by piece; whoever knows when it has arrived writes the end down."""
        for piece in pieces:
            self.digest.update(piece)
            self.size += len(piece)
            yield piece

    @transaction.atomic
    def finish(self) -> None:
        """Write down how many rows went out, and the file's digest."""
        facts: dict[str, Any] = {"count": self.count, "bytes": self.size, "sha256": self.digest.hexdigest()}
        told = {"serial": self.started.pk, **facts}
        record("export-finished", self.subject, unit=self.started.unit, by=self.started.by, at=now(), **told)


@transaction.atomic
def begin(errand: Errand, *, by: User | None, at: datetime) -> AuditEntry:
    """Write down what is going to leave; complete numbers want a reason, lists of people are limited for each day."""
    reason = errand.reason.replace("\0", "").strip()  # PostgreSQL keeps no NUL
    if errand.clear and not LEAST_REASON <= len(reason) <= MOST_REASON:
        sentence = _("Say in %(least)s to %(most)s characters what the complete numbers are for.")
        counts = {"least": LEAST_REASON, "most": MOST_REASON}
        raise ValidationError({"reason": ValidationError(sentence, code="reason-missing", params=counts)})
    if by and errand.lists_people:
        keep_to_limit(by, at)
    detail = {
        **errand.what,
        "clear_numbers": errand.clear,
        "columns": [column.title for column in errand.columns],
        "expected": errand.expected,
        "lists_people": errand.lists_people,
    }
    started = record("export-started", errand.subject, unit=errand.unit, reason=reason, by=by, at=at, **detail)
    if errand.lists_people and errand.expected > MANY_PEOPLE:
        enqueue("tell-export", started, by=None, at=at)
    return started


def keep_to_limit(by: User, at: datetime) -> None:
    """Refuse one list of people too many for a day."""
    User.objects.select_for_update().get(pk=by.pk)  # two clicks at once count as two
    midnight = make_aware(datetime.combine(localdate(at), time.min))
    today = AuditEntry.objects.filter(by=by, action="export-started", at__gte=midnight, detail__lists_people=True)
    if today.count() >= LISTS_A_DAY:
        sentence = _("You have taken %(count)s lists of people today, and no more are given out on one day.")
        raise ValidationError(sentence, code="export-limit", params={"count": LISTS_A_DAY})


def keeping_notes(started: AuditEntry) -> list[tuple[str, str]]:
    """What stands on the sheet of notes of a workbook with complete numbers."""
    return [
        ("使用说明", "本工作簿含完整的证件号码和手机号码，属于个人信息，请妥善保管。"),
        ("导出人", taker(started)),
        ("导出时间", f"{localtime(started.at):%Y-%m-%d %H:%M:%S}（北京时间）"),
        ("导出编号", f"{started.pk:06d}"),
        ("人数", str(started.detail["expected"])),
        ("用途", started.reason),
        ("保管要求", "只用于上述用途；不得用微信群、QQ群或普通邮件转发；用毕删除。本次导出已登记，可以追查。"),
    ]


def keeping_stamp(started: AuditEntry) -> str:
    """What stands at the foot of each page with complete numbers."""
    moment = f"{localtime(started.at):%Y-%m-%d %H:%M}"
    return f"导出编号 {started.pk:06d}　{taker(started)}　{moment}　含个人信息，请妥善保管"


def taker(started: AuditEntry) -> str:
    """Who took it; commands on the server are nobody's."""
    return str(started.by) if started.by else "服务器命令"
