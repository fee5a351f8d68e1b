"""What every request passes through besides Django's own middleware."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import User
from accounts.passwords import is_too_old
from accounts.preferences import preferred
from accounts.proof import has_shown, has_used_password
from accounts.second_factor import has_factor, is_required
from accounts.sessions import is_over, use_session
from accounts.tracing import TRACE, trace_of
from volunteer_portal.kept_forms import keep, late_form

type_of_answer = Callable[[HttpRequest], HttpResponse]

# What guards itself: allauth's pages ask for a login where one is needed, the admin for an administrator.
SELF_GUARDING = ("allauth.",)

METHODS = ("GET", "HEAD", "POST")
POLICY = ", ".join(f"{ability}=()" for ability in ("camera", "geolocation", "microphone", "payment", "usb", "midi"))
REFUSED = (403, 404)
# Not "cookies": they are those of the whole school's domain, and the session itself is gone. Not "cache": nothing of a
# person is in it, and Chromium makes people wait for many seconds while it looks through all it has.
LEFT_BEHIND = '"storage"'
DENIALS = logging.getLogger("accounts.access")
# Where one gets without a second factor: out, into the other language, and to where one says again who one is.
WITHOUT_SECOND_FACTOR = {"account_logout", "account_reauthenticate", "campus_login", "preferences"}

WITH_OLD_PASSWORD = WITHOUT_SECOND_FACTOR | {"account_change_password"}


def address_from_proxy(get_response: type_of_answer) -> type_of_answer:
    """Behind nginx the visitor's address is the one nginx set; from anybody else such a claim counts for nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        told = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        if told and request.META.get("REMOTE_ADDR") in settings.TRUSTED_PROXIES:
            request.META["REMOTE_ADDR"] = told
        return get_response(request)

    return middleware


def traced(get_response: type_of_answer) -> type_of_answer:
    """Give a request its number; who is refused leaves a line in the log, never an entry (SECURITY C01)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        trace = trace_of(request)
        TRACE.set(trace)  # until the thread's next request: Django logs some answers after the last of us
        response = get_response(request)
        response.headers["X-Request-ID"] = trace.number
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


def preferences(get_response: type_of_answer) -> type_of_answer:
    """Chinese unless the visitor chose otherwise; the browser's own language does not decide, its colours do."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.theme = preferred(request, "theme")  # type: ignore[attr-defined]
        request.LANGUAGE_CODE = preferred(request, "language") or settings.LANGUAGE_CODE
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
    """Nothing shown to somebody logged in is kept by a browser or proxy, not even after the session (SECURITY C13)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        is_known = request.user.is_authenticated  # asked before the view: logging out forgets it
        response = get_response(request)
        if is_known:
            add_never_cache_headers(response)
            if not request.user.is_authenticated:
                response.headers["Clear-Site-Data"] = LEFT_BEHIND
        return response

    return middleware


def sessions_end(get_response: type_of_answer) -> type_of_answer:
    """A session that was left alone, or is too old, is over before anything is looked at (SECURITY C06)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            now = timezone.now()
            if is_over(request.session, request.user, now):
                end(request, request.user)
            else:
                use_session(request.session, now)
        return get_response(request)

    return middleware


def end(request: HttpRequest, user: User) -> None:
    """Log out; a form that came too late is kept until the same person is back."""
    form = late_form(request, page_of(request))
    logout(request)
    if form:
        keep(request, user, form)
        request.is_kept = True  # type: ignore[attr-defined]


class login_required(LoginRequiredMiddleware):  # noqa: N801 – a middleware, named like its siblings
    """To the login, and afterwards back to the page one was on."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view: Callable[..., Any]
    ) -> HttpResponse:
        """A form or a part of a page is not asked for again after the login: the page it stood on is."""
        if request.method in ("GET", "HEAD") and not is_part(request):
            answer: HttpResponse = super().handle_no_permission(request, view)
            return answer
        login = resolve_url(self.get_login_url(view))
        if getattr(request, "is_kept", False):
            messages.info(request, _("You were logged out after a while. What you filled in is kept: please log in."))
            return sent_to(request, login, reverse("kept_form"))
        return sent_to(request, login, page_of(request))


def is_part(request: HttpRequest) -> bool:
    """Whether only a part of a page is asked for, by htmx."""
    return "HX-Request" in request.headers


def page_of(request: HttpRequest) -> str:
    """The page a form or a part of a page stands on."""
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def sent_to(request: HttpRequest, where: str, back_to: str) -> HttpResponse:
    """The whole page goes there, also when only a part of it was asked for."""
    address = f"{where}?{urlencode({'next': back_to})}"
    return HttpResponseClientRedirect(address) if is_part(request) else HttpResponseRedirect(address)


class second_factor(closed_by_default):  # noqa: N801 – a middleware, named like its siblings
    """Whoever needs a second factor goes nowhere before showing it, whichever way they came in (SECURITY C05)."""

    def process_view(  # type: ignore[override]
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """To the page where it is set up, or to the one where it is shown."""
        user, match = request.user, request.resolver_match
        if not isinstance(user, User) or not is_required(user) or has_shown(request, user):
            return None
        if match and (match.url_name in WITHOUT_SECOND_FACTOR or match.view_name.startswith("mfa_")):
            return None
        return first_to(request, "mfa_reauthenticate" if has_factor(user) else "mfa_index")


class password_age(closed_by_default):  # noqa: N801 – a middleware, named like its siblings
    """Where passwords grow old, whoever came in with an old one chooses another first (SECURITY C04)."""

    def process_view(  # type: ignore[override]
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """To the page where it is changed."""
        user, match = request.user, request.resolver_match
        if not isinstance(user, User) or not is_too_old(user, timezone.now()) or not has_used_password(request, user):
            return None
        request.password_is_old = True  # type: ignore[attr-defined]
        if match and (match.url_name in WITH_OLD_PASSWORD or match.view_name.startswith("mfa_")):
            return None
        return first_to(request, "account_change_password")


def first_to(request: HttpRequest, name: str) -> HttpResponse:
    """To a page that has to be passed first, and from there to the one that was asked for."""
    is_page = request.method in ("GET", "HEAD") and not is_part(request)
    return sent_to(request, reverse(name), request.get_full_path() if is_page else page_of(request))
