"""What /healthz, /readyz and the administrator's page say of the portal itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from campaigns.models import Campaign
from jobs.models import AtWork, Job
from jobs.worker import Worker
from volunteer_portal import watching
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import on_a_roster, stored_account, stored_campaign, stored_person, stored_unit
from volunteer_portal.tests.serving import made_key

WELL = {"database": "well", "keys": "well", "worker": "well", "disk": "well", "mail": "well", "backup": "well"}


@pytest.fixture
def all_well(db: None, settings: Any) -> None:
    """A portal in order: a worker, room, a backup of this night."""
    now = timezone.now()
    settings.SPACE_WANTED = 0
    stored_campaign()
    AtWork.objects.create(name="host:1", since=now, alive_at=now)
    job("back-up", state=Job.State.DONE)


def job(kind: str, **facts: Any) -> Job:
    """A job somebody asked for just now."""
    return Job.objects.create(kind=kind, subject="1", **{"asked_at": timezone.now(), **facts})


def readiness() -> tuple[int, Any]:
    answer = Client().get("/readyz")
    return answer.status_code, answer.json()


def test_alive_without_a_database() -> None:
    """No query: the process answers even where the database does not (this test may not touch it)."""
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})


def test_ready(all_well: None) -> None:
    assert readiness() == (200, {"ready": True, "checks": WELL})


def silent_worker() -> None:
    AtWork.objects.update(alive_at=timezone.now() - timedelta(seconds=61))


def no_worker() -> None:
    AtWork.objects.all().delete()


def stuck_mail() -> None:
    job("tell-claims", attempts=3, not_before=timezone.now() + timedelta(minutes=4))


def lost_mail() -> None:
    job("tell-decision", state=Job.State.FAILED, finished_at=timezone.now() - timedelta(hours=23))


def old_backup() -> None:
    Job.objects.filter(kind="back-up").update(asked_at=timezone.now() - timedelta(hours=27))


def failed_backup() -> None:
    Job.objects.filter(kind="back-up").update(state=Job.State.FAILED)


@pytest.mark.parametrize(
    "fault, failing",
    [
        (silent_worker, "worker"),
        (no_worker, "worker"),
        (stuck_mail, "mail"),
        (lost_mail, "mail"),
        (old_backup, "backup"),
        (failed_backup, "backup"),
    ],
)
def test_what_is_missing_is_named(all_well: None, fault: Any, failing: str) -> None:
    fault()
    assert readiness() == (503, {"ready": False, "checks": WELL | {failing: "failing"}})


def test_keys_that_open_nothing_are_named(all_well: None, settings: Any) -> None:
    unit_year = stored_unit(Campaign.objects.get())
    stored_person(unit_year, on_a_roster(1))
    assert readiness()[0] == 200
    settings.ENCRYPTION_KEYS = [made_key(31)]
    assert readiness() == (503, {"ready": False, "checks": WELL | {"keys": "failing"}})


def test_full_disk_is_named(all_well: None, settings: Any) -> None:
    settings.SPACE_WANTED = 1
    assert readiness() == (503, {"ready": False, "checks": WELL | {"disk": "failing"}})


@pytest.mark.parametrize("harmless", [{"attempts": 2}, {"attempts": 0}])
def test_mail_that_waits_its_turn_is_no_fault(all_well: None, harmless: dict[str, int]) -> None:
    job("tell-decision", **harmless)
    job("tell-claims", state=Job.State.FAILED, finished_at=timezone.now() - timedelta(hours=25))
    assert readiness()[0] == 200


def test_an_empty_house_needs_no_backup(db: None) -> None:
    assert watching.backup(timezone.now()).is_well


@pytest.mark.django_db(transaction=True)
def test_a_worker_signs_on_and_off(settings: Any) -> None:
    settings.STANDING_BY = []
    worker, at = Worker(), timezone.now()
    for seconds in (0, 9, 10):
        worker.sign(at + timedelta(seconds=seconds))
    signed = AtWork.objects.get()
    assert (signed.name, signed.since, signed.alive_at) == (worker.name, at, at + timedelta(seconds=10))
    AtWork.objects.create(name="gone:1", since=at, alive_at=at - timedelta(days=2))
    worker.is_stopping = True
    worker.work()
    assert list(AtWork.objects.values_list("name", flat=True)) == ["gone:1"]


def test_the_administrator_reads_it_in_words(all_well: None) -> None:
    administrator = visitor(stored_account("administrator", User.Role.ADMINISTRATOR))
    page = administrator.get("/state/").content.decode()
    assert "Everything is as it should be." in page
    assert connection.display_name in page
    stuck_mail()
    no_worker()
    page = administrator.get("/state/").content.decode()
    for sentence in (
        "2 things need your attention.",
        "No worker is running: files are not read, mails not sent.",
        "The mail server does not take them: 1 wait, 0 were given up.",
    ):
        assert sentence in page
