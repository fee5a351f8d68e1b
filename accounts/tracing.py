"""Which request something was done in: the thread from an error page to the log and to the record."""

import hashlib
import secrets
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Trace:
    """A request as the log and the record know it: its number, from where, and in which session."""

    number: str = ""
    address: str | None = None
    session: str = ""


NO_REQUEST = Trace()
TRACE: ContextVar[Trace] = ContextVar("trace", default=NO_REQUEST)


def trace_of(request: HttpRequest) -> Trace:
    """A new number for a request; of the session only what tells it from others."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    session = hashlib.sha256(key.encode()).hexdigest()[:8] if key else ""
    return Trace(secrets.token_hex(6), request.META.get("REMOTE_ADDR") or None, session)
