"""Taking an import back, until the unit has handed in."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.models import Campaign
from jobs.models import Job
from reports.models import Submission
from volunteers.models import RosterImport
from volunteers.roster.asking import ask, do
from volunteers.roster.undoing import WayBack, look_back, refuse_not_undoable, undo_import


def handed_in_since(received: RosterImport) -> bool:
    """Whether what the import brought already stands in a version the unit handed in."""
    return Submission.objects.filter(unit_year=received.unit_year, at__gte=received.applied_at).exists()


def refuse_late(received: RosterImport) -> None:
    """Refuse what already left the house."""
    if handed_in_since(received):
        sentence = _("Your unit has handed in since. This import can no longer be taken back.")
        raise ValidationError(sentence, code="handed-in-since")


def undo_roster(received: RosterImport, *, by: User | None, at: datetime) -> WayBack:
    """Take an import back, unless the unit has handed in since; who was edited later stays and is named."""

    def check() -> None:
        Campaign.objects.select_for_update().get(pk=received.campaign_id)  # as handing in does: one after the other
        refuse_late(received)

    back = look_back(received)
    undo_import(received, back, check=check, by=by, at=at)
    return back


def ask_undoing(received: RosterImport, *, by: User | None, at: datetime) -> Job:
    """Have the worker take a long import back."""
    refuse_not_undoable(received)
    refuse_late(received)
    if received.unit_year:
        received.unit_year.check_open(by=by, at=at)
    return ask(received, "undo-roster", by=by, at=at)


def undo_asked(number: str, job: Job) -> str:
    """Take an import back as it was asked; twice does no harm."""
    return do(number, lambda received: undo_roster(received, by=job.by, at=job.asked_at))
