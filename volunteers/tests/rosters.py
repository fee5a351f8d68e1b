"""Rosters for tests: rows of text as csv or workbook, received and examined."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from accounts.models import User
from jobs.models import Job
from jobs.running import run_waiting
from sheets.tests.building import csv_of, saved, workbook
from units.models import UnitYear
from volunteer_portal.demo.people import document_number
from volunteers.models import RosterImport
from volunteers.roster.importing import check, receive

HEADER = ["姓名", "证件号码", "人员类别", "政治面貌", "志愿者编号", "备注"]


def line(serial: int, **others: Any) -> list[Any]:
    """A good row of a registered student, equal serials the same person."""
    facts = {
        "姓名": "慕容" + chr(0x4E00 + serial), "证件号码": document_number(serial), "人员类别": "本科生",
        "政治面貌": "群众", "志愿者编号": f"V4199002601{serial:06d}A", "备注": "",
    }  # fmt: skip
    return [others.get(title, facts[title]) for title in HEADER]


def as_csv(*lines: Sequence[Any], header: Sequence[str] | None = HEADER) -> bytes:
    """The rows as a csv file."""
    return csv_of(*([list(header)] if header else []), *lines).encode()


def as_workbook(*lines: Sequence[Any]) -> bytes:
    """The rows as a workbook."""
    return saved(workbook(名单=[HEADER, *lines]))


def examined(unit_year: UnitYear, content: bytes, name: str = "名单.csv", by: User | None = None) -> RosterImport:
    """A roster that was sent and read."""
    received = receive(content, name, unit_year.campaign, unit_year, by=by, at=timezone.now())
    check(received)
    return again(received)


def again(received: RosterImport) -> RosterImport:
    """The import as it is stored now."""
    return RosterImport.objects.select_related("campaign", "unit_year__unit", "unit_year__campaign").get(pk=received.pk)


def after(job: Job, received: RosterImport) -> RosterImport:
    """The import after the worker has done what was asked."""
    assert job.state == Job.State.QUEUED
    assert run_waiting() == 1
    return again(received)


def codes(received: RosterImport) -> list[tuple[int, str]]:
    """Row and code of each problem."""
    return [(kept["row"], kept["code"]) for kept in received.report["problems"]]


def is_complete(received: RosterImport) -> bool:
    """Rows in = accepted + held + ignored."""
    counts = received.report["counts"]
    return bool(counts["rows"] == counts["accepted"] + counts["held"] + counts["ignored"])
