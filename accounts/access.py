"""Who may enter a page."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class Request(HttpRequest):
    """A request as the views of the portal get it: somebody is logged in, and it is known when it came."""

    user: User
    received_at: datetime
    htmx: HtmxDetails


class OpenRequest(HttpRequest):
    """A request to a page that is open to anybody."""

    received_at: datetime


View = Callable[..., HttpResponseBase]

CONTACT, REVIEWER, ADMINISTRATOR = User.Role.CONTACT, User.Role.REVIEWER, User.Role.ADMINISTRATOR
AUDITOR = User.Role.AUDITOR
OFFICE = (REVIEWER, ADMINISTRATOR)
# Everyone who works on the drive; an auditor reads the record of acts and nothing else (SECURITY C25).
EVERYONE = (CONTACT, *OFFICE)
ANY_ACCOUNT = (*EVERYONE, AUDITOR)


def access(*roles: str) -> Callable[[View], View]:
    """Let only these roles into a view; which objects they find there is decided by `visible_to` (SECURITY C01)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.role not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.access = frozenset(roles)  # type: ignore[attr-defined]
        return guarded

    return decorate


def open_to_anybody(view: View) -> View:
    """Let everybody in, logged in or not: the secret in the address is the key."""
    view.access = frozenset(ANY_ACCOUNT)  # type: ignore[attr-defined]
    return login_not_required(view)


def sure_who(view: View) -> View:
    """Ask once more who it is, unless that was shown in the last ten minutes (SECURITY C06)."""
    asking: View = reauthentication_required(view)
    return asking
