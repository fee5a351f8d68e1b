"""When the database is locked, away or full: a page that keeps what was typed (SECURITY C20, C23)."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, Final

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SPACE_FOR_WORK: Final = 200 << 20  # bytes
COPIES_OF_A_FILE: Final = 3
RETRY_AFTER: Final = "5"  # seconds
ENTRANCE: Final = "/account/"
A_MOMENT: Final = 200  # milliseconds
FULL: Final = ("disk is full", "No space left", "could not extend file")


class enough_space:  # noqa: N801 – a middleware, named like its siblings
    """Takes no file when there is no room to work on it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse before anything is read."""
        size = sum(file.size or 0 for _name, files in request.FILES.lists() for file in files) if request.FILES else 0
        if size and shutil.disk_usage(settings.DATA_DIR).free < COPIES_OF_A_FILE * size + SPACE_FOR_WORK:
            return busy(request, is_full=True)
        return None


class SessionsThatCanWait(SessionMiddleware):
    """A session that cannot be stored spoils no page: what was done is done, what was read may be seen."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Store the session; after a page that was only read, nobody waits long for that."""
        is_read = request.method in ("GET", "HEAD") and request.session.modified
        try:
            with soon_given_up() if is_read else nullcontext():
                return super().process_response(request, response)
        except SessionInterrupted as interrupted:
            if is_trouble(interrupted):
                return response
            raise


@contextmanager
def soon_given_up() -> Iterator[None]:
    """SQLite waits for a lock no longer than a moment; PostgreSQL keeps others from a row, not from the table."""
    if connection.vendor != "sqlite" or connection.connection is None:
        yield
        return
    patience = connection.settings_dict["OPTIONS"]["timeout"]
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {A_MOMENT}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience * 1000}")


def is_trouble(error: BaseException | None) -> bool:
    """Whether an error came of a database that is locked, away or full, by whatever detour."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False


def broken(request: HttpRequest) -> HttpResponse:
    """The answer to an error nobody foresaw; a database in trouble has a page of its own."""
    error = sys.exc_info()[1]
    if is_trouble(error):
        return busy(request, is_full=any(words in str(error) for words in FULL))
    return render(None, "500.html", status=500)


def has_secrets(request: HttpRequest) -> bool:
    """Whether a form holds a password or a code, which no page may hold."""
    return request.path.startswith(ENTRANCE) or any("password" in name for name in request.POST)


def busy(request: HttpRequest, *, is_full: bool) -> HttpResponse:
    """Nothing was changed; one click sends the same once more."""
    is_form = request.method == "POST" and not has_secrets(request)
    context = {
        "is_full": is_full,
        "is_form": is_form,
        "again": request.get_full_path(),
        "has_files": is_form and bool(request.FILES),
        "typed": [(name, value) for name, values in request.POST.lists() for value in values] if is_form else [],
    }
    response = render(None, "503.html", context, status=503)
    response["Retry-After"] = RETRY_AFTER
    response["Cache-Control"] = "no-store, private"
    return response
