"""Taking a whole import back.

Applying keeps, sealed on the import, what it takes to go back: for each person it added a mark of what it wrote, for
each it changed also the facts from before. Undoing compares every row with its mark: whom somebody changed, moved or
removed since is left alone and named; of the others the added ones go and the changed ones get their facts back.
Because what stands there is compared, not how often it was changed, imports may be taken back in any order: once the
later one is undone, the rows are again what the earlier one wrote. The rows are written as everywhere, by version.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from units.models import UnitYear
from volunteers.among import Among
from volunteers.edits import let_earlier_edits_be_undone
from volunteers.encryption import fingerprint
from volunteers.models import Claim, RosterImport, Volunteer
from volunteers.roster.changes import ChangeSet
from volunteers.roster.known import facts_of
from volunteers.roster.person import FACTS
from volunteers.roster.writing import (
    THIS_VERSION,
    UNREGISTERED,
    UPDATED,
    Overtaken,
    Rows,
    Stored,
    rows_of,
    staged,
    volunteers_with,
)

MARK_LENGTH = 24
MARKED = tuple(name for name in FACTS if name != "status")
TO_BE_UNDONE = (RosterImport.State.APPLIED, RosterImport.State.UNDOING)

Facts = Mapping[str, str]


@dataclass(slots=True)
class WayBack:
    """Who goes, who gets back which facts, who stays because of a later edit, how many are no longer the unit's."""

    removed: list[Volunteer] = field(default_factory=list)
    restored: list[tuple[Volunteer, Facts]] = field(default_factory=list)
    edited: list[Volunteer] = field(default_factory=list)
    versions: dict[tuple[int, int], list[uuid.UUID]] = field(default_factory=lambda: defaultdict(list))
    gone: int = 0


def mark(unit: str, facts: Facts) -> str:
    """A keyed digest of a person as written."""
    status = facts.get("status") or UNREGISTERED
    return fingerprint("\0".join([unit, status, *(facts.get(name, "") for name in MARKED)]))[:MARK_LENGTH]


def way_back(created: Iterable[Stored], changes: ChangeSet) -> dict[str, Any]:
    """What is kept when an import is applied."""
    return {
        "created": {
            str(stored["id"]): mark(incoming.unit, incoming.facts)
            for stored, incoming in zip(created, changes.created, strict=True)
        },
        "changed": {
            change.known.key: {
                "before": dict(change.known.facts),
                "source": change.known.source,
                "version": change.known.version,
                "mark": mark(change.known.unit, change.after),
            }
            for change in changes.changed
        },
    }


def look_back(received: RosterImport) -> WayBack:
    """What taking this import back would do now; nothing is changed."""
    refuse_not_undoable(received)
    kept = received.kept("undo")
    codes = dict(UnitYear.objects.for_campaign(received.campaign).values_list("pk", "unit__code"))
    back = WayBack()
    for person in stored(chain(kept["created"], kept["changed"])):
        if received.unit_year_id not in (None, person.unit_year_id):
            continue  # in another unit by now: not even a name of it is shown
        key, is_as_written = str(person.pk), mark(codes[person.unit_year_id], facts_of(person))
        changed = kept["changed"].get(key)
        if is_as_written != (changed["mark"] if changed else kept["created"][key]):
            back.edited.append(person)
        elif changed:
            person.roster_import_id = uuid.UUID(changed["source"]) if changed["source"] else None
            back.versions[changed["version"], person.version + 1].append(person.pk)
            back.restored.append((person, changed["before"]))
        else:
            back.removed.append(person)
    back.gone = len(kept["created"]) + len(kept["changed"]) - len(back.removed) - len(back.restored) - len(back.edited)
    leave_numbers_of_others(back, received)
    return back


def refuse_not_undoable(received: RosterImport) -> None:
    """Refuse what was not taken over, or whose way back is no longer kept."""
    if received.state not in TO_BE_UNDONE or not received.undo_sealed:
        raise not_undoable()


def not_undoable() -> ValidationError:
    """There is no way back."""
    return ValidationError(_("This import cannot be taken back any more."), code="import-not-undoable")


def stored(keys: Iterable[str]) -> Iterable[Volunteer]:
    """The people of these keys that are still there."""
    return Volunteer.objects.filter(Among(F("pk"), list(keys)))


def leave_numbers_of_others(back: WayBack, received: RosterImport) -> None:
    """Whose old volunteer number somebody else got since keeps the new one and counts as edited.

    That may in turn leave another number in place, hence the repetition.
    """
    wanted = {facts["volunteer_number"]: person for person, facts in back.restored if facts["volunteer_number"]}
    having = Volunteer.objects.for_campaign(received.campaign).filter(Among(F("volunteer_number"), list(wanted)))
    holders = dict(having.values_list("volunteer_number", "pk"))
    while True:
        leaving = {person.pk for person in back.removed} | {person.pk for person, _facts in back.restored}
        taken = {number for number, holder in holders.items() if holder not in leaving}
        lost = [pair for pair in back.restored if pair[1]["volunteer_number"] in taken]
        if not lost:
            return
        back.edited += [person for person, _facts in lost]
        back.restored = [pair for pair in back.restored if pair[1]["volunteer_number"] not in taken]


def undo_import(
    received: RosterImport, back: WayBack, *, check: Callable[[], None] | None = None, by: User | None, at: datetime
) -> RosterImport:
    """Take an applied import back as looked at before; what it asked of other units is withdrawn.

    `check` may refuse in the last moment, inside the transaction.
    """
    if received.unit_year:
        received.unit_year.check_open(by=by, at=at)
    rows = Rows(
        removed=rows_of(back.removed, THIS_VERSION),
        giving_numbers_up=rows_of(number_givers(back), THIS_VERSION),
        changed=rows_of(volunteers_with(back.restored), (*UPDATED, *THIS_VERSION)),
    )
    counts: dict[str, Any] = {"removed": len(back.removed), "restored": len(back.restored), "edited": len(back.edited)}
    try:
        with staged(rows) as store, transaction.atomic():
            if check:
                check()
            write_back(received, back, store, counts, at=at)
            unit = received.unit_year.unit.code if received.unit_year else ""
            record("roster-undone", received, unit=unit, by=by, at=at, **counts)
    except (IntegrityError, Overtaken):
        sentence = _("Somebody changed the roster at this very moment. Nothing was taken back; look again.")
        raise ValidationError(sentence, code="roster-changed") from None
    return received


def number_givers(back: WayBack) -> list[Volunteer]:
    """Whose number changes on the way back."""
    return [
        person
        for person, facts in back.restored
        if person.volunteer_number and person.volunteer_number != facts["volunteer_number"]
    ]


def write_back(
    received: RosterImport, back: WayBack, store: Callable[[], None], counts: dict[str, Any], *, at: datetime
) -> None:
    """The short part that holds the database's write lock."""
    applied = RosterImport.objects.filter(pk=received.pk, state=received.state)
    received.state, received.undone_at, received.report["undone"] = RosterImport.State.UNDONE, at, counts
    facts = {"state": received.state, "undone_at": at, "report": received.report}
    if not applied.update(**facts, undo_sealed=b"", changes_sealed=b""):
        raise not_undoable()
    gone = {person.pk for person in back.removed}
    claims = Claim.objects.filter(campaign=received.campaign, holder__isnull=False)
    about_them = [key for key, holder in claims.values_list("pk", "holder") if holder in gone]
    Claim.objects.filter(pk__in=about_them).update(holder=None)
    Claim.objects.unsettled().filter(roster_import=received).update(
        state=Claim.State.WITHDRAWN, settled_at=at, facts_sealed=b""
    )
    store()
    let_earlier_edits_be_undone(back.versions)
