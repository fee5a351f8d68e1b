"""What acts leave behind: audit entries, answers of acts at the same moment, of commands and of pages."""

import io
import json
import re
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path
from threading import Barrier, Thread
from typing import Any
from unittest.mock import patch

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.core.management import ManagementUtility
from django.db import connection, connections, models
from django.test import Client
from django.utils.crypto import get_random_string

from accounts.models import AuditEntry, User
from accounts.second_factor import is_required
from volunteer_portal.tests.serving import wait_until

Entry = dict[str, Any]


def recorded() -> list[Entry]:
    """Every audit entry, the oldest first."""
    facts = ("at", "by", "action", "object_type", "object_id", "unit", "reason", "detail")
    return list(AuditEntry.objects.order_by("id").values(*facts))


def entry(
    action: str, obj: models.Model, *, by: User | None, at: datetime, unit: str = "", reason: str = "", **detail: Any
) -> Entry:
    """The audit entry that is expected."""
    return {
        "at": at, "by": by and by.pk, "action": action, "object_type": obj._meta.label_lower, "object_id": str(obj.pk),
        "unit": unit, "reason": reason, "detail": detail,
    }  # fmt: skip


def together(*acts: Callable[[], object]) -> list[object]:
    """What acts that begin at the same moment answer, each in its own thread and connection; errors are answers."""
    start, answers = Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            answers[place] = act()  # type: ignore[call-overload]
        except Exception as error:  # noqa: BLE001 – whatever it is, the test looks at it
            answers[place] = error  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(answers)


def let_go() -> None:
    """Wait until PostgreSQL has done with a process that was killed: a commit that was on its way still comes."""
    if connection.vendor == "postgresql":
        wait_until(is_quiet, "PostgreSQL has let the killed process go")


def is_quiet() -> bool:
    """Whether nobody else does anything in this database; the connection of before Playwright's loop stays idle."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        return bool(cursor.fetchone() == (0,))


def log_in(client: Client, user: User, *, minutes_ago: int = 0) -> None:
    """As after a login, just now or longer ago: by password, and by second factor where one is needed."""
    client.force_login(user)
    session, now = client.session, time.time()
    session["opened_at"] = session["used_at"] = int(now)  # so that a page does not write it,
    session["_csrftoken"] = get_random_string(32)  # nor the token of its forms
    at = now - minutes_ago * 60
    shown = [{"method": method, "at": at, "reauthenticated": True} for method in ("mfa", "login")]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = shown[0 if is_required(user) else 1 :]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def visitor(user: User, *, minutes_ago: int = 0) -> Any:
    """A browser in which this person is logged in and reads English, so that sentences can be compared."""
    client = Client()
    log_in(client, user, minutes_ago=minutes_ago)
    client.cookies["django_language"] = "en"
    return client


def leafed(client: Any, address: str, way: str = "next") -> list[Any]:
    """The answers of a long list, page by page, by the buttons below it; eight at most, should one lead nowhere."""
    answers = [client.get(address)]
    while len(answers) < 8 and (found := re.search(f'rel="{way}" href="([^"]+)"', answers[-1].content.decode())):
        answers.append(client.get(address.partition("?")[0] + unescape(found[1])))
    return answers


def said_at(response: Any, form: str = "form") -> dict[str, list[str]]:
    """The error codes of a form, by field."""
    errors = response.context[form].errors.as_data()
    return {field: [error.code for error in found] for field, found in errors.items()}


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.out)


def manage(*words: str | Path) -> Ran:
    """`manage.py` with these words, in this process and transaction: exit code, stdout and stderr."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    # A command closes the connections when it is done; the test still needs its own.
    with redirect_stdout(out), redirect_stderr(err), patch.object(connections, "close_all"):
        try:
            ManagementUtility(["manage.py", *map(str, words)]).execute()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
    return Ran(code, out.getvalue(), err.getvalue())
