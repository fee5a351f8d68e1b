"""Every entry of the record is also said to syslog, once it cannot be taken back; syslog stops nothing (C25)."""

import json
import logging
import re
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import AuditEntry, User
from accounts.tracing import TRACE, Trace
from volunteer_portal import starting
from volunteer_portal.logs import JsonFormatter
from volunteer_portal.syslog import Copier, Place
from volunteer_portal.tests.school import stored_account
from volunteer_portal.tests.serving import production, ran

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "110101199001010011"
SAY = """
import django
django.setup()
from django.utils import timezone
from accounts.audit import record
from accounts.models import User
record("auth-fail", User, by=None, at=timezone.now())
"""


@pytest.fixture(params=["unix", "udp"])
def syslog(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[socket.socket]:
    """A syslog, of the machine itself or of another one."""
    kind = socket.AF_UNIX if request.param == "unix" else socket.AF_INET
    with closing(socket.socket(kind, socket.SOCK_DGRAM)) as listening:
        listening.bind(str(tmp_path / "log") if kind == socket.AF_UNIX else ("127.0.0.1", 0))
        listening.settimeout(30)
        yield listening


@pytest.fixture
def copied(syslog: socket.socket) -> Iterator[Copier]:
    """The record is copied there."""
    with closing(copier(syslog.getsockname())) as handler:
        yield handler
        logging.getLogger("accounts.audit").removeHandler(handler)


def copier(place: Place) -> Copier:
    """As the settings make one where AUDIT_SYSLOG is said."""
    handler, logger = Copier(place), logging.getLogger("accounts.audit")
    handler.setFormatter(JsonFormatter())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    return handler


def heard(syslog: socket.socket) -> dict[str, Any]:
    """The next line, taken apart: syslog's own head, the line of the log, the entry."""
    head, line = re.fullmatch(r"(<86>portal: )(.+)", syslog.recv(65536).decode()).groups()  # type: ignore[union-attr]
    facts: dict[str, Any] = json.loads(line)
    return {"head": head, **facts, "said": json.loads(facts["said"])}


def test_an_entry_is_copied(syslog: socket.socket, copied: Copier) -> None:
    TRACE.set(Trace("abcd-efgh-jkmn", "10.0.0.9", "0a1b2c3d"))
    user, now = stored_account("dongfang", User.Role.ADMINISTRATOR), timezone.now()
    entry = record("password-chosen", user, unit="cs", reason=f"忘了 {NUMBER}", by=user, at=now, sessions=2)
    line = heard(syslog)
    assert {name: line[name] for name in ("head", "level", "logger")} == {
        "head": "<86>portal: ", "level": "INFO", "logger": "accounts.audit",
    }  # fmt: skip
    assert line["said"] == {
        "id": entry.pk, "at": f"{now.isoformat(timespec='milliseconds')[:23]}Z", "by_id": user.pk,
        "role": "administrator", "address": "10.0.0.9", "session": "0a1b2c3d", "request": "abcd-efgh-jkmn",
        "action": "password-chosen",
        "object_type": "accounts.user", "object_id": str(user.pk), "unit": "cs", "reason": "忘了 [number]",
        "detail": {"sessions": 2},
    }  # fmt: skip


def test_what_was_taken_back_is_not_copied(syslog: socket.socket, copied: Copier) -> None:
    with transaction.atomic():
        record("auth-fail", User, by=None, at=timezone.now())
        transaction.set_rollback(True)
    with transaction.atomic():
        kept = record("auth-ok", User, by=None, at=timezone.now())
        assert AuditEntry.objects.count() == 1
    assert heard(syslog)["said"]["id"] == kept.pk
    syslog.setblocking(False)
    with pytest.raises(BlockingIOError):
        syslog.recv(1)


def test_a_dead_syslog_stops_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Neither one that is away, nor one that reads no more; when it is back, it hears what is done from then on."""
    place = str(tmp_path / "log")
    with closing(copier(place)) as handler:
        for _act in range(2):
            record("auth-fail", User, by=None, at=timezone.now())
        with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as listening:
            listening.bind(place)
            for _act in range(2000):
                handler.handle(logging.makeLogRecord({"msg": "x"}))
            record("auth-fail", User, by=None, at=timezone.now())
            while b"auth-fail" not in listening.recv(65536):
                record("auth-fail", User, by=None, at=timezone.now())
        logging.getLogger("accounts.audit").removeHandler(handler)
    told = [line for line in caplog.messages if line.startswith("a line of the record was not copied")]
    assert told[:2] == ["a line of the record was not copied to AUDIT_SYSLOG: No such file or directory"] * 2
    assert told[2:3] == ["a line of the record was not copied to AUDIT_SYSLOG: Resource temporarily unavailable"]


def test_by_the_settings(tmp_path: Path) -> None:
    """`AUDIT_SYSLOG` alone brings the lines there; without it there are none."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.settimeout(30)
        place = "{}:{}".format(*listening.getsockname())
        assert ran(production(tmp_path / "data"), "manage.py", "migrate", "-v0").returncode == 0
        for said in ("", place):
            done = ran(production(tmp_path / "data", AUDIT_SYSLOG=said), "-c", SAY)
            assert (done.returncode, done.stdout + done.stderr) == (0, "")
        assert heard(listening)["said"]["id"] == 2


def test_the_start_tells_of_a_syslog_that_is_away(tmp_path: Path, settings: Any) -> None:
    settings.AUDIT_SYSLOG = str(tmp_path / "log")
    (sentence,) = starting.warnings()
    assert sentence == (
        f"AUDIT_SYSLOG: {tmp_path}/log cannot be reached (No such file or directory); acts go on and are recorded, "
        "their copies are lost meanwhile."
    )
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as listening:
        listening.bind(settings.AUDIT_SYSLOG)
        assert list(starting.warnings()) == []
