"""What every request passes through besides Django's own middleware."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from accounts.tracing import TRACE, trace_of

type_of_answer = Callable[[HttpRequest], HttpResponse]

# What guards itself: allauth's pages ask for a login where one is needed, the admin for an administrator.
SELF_GUARDING = ("allauth.", "django.views.i18n")

USED_EVERY = 60  # seconds
METHODS = ("GET", "HEAD", "POST")
POLICY = ", ".join(f"{ability}=()" for ability in ("camera", "geolocation", "microphone", "payment", "usb", "midi"))
REFUSED = (403, 404)
DENIALS = logging.getLogger("accounts.access")


def traced(get_response: type_of_answer) -> type_of_answer:
    """Give a request its number; who is refused leaves a line in the log, never an entry (SECURITY C01)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        TRACE.set(trace_of(request))  # until the thread's next request: Django logs some answers after the last of us
        response = get_response(request)
        if response.status_code in REFUSED and (user := getattr(request, "user", None)) and user.is_authenticated:
            name = request.resolver_match.view_name if request.resolver_match else "nowhere"
            DENIALS.warning("access denied: %s %s to account %s", response.status_code, name, user.pk)
        return response

    return middleware


def received_at(get_response: type_of_answer) -> type_of_answer:
    """Stamp the moment a request came in: deadlines are judged by it, not by when a lock was got (SECURITY C26)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.received_at = timezone.now()  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def abilities(get_response: type_of_answer) -> type_of_answer:
    """No page uses what the device can do besides showing it (SECURITY C17)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Permissions-Policy"] = POLICY
        return response

    return middleware


def door(get_response: type_of_answer) -> type_of_answer:
    """Three methods, and no more bytes than the largest roster has; the rest is not looked at."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if response := refused(request):
            add_never_cache_headers(response)
            return response
        return get_response(request)

    return middleware


def refused(request: HttpRequest) -> HttpResponse | None:
    """The answer to what nobody looks at."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if not length.isascii() or not length.isdigit() or int(length[:20]) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        return HttpResponse(render_to_string("413.html"), status=413)
    return None


def language(get_response: type_of_answer) -> type_of_answer:
    """Chinese unless the visitor chose otherwise; the browser's own language does not decide."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        request.LANGUAGE_CODE = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(request.LANGUAGE_CODE):
            response = get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            patch_vary_headers(response, ("Cookie",))
            return response

    return middleware


class closed_by_default:  # noqa: N801 – a middleware, named like its siblings
    """A view that does not say who may enter does not exist (SECURITY C01)."""

    def __init__(self, get_response: type_of_answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Refuse views without `accounts.access.access`."""
        in_admin = request.resolver_match is not None and request.resolver_match.app_name == "admin"
        if not (hasattr(view, "access") or in_admin or view.__module__.startswith(SELF_GUARDING)):
            raise Http404


def not_stored(get_response: type_of_answer) -> type_of_answer:
    """Nothing shown to somebody logged in is kept by a browser or a proxy (SECURITY C13)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        is_known = request.user.is_authenticated  # asked before the view: logging out forgets it
        response = get_response(request)
        if is_known:
            add_never_cache_headers(response)
        return response

    return middleware


def idle_end(get_response: type_of_answer) -> type_of_answer:
    """A session ends 30 minutes after its last use, which is written once a minute, not at every look."""

    def middleware(request: HttpRequest) -> HttpResponse:
        now = int(timezone.now().timestamp())
        if request.user.is_authenticated and now - request.session.get("used_at", 0) >= USED_EVERY:
            request.session["used_at"] = now
        return get_response(request)

    return middleware
