"""Sessions: how long they last, which ones somebody has, and that they end at once (SECURITY C03, C06)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.devices import device
from accounts.models import User

IDLE: Final = timedelta(minutes=30)
IDLE_OF_THE_OFFICE: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(hours=12)
WRITTEN_EVERY: Final = timedelta(minutes=1)


def open_session(session: SessionBase, user_agent: str, at: datetime) -> None:
    """Note when and where somebody logged in."""
    session["opened_at"] = session["used_at"] = int(at.timestamp())
    session["device"] = device(user_agent)


def is_over(session: SessionBase, user: User, at: datetime) -> bool:
    """Whether a session was left alone too long, or lasts too long already."""
    used, opened = moment(session, "used_at", at), moment(session, "opened_at", at)
    return at - used >= (IDLE if user.is_contact else IDLE_OF_THE_OFFICE) or at - opened >= LONGEST


def use_session(session: SessionBase, at: datetime) -> None:
    """Note that a session is used; written once a minute, not at every look."""
    session.setdefault("opened_at", int(at.timestamp()))
    if "used_at" not in session or at - moment(session, "used_at", at) >= WRITTEN_EVERY:
        session["used_at"] = int(at.timestamp())


def moment(session: SessionBase | dict[str, Any], name: str, otherwise: datetime) -> datetime:
    """A moment noted in a session."""
    noted = session.get(name)
    return otherwise if noted is None else datetime.fromtimestamp(noted, UTC)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One place where somebody is logged in; its number tells nothing of its key."""

    number: str
    device: str
    opened_at: datetime
    used_at: datetime
    is_here: bool


def running(accounts: Collection[int]) -> Iterator[tuple[Session, dict[str, Any]]]:
    """The running sessions of these accounts, with what they hold."""
    wanted = {str(account) for account in accounts}
    for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator():
        held = session.get_decoded()
        if held.get(SESSION_KEY) in wanted:
            yield session, held


def number_of(key: str) -> str:
    """What a session is called in an address."""
    return sha256(key.encode()).hexdigest()[:16]


def open_sessions(user: User, here: str | None) -> list[OpenSession]:
    """Where this account is logged in, the one last used first."""
    found = [
        OpenSession(
            number=number_of(session.pk),
            device=held.get("device", ""),
            opened_at=moment(held, "opened_at", session.expire_date),
            used_at=moment(held, "used_at", session.expire_date),
            is_here=session.pk == here,
        )
        for session, held in running([user.pk])
        if not is_over_by_now(held, user)
    ]
    return sorted(found, key=lambda session: (session.is_here, session.used_at), reverse=True)


def is_over_by_now(held: dict[str, Any], user: User) -> bool:
    """Whether a session has ended, though nobody has looked yet."""
    return is_over(held, user, timezone.now())  # type: ignore[arg-type]


def end_sessions(accounts: Collection[int], *, but: str | None = None) -> int:
    """Log these accounts out wherever they are logged in, but in one session; returns how many sessions ended."""
    if not accounts:
        return 0
    ended = [session.pk for session, _held in running(accounts) if session.pk != but]
    Session.objects.filter(pk__in=ended).delete()
    return len(ended)


def end_own_session(user: User, number: str, *, by: User, at: datetime) -> None:
    """Log out one of one's own devices."""
    ended = [session.pk for session, _held in running([user.pk]) if number_of(session.pk) == number]
    if not Session.objects.filter(pk__in=ended).delete()[0]:
        raise ValidationError(_("This session has ended already."), code="session-ended")
    record("session-ended", user, by=by, at=at, sessions=len(ended))


def end_other_sessions(user: User, here: str | None, *, by: User, at: datetime) -> int:
    """Log out everywhere else."""
    ended = end_sessions([user.pk], but=here)
    if ended:
        record("session-ended", user, by=by, at=at, sessions=ended)
    return ended


def forget_old_sessions(at: datetime) -> int:
    """Delete the sessions that have ended."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]
