"""When the database is locked, away or full: a page that keeps what was typed (SECURITY C20, C23)."""

import shutil
import sys
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SPACE_FOR_WORK: Final = 200 << 20  # bytes
COPIES_OF_A_FILE: Final = 3
RETRY_AFTER: Final = "5"  # seconds
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


def broken(request: HttpRequest) -> HttpResponse:
    """The answer to an error nobody foresaw; a database in trouble has a page of its own."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return busy(request, is_full=any(words in str(error) for words in FULL))
    return render(None, "500.html", status=500)


def busy(request: HttpRequest, *, is_full: bool) -> HttpResponse:
    """Nothing was changed; one click sends the same once more."""
    is_form = request.method == "POST"
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
