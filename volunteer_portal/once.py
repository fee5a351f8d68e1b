"""The same form sent twice – a double click, a reload, the Back button – is one act (SECURITY C18).

Every page comes with a CSRF token of its own. A form that carries it again, word for word, is the same form. The first
one to arrive is done; the others wait for it and are led to its result. That nothing happens twice even without this is
the work of the verbs; this spares people an error about what they have just done.
"""

import hashlib
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

TOKEN: Final = "csrfmiddlewaretoken"  # noqa: S105 – the name of a field
ENTRANCE: Final = "/account/"
KEPT: Final = 60 * 60  # seconds
UNDER_WAY: Final = 60  # seconds; a process that was killed does not answer any more
PATIENCE: Final = 10  # seconds
LOOK_EVERY: Final = 0.05  # seconds


class once:  # noqa: N801 – a middleware, named like its siblings
    """Leads whoever sends a form again to the result of the first time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if key := getattr(request, "sent_as", ""):
            with suppress(OperationalError, InterfaceError):  # what was done is done, even if it cannot be noted
                keep_result(key, request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """The result of the first time; or nothing, and the view does its work."""
        if not (request.method == "POST" and hasattr(view, "access") and request.user.is_authenticated):
            return None
        if TOKEN not in request.POST or request.headers.get("HX-Request"):
            return None
        key = name_of(request)
        if (done := first_result(key)) is None:
            request.sent_as = key  # type: ignore[attr-defined]
            return None
        where, moment = done
        messages.info(request, _("This was already done at %(time)s; it was not done twice.") % {"time": moment})
        return redirect(where)


def keep_result(key: str, request: HttpRequest, response: HttpResponse) -> None:
    """Note where an act led; what came to nothing, or asked for the second factor first, may be sent again."""
    if response.status_code == HttpResponseRedirect.status_code and is_done(request, response["Location"]):
        cache.set(key, (response["Location"], timezone.localtime().strftime("%H:%M:%S")), KEPT)
    else:
        cache.delete(key)


def is_done(request: HttpRequest, where: str) -> bool:
    """Whether a redirect means that the act was done: not when it tells of an error, or leads to a login."""
    told = getattr(messages.get_messages(request), "_queued_messages", [])
    return not where.startswith(ENTRANCE) and all(message.level < messages.ERROR for message in told)


def name_of(request: HttpRequest) -> str:
    """One name for who sends what to which page."""
    digest = hashlib.sha256(f"{request.user.pk}\0{request.get_full_path()}\0{sorted(request.POST.lists())}".encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(f"\0{name}\0{file.name}\0".encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return f"sent:{digest.hexdigest()}"


def first_result(key: str) -> tuple[str, str] | None:
    """Where the first one was led and when; None when this is the first, or when the first came to nothing."""
    until = time.monotonic() + PATIENCE
    while not cache.add(key, None, UNDER_WAY):  # also False, after a while, where the database is locked
        found: tuple[str, str] | None = cache.get(key)
        if found:
            return found
        if time.monotonic() > until:
            raise OperationalError("the same form is still under way")
        time.sleep(LOOK_EVERY)
    return None


def forget_old_forms(at: datetime) -> int:
    """Delete what is kept no longer; Django waits until its cache is full, and counts all of it at every form."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cache WHERE expires < %s", [connection.ops.adapt_datetimefield_value(at)])
        return int(cursor.rowcount)
