"""What happened to one person: the rosters that touched them and the changes by hand, the newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import User
from volunteers.models import Edit, RosterImport, Volunteer

MOST_IMPORTS = 20


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; `roster` when a file brought it, `edit` when somebody did it by hand."""

    at: datetime
    by: User | None
    roster: RosterImport | None = None
    edit: Edit | None = None


def history(person: Volunteer, user: User) -> list[Event]:
    """What this user may know of it: what happened in another unit before a transfer stays there."""
    own = Q(pk__in=Edit.objects.visible_to(user)) | Q(act=Edit.Act.MOVED)
    edits = Edit.objects.touching(person).filter(own).select_related("by")
    events = [Event(edit.at, edit.by, edit=edit) for edit in edits]
    events += [Event(each.applied_at or each.at, each.by, roster=each) for each in rosters(person, user)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def rosters(person: Volunteer, user: User) -> Iterator[RosterImport]:
    """The imports that wrote the person; each keeps which one wrote them before, until it can no longer be undone."""
    source = str(person.roster_import_id or "")
    for _step in range(MOST_IMPORTS):
        roster = RosterImport.objects.select_related("by").filter(pk=source).first() if source else None
        if roster is None:
            return
        if roster.unit_year_id == person.unit_year_id or user.is_office:
            yield roster
        source = roster.kept("undo").get("changed", {}).get(str(person.pk), {}).get("source", "")
