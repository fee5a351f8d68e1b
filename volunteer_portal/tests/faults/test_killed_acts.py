"""Faults 1, 2, 3, 4, 16: a process killed with -9 in an act leaves all of it or nothing, and then it is done once."""

import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import AuditEntry
from jobs.models import Job
from jobs.running import run_waiting
from projects.models import Project
from reports import leaving
from reports.exporting import export
from reports.models import Submission
from reports.submissions import submit
from sheets import reading
from units.models import UnitYear
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.faults.killing import places
from volunteer_portal.tests.school import School, checked_roster, on_a_roster, two_units
from volunteer_portal.tests.serving import made_key
from volunteers.encryption import newest_header
from volunteers.models import RosterImport, Volunteer
from volunteers.roster.importing import apply_import
from volunteers.rotating import rotate_keys
from volunteers.sealed import sealed_fields
from volunteers.tests.test_killed import killed

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]
RUNS, PEOPLE = 60, 400
MOMENTS = [Random(seed).random() for seed in range(RUNS)]  # noqa: S311 – moments to kill at


@pytest.fixture
def school() -> School:
    return two_units()


def counted(action: str) -> int:
    return AuditEntry.objects.filter(action=action).count()


def newcomers(school: School) -> RosterImport:
    """A roster of many new people, read and waiting for its sender's word."""
    people = [on_a_roster(serial) for serial in range(5001, 5001 + PEOPLE)]
    return checked_roster(school.campaign, school.ours.unit_year, people)


def test_1_import_killed_at_every_statement(school: School) -> None:
    received, before = newcomers(school), Volunteer.objects.count()
    seen = 0

    def work() -> None:
        if (now := fresh(received)).state == "checked":  # as its sender finds it after the fault
            apply_import(now, by=None, at=timezone.now())

    for _statement in places(work):
        seen += 1
        found = Volunteer.objects.count() - before, fresh(received).state, counted("roster-applied")
        assert found in ((0, "checked", 0), (PEOPLE, "applied", 1))
    assert seen > 3
    assert (Volunteer.objects.count(), fresh(received).state) == (before + PEOPLE, "applied")
    assert counted("roster-applied") == 1


def fresh(received: RosterImport) -> RosterImport:
    """As it is stored."""
    return RosterImport.objects.select_related("campaign", "unit_year__unit", "unit_year__campaign").get(pk=received.pk)


def test_1_import_killed_at_any_moment(school: School) -> None:
    """Also in the middle of a statement or of a commit; on a slow machine each moment comes later."""
    outcomes, begun = set(), time.monotonic()
    apply_import(newcomers(school), by=None, at=timezone.now())
    usual = time.monotonic() - begun
    Volunteer.objects.filter(name__startswith="慕容第5").delete()
    for moment in MOMENTS:
        received = newcomers(school)
        before, told = Volunteer.objects.count(), counted("roster-applied")
        killed(lambda which=received: apply_import(fresh(which), by=None, at=timezone.now()), moment * 2 * usual)  # type: ignore[misc]
        found = fresh(received).state, Volunteer.objects.count() - before, counted("roster-applied") - told
        assert found in (("checked", 0, 0), ("applied", PEOPLE, 1))
        outcomes.add(found[0])
        if found[0] == "checked":
            apply_import(fresh(received), by=None, at=timezone.now())
        Volunteer.objects.filter(name__startswith="慕容第5").delete()
    assert outcomes == {"checked", "applied"}


def test_2_export_killed_leaves_its_record_before_its_bytes(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving, "LISTS_A_DAY", 1000)
    file, contact, unit_year = tmp_path / "out", school.ours.contact, school.ours.unit_year

    def work() -> None:
        facts: dict[str, Any] = {"clear": True, "reason": "签字盖章的纸质表", "by": contact, "at": timezone.now()}
        made = export(4, school.campaign, UnitYear.objects.get(pk=unit_year.pk), "xlsx", **facts)
        with file.open("wb") as out:
            for part in made.content:
                out.write(part if isinstance(part, bytes) else bytes([part]))

    told = 0
    for _statement in places(work):
        assert counted("export-started") > told or not file.exists()
        told = counted("export-started")
        file.unlink(missing_ok=True)
    assert (told > 0, file.stat().st_size > 0) == (True, True)
    for moment in MOMENTS[:20]:
        file.unlink(missing_ok=True)
        told = counted("export-started")
        killed(work, after=moment * 0.3)
        assert counted("export-started") > told or not file.exists()
    assert visitor(contact).get("/units/cs/attachments/4.xlsx").status_code == 200


def test_3_hand_in_killed_at_every_statement_and_sent_again(school: School) -> None:
    unit_year, contact = school.ours.unit_year, school.ours.contact
    Project.objects.filter(pk=school.ours.projects[0].pk).update(name="银龄手机课")  # there is something new
    before, told = Submission.objects.count(), counted("submitted")

    def work() -> None:
        submit(UnitYear.objects.get(pk=unit_year.pk), explanation="", by=contact, at=timezone.now())

    seen = 0
    for _statement in places(work):
        seen += 1
        assert (Submission.objects.count(), counted("submitted")) in ((before, told), (before + 1, told + 1))
    assert seen > 5
    assert (Submission.objects.count(), counted("submitted")) == (before + 1, told + 1)
    for moment in MOMENTS[:50]:
        Project.objects.filter(pk=school.ours.projects[0].pk).update(name=f"银龄手机课{moment:.9f}")
        before, told = Submission.objects.count(), counted("submitted")
        killed(work, after=moment * 0.15)
        work()
        assert (Submission.objects.count(), counted("submitted")) == (before + 1, told + 1)
    page = visitor(contact).get("/units/cs/submission/").content.decode()
    assert Submission.objects.latest("receipt").receipt_number in page


def test_4_a_reader_without_memory_fails_alone(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """The web process answers, the sender is told, nothing is stored."""
    tight = reading.START.replace("main()", "from sheets import cage; cage.MEMORY = 64 * 2**20; main()")
    monkeypatch.setattr(reading, "START", tight)
    rows = "".join(f"慕容{serial},{on_a_roster(serial).document_number}\n" for serial in range(200_000, 400_000))
    file = SimpleUploadedFile("名单.csv", f"姓名,证件号码\n{rows}".encode())
    client, before = visitor(school.ours.contact), Volunteer.objects.count()
    assert client.post("/units/cs/volunteers/upload/", {"file": file, "informed": "on"}).status_code == 302
    run_waiting()
    received = RosterImport.objects.order_by("-at")[0]
    assert (received.state, Volunteer.objects.count()) == ("refused", before)
    assert client.get(f"/rosters/{received.pk}/").status_code == 200
    assert not Job.objects.unfinished().exists()


def outdated() -> int:
    """How many values lie under an older key."""
    return sum(field.outdated_rows().count() for field in sealed_fields())


def test_16_key_rotation_killed_at_every_statement(settings: Any, school: School) -> None:
    old = list(settings.ENCRYPTION_KEYS)
    numbers = {person.document_number for unit in (school.ours, school.theirs) for person in unit.people[:5]}
    settings.ENCRYPTION_KEYS = [made_key(41), *old]
    newest_header()
    work: Callable[[], object] = lambda: rotate_keys(by=None, at=timezone.now())  # noqa: E731 – one line, used twice
    before = outdated()
    for _statement in places(work, every=2):
        assert {person.clear_document_number() for person in Volunteer.objects.all()} == numbers
    work()
    settings.ENCRYPTION_KEYS = [made_key(41)]
    assert (before > 0, outdated()) == (True, 0)
    assert {person.clear_document_number() for person in Volunteer.objects.all()} == numbers
