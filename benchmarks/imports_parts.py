"""What benchmarks.imports measures, once Django is set up."""

import io
import time
import uuid
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from python_calamine import CalamineWorkbook

from benchmarks.imports import CHANGED
from benchmarks.imports_material import listed, workbook_of
from benchmarks.measuring import LARGEST, ROUNDS, alternate, median, settle, timed, with_peers
from campaigns.models import Campaign
from jobs.worker import IDLE_SECONDS, make_ready
from jobs.worker import SELDOM as SELDOM
from units.models import UnitYear
from volunteer_portal.tests.school import stored_campaign, stored_unit
from volunteers.encryption import encrypt_many
from volunteers.models import RosterImport, Volunteer
from volunteers.roster import importing, writing

SCHOOL = min(40_000, LARGEST)


def preview(size: int) -> dict[str, list[float]]:
    """A file of this size, in a school of 40,000: all of them with 1,000 changes, or people of another unit."""
    campaign, unit = school()
    taken_over(sent(workbook_of(listed(SCHOOL)), unit))
    settle()
    if size == SCHOOL:
        content = workbook_of(listed(SCHOOL, changed=CHANGED))
    else:
        another = stored_unit(campaign, "law", "法学院", position=2)
        content, unit = workbook_of(listed(size, first=SCHOOL + 1)), another
    waiting = [sent(content, unit) for _round in range(ROUNDS)]
    contestants = {"bare": partial(bare_reading, content), "preview": lambda: importing.check(waiting.pop())}
    return alternate(contestants, before=between_jobs)


def between_jobs() -> None:
    """What the worker does meanwhile: a reader starts and stands by."""
    make_ready()
    time.sleep(IDLE_SECONDS)


def applying(size: int) -> dict[str, Any]:
    """So many new people, the same file with 1,000 changes, and the bare writing of the same rows."""
    _campaign, unit = school()
    first, again = workbook_of(listed(size)), workbook_of(listed(size, changed=CHANGED))
    taken_over(checked(first, unit))
    rows, texts = list(Volunteer.objects.values_list(*writing.FIELDS)), numbers()
    found: dict[str, list[float]] = {"new": [], "changes": [], "bare": []}
    locks = []
    for _round in range(ROUNDS):
        empty()
        found["bare"].append(timed(partial(bare_writing, rows, texts)))
        for name, content in (("new", first), ("changes", again)):
            received = checked(content, unit)
            with Watched() as watched:
                found[name].append(timed(partial(taken_over, received)))
            if name == "new":
                locks.append(watched.longest)
    return {"seconds": found, "lock": locks}


def peer(size: int) -> dict[str, list[float]]:
    """From the bytes of a file to people in the database."""
    with_peers()
    from benchmarks.imports_peer import BulkResource, RosterResource, dataset  # which need what with_peers() brings

    _campaign, unit = school()
    content = workbook_of(listed(size))

    def theirs(resource: type[Any]) -> None:
        empty()
        resource(unit).import_data(dataset(content), raise_errors=True, use_transactions=True)

    def ours() -> None:
        empty()
        taken_over(checked(content, unit))

    contestants = {
        "as documented": partial(theirs, RosterResource),
        "in bulk": partial(theirs, BulkResource),
        "portal": ours,
    }
    results = []
    for act in contestants.values():
        act()
        results.append(said())
    if len(results[0]) != size or any(result != results[0] for result in results):
        raise SystemExit("They do not import the same.")
    return alternate(contestants, before=between_jobs)


def growth(*sizes: int) -> dict[int, float]:
    """File to people at each size: one file up to 40,000, beyond that as many of 40,000 as it takes."""
    campaign, found = stored_campaign(), {}
    for size in sizes:
        files = [sent_by_unit(campaign, place, min(size, SCHOOL)) for place in range(max(1, size // SCHOOL))]
        found[size] = median(files_to_people(files) for _round in range(min(3, ROUNDS) if len(files) == 1 else 1))
    return found


def sent_by_unit(campaign: Campaign, place: int, size: int) -> tuple[bytes, UnitYear]:
    """One file of one unit; no two units list the same people."""
    code = f"u{place}"
    unit = UnitYear.objects.filter(unit__code=code).first() or stored_unit(campaign, code, code, position=place + 1)
    return workbook_of(listed(size, first=place * SCHOOL + 1)), unit


def files_to_people(files: list[tuple[bytes, UnitYear]]) -> float:
    """The seconds for these files, one after the other, in a school where nobody is listed yet."""
    empty()
    return sum(file_to_people(*file) for file in files)


def file_to_people(content: bytes, unit: UnitYear) -> float:
    """The seconds for one of them."""
    between_jobs()
    return timed(partial(taken_over, sent(content, unit)))


def school() -> tuple[Campaign, UnitYear]:
    """A campaign with one unit."""
    campaign = stored_campaign()
    return campaign, stored_unit(campaign)


def sent(content: bytes, unit: UnitYear) -> RosterImport:
    """A roster that waits for the worker."""
    return importing.receive(content, "名单.xlsx", unit.campaign, unit, by=None, at=now())


def checked(content: bytes, unit: UnitYear) -> RosterImport:
    """A roster that was read and waits for its sender's word."""
    received = sent(content, unit)
    importing.check(received)
    return received


def taken_over(received: RosterImport) -> None:
    """All of it."""
    if received.state == RosterImport.State.RECEIVED:
        importing.check(received)
    importing.apply_import(received, by=None, at=now())


def now() -> datetime:
    """The moment of an act."""
    return timezone.now()


def empty() -> None:
    """Nobody is listed any more."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {writing.PEOPLE}")  # noqa: S608 – our own table


def bare_reading(content: bytes) -> None:
    """What python-calamine needs for the file."""
    CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def numbers() -> list[tuple[str, str]]:
    """The numbers that have to be sealed, with what binds them to their rows."""
    pairs = []
    for person in Volunteer.objects.all():
        pairs.append((person.clear_document_number(), Volunteer.seal_context("document_number", person.pk)))
        pairs.append((person.clear_phone(), Volunteer.seal_context("phone", person.pk)))
    return pairs


def bare_writing(rows: list[Any], texts: list[tuple[str, str]]) -> None:
    """Sealing alone, and one statement that writes the rows: executemany, or COPY."""
    encrypt_many(texts)
    columns = ", ".join(str(field.column) for field in writing.FIELDS.values())
    values = [tuple(fact.hex if isinstance(fact, uuid.UUID) else fact for fact in row) for row in rows]
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            texts_only = ", ".join(str(f.column) for f in writing.FIELDS.values() if not f.null)
            form = f"COPY {writing.PEOPLE} ({columns}) FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL ({texts_only}))"
            cursor.copy_expert(form, writing.as_csv([tuple(map(as_bytes, row)) for row in rows]))
        else:
            marks = ", ".join(["%s"] * len(writing.FIELDS))
            cursor.executemany(f"INSERT INTO {writing.PEOPLE} ({columns}) VALUES ({marks})", values)  # noqa: S608 – ours
        transaction.set_rollback(True)


def as_bytes(fact: Any) -> Any:
    """What PostgreSQL gives as a view of memory."""
    return bytes(fact) if isinstance(fact, memoryview) else fact


def said() -> set[Any]:
    """Everybody with what was read of them."""
    facts = [
        "fingerprint",
        "name",
        "sex",
        "category",
        "school_number",
        "politics",
        "volunteer_number",
        "status",
        "remark",
    ]
    return set(Volunteer.objects.values_list(*facts))


class Watched:
    """Notes the longest transaction meanwhile."""

    longest = 0.0

    def __enter__(self) -> "Watched":
        self.original, this = transaction.Atomic.__enter__, self
        leave = transaction.Atomic.__exit__

        def enter(atomic: Any) -> None:
            self.original(atomic)
            atomic.begun = now()

        def end(atomic: Any, *error: Any) -> None:
            leave(atomic, *error)
            this.longest = max(this.longest, (now() - atomic.begun).total_seconds())

        self.leave = leave
        transaction.Atomic.__enter__, transaction.Atomic.__exit__ = enter, end  # type: ignore[method-assign]
        return self

    def __exit__(self, *_error: object) -> None:
        transaction.Atomic.__enter__, transaction.Atomic.__exit__ = self.original, self.leave  # type: ignore[method-assign]
