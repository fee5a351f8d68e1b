"""Whom a lock stopped need not click again: the page does its work once more by itself (SECURITY C20).

Only where nothing of it was stored yet, and only while whoever waits has not waited long: after that the page of
`trouble.py` says so and keeps what was typed. SQLite by itself has tried for twenty seconds by then.
"""

import random
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, Final

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

TIMES: Final = 2
PAUSE: Final = (0.05, 0.25)  # seconds, drawn by chance: two that met once shall not meet again
LONG_ENOUGH: Final = timedelta(seconds=6)
# PostgreSQL: lock not to be had, deadlock, overtaken; SQLite: busy, locked.
LOCKS: Final = ("55P03", "40P01", "40001", "SQLITE_BUSY", "SQLITE_LOCKED")
HARMLESS: Final = ("SELECT", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET", "PRAGMA")


class again:  # noqa: N801 – a middleware, named like its siblings
    """Does the work of a page once more when a lock stopped it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self.get_response(request)
        with connection.execute_wrapper(partial(note_storing, request)):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """The answer of a later time; nothing, and the error goes on, when there is none to be had."""
        for _time in range(TIMES):
            if not may_be_done_again(request, error):
                return None
            time.sleep(random.uniform(*PAUSE))  # noqa: S311 – no secret
            try:
                return done(request)
            except OperationalError as still:
                error = still
        return None


def note_storing(request: HttpRequest, execute: Callable[..., Any], sql: str, *words: Any) -> Any:
    """Watch whether something of this request is stored for good."""
    result = execute(sql, *words)
    if not sql.lstrip().upper().startswith(HARMLESS):
        transaction.on_commit(partial(setattr, request, "has_stored", True))
    return result


def may_be_done_again(request: HttpRequest, error: Exception) -> bool:
    """Whether a lock stopped it before anything was stored; a file that was read is not there a second time."""
    cause = error.__cause__
    code = getattr(cause, "pgcode", None) or getattr(cause, "sqlite_errorname", None) or ""
    is_lock = isinstance(error, OperationalError) and code.startswith(LOCKS)
    has_begun = getattr(request, "has_stored", False) or connection.in_atomic_block or bool(request.FILES)
    waited = timezone.now() - request.received_at  # type: ignore[attr-defined]
    return request.method == "POST" and is_lock and not has_begun and waited < LONG_ENOUGH


def done(request: HttpRequest) -> HttpResponseBase:
    """The view's answer."""
    match = request.resolver_match
    if match is None:
        raise LookupError("no view was found")
    answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return answer
