"""Files of the whole school take long: the worker makes them, sealed, and whoever asked has a day to fetch them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from campaigns.models import Campaign
from jobs.models import Job
from jobs.running import enqueue, progress
from reports.export_links import use_link
from reports.exporting import Wanted, begin_export, draw
from reports.leaving import Departure
from reports.locking import locked
from reports.models import ExportFile, ExportPart
from reports.tables import Undrawable
from volunteers.encryption import decrypt_bytes, encrypt_bytes

STATE = ExportFile.State
KIND: Final = "draw-export"
PART_BYTES: Final = 1 << 20


@transaction.atomic
def ask_export(
    number: int, campaign: Campaign, *, drawing: str, clear: bool, reason: str, by: User, at: datetime
) -> Job | None:
    """Record that a file of the whole school is wanted, and ask the worker for it; one at a time for each account.

    Where two people have to want it (settings.EXPORTS_NEED_SECOND) there is no job before another one approves.
    """
    User.objects.select_for_update().get(pk=by.pk)  # two clicks at once wait for one another here
    if Job.objects.visible_to(by).unfinished().filter(kind=KIND).exists():
        sentence = _("Your last file is still being made. Wait until it is ready, then ask for the next one.")
        raise ValidationError(sentence, code="still-drawing")
    started = begin_export(Wanted(number, campaign, None, drawing, clear), reason=reason, by=by, at=at)
    facts: dict[str, Any] = {"drawing": drawing, "clear_numbers": clear, "started": started, "by": by, "at": at}
    if settings.EXPORTS_NEED_SECOND:
        held = ExportFile.objects.create(campaign=campaign, attachment=number, state=STATE.HELD, **facts)
        enqueue("tell-approval", held, by=None, at=at)
        return None
    return enqueue(KIND, ExportFile.objects.create(campaign=campaign, attachment=number, **facts), by=by, at=at)


def waiting_for(user: User, at: datetime) -> QuerySet[ExportFile]:
    """Other people's files that wait for this administrator's word."""
    return ExportFile.objects.to_be_approved_by(user).kept(at).select_related("campaign", "started", "by")


@transaction.atomic
def approve_export(file: ExportFile, *, by: User, at: datetime) -> None:
    """Another administrator wants it too: the worker makes the file, for whoever asked first."""
    waiting = ExportFile.objects.to_be_approved_by(by).filter(pk=file.pk)
    if not waiting.update(state=STATE.ASKED):
        raise ValidationError(_("Somebody else has approved this file already."), code="approved-already")
    record("export-approved", file.campaign, by=by, at=at, serial=file.started_id)
    enqueue(KIND, file, by=file.by, at=at)


def draw_export(number: str, job: Job) -> str:
    """Make a file as the worker; returns the page where it is fetched. Begun twice, it is made anew."""
    file = ExportFile.objects.select_related("campaign", "started__by").get(pk=number)
    if file.state == STATE.ASKED:
        wanted = Wanted(file.attachment, file.campaign, None, file.drawing, file.clear_numbers)
        departure = Departure(file.started, wanted.subject, tell=lambda done, total: progress(job, done, total))
        try:
            keep(file, wanted, departure)
        except Undrawable as refusal:
            told = {"message": refusal.message, "params": refusal.params, "place": departure.place}
            close(file, STATE.REFUSED, problem=told)
    return reverse("exports")


def keep(file: ExportFile, wanted: Wanted, departure: Departure) -> None:
    """Draw the file into its sealed parts."""
    file.parts.all().delete()
    made = draw(wanted, departure)
    for position, content in enumerate(stretches(departure.weighed(made.content))):
        sealed = encrypt_bytes(content, seal_context(file, position))
        ExportPart.objects.create(file=file, position=position, content_sealed=sealed)
    arrive(file, made.name, departure)


@transaction.atomic
def arrive(file: ExportFile, name: str, departure: Departure) -> None:
    """The file is there and the record says so: both or neither, and once, however often it was begun."""
    facts = {"name": name, "size": departure.size, "rows": departure.count}
    if ExportFile.objects.filter(pk=file.pk, state=STATE.ASKED).update(state=STATE.READY, **facts):
        departure.finish()


def seal_context(file: ExportFile, position: int) -> str:
    """What binds a part to its file and its place in it."""
    return f"export_file.part:{file.pk}:{position}"


def opened(file: ExportFile) -> Iterator[bytes]:
    """The file piece by piece."""
    for position in file.parts.order_by("position").values_list("position", flat=True):
        sealed = file.parts.get(position=position).content_sealed
        yield decrypt_bytes(sealed, seal_context(file, position))


def stretches(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in stretches of one size."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= PART_BYTES:
            yield bytes(waiting[:PART_BYTES])
            del waiting[:PART_BYTES]
    if waiting:
        yield bytes(waiting)


@transaction.atomic
def close(file: ExportFile, state: str, **facts: Any) -> None:
    """Nothing can be fetched of this file."""
    file.parts.all().delete()
    ExportFile.objects.filter(pk=file.pk, state=STATE.ASKED).update(state=state, **facts)


def give_up(number: str) -> None:
    """The worker could not make a file: what there is of it is put away."""
    for file in ExportFile.objects.filter(pk=number):
        close(file, STATE.FAILED)


def fetch(file: ExportFile, *, link: str, password: str = "", by: User, at: datetime) -> Iterator[bytes]:
    """Record who fetches a file, then give it out; a workbook behind a password if one is given."""
    with transaction.atomic():
        use_link(file, link)
        facts: dict[str, Any] = {"serial": file.started_id, "locked": bool(password)}
        record("export-fetched", file.campaign, by=by, at=at, **facts)
    return iter([locked(b"".join(opened(file)), password)]) if password else opened(file)


def put_away_exports(at: datetime) -> int:
    """Delete the files that are older than a day; returns how many there were."""
    return ExportFile.objects.outdated(at).delete()[1].get("reports.ExportFile", 0)
