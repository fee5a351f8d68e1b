"""Whoever leaves the campus login leaves the portal too: the school's CAS server says so, naming the ticket."""

from datetime import datetime
from hashlib import sha256
from typing import Final
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction

from accounts.audit import record
from accounts.models import User
from accounts.sessions import LONGEST, running

TICKET: Final = "campus_ticket"
PLACE: Final = "{urn:oasis:names:tc:SAML:2.0:protocol}SessionIndex"
MOST_SIGNS: Final = 10_000


def kept_as(ticket: str) -> str:
    """What is kept of a ticket."""
    return f"campus:{sha256(ticket.encode()).hexdigest()}"


def note_ticket(session: SessionBase, user: User, ticket: str) -> None:
    """Keep by which ticket a session begins; the longest session is over before it is forgotten."""
    session[TICKET] = kept_as(ticket)
    cache.set(kept_as(ticket), user.pk, LONGEST.total_seconds())


def ticket_in(message: str) -> str:
    """Which ticket a CAS server says is over; nothing where it says no such thing."""
    if len(message) > MOST_SIGNS:
        return ""
    try:
        found = fromstring(message).findtext(f".//{PLACE}") or ""
    except (ParseError, DefusedXmlException, ValueError):
        return ""
    return str(found).strip()


@transaction.atomic
def end_by_ticket(ticket: str, *, at: datetime) -> int:
    """End the session that began with a ticket; whoever knows no ticket ends none, and makes no work."""
    user = User.objects.filter(pk=cache.get(kept_as(ticket))).first()
    if user is None:
        return 0
    over = [session.pk for session, held in running([user.pk]) if held.get(TICKET) == kept_as(ticket)]
    cache.delete(kept_as(ticket))
    if over:
        Session.objects.filter(pk__in=over).delete()
        record("campus-logged-out", user, by=None, at=at, sessions=len(over))
    return len(over)
