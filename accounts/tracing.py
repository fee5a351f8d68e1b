"""Which request something was done in: the thread from an error page to the log and to the record."""

import hashlib
import secrets
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Trace:
    """A request as the log and the record know it: its number, from where, and in which session."""

    number: str = ""
    address: str | None = None
    session: str = ""


# Letters alone: digits might be blotted out of the log, and these can be read out on the telephone.
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz"
NO_REQUEST = Trace()
TRACE: ContextVar[Trace] = ContextVar("trace", default=NO_REQUEST)


def new_number() -> str:
    """Three groups of four letters, never the same twice."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(3))


def trace_of(request: HttpRequest) -> Trace:
    """A new number for a request; of the session only what tells it from others."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    session = hashlib.sha256(key.encode()).hexdigest()[:8] if key else ""
    return Trace(new_number(), request.META.get("REMOTE_ADDR") or None, session)
