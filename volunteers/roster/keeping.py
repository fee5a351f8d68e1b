"""Files are kept no longer than somebody needs them."""

from datetime import datetime, timedelta
from typing import Any, Final

from volunteers.models import RosterImport

DAYS_KEPT: Final = timedelta(days=7)
FILE_PARTS: Final[dict[str, Any]] = {"upload_sealed": b"", "mending_sealed": b"", "marked_sealed": b""}


def put_away_old_files(at: datetime) -> int:
    """Delete the files of imports that nobody decided within a week; returns how many there were."""
    old = RosterImport.objects.filter(at__lt=at - DAYS_KEPT).exclude(state=RosterImport.State.RECEIVED)
    return old.exclude(upload_sealed=b"").update(**FILE_PARTS)


def kept_until(received: RosterImport) -> datetime:
    """The moment at which an undecided file is deleted."""
    return received.at + DAYS_KEPT
