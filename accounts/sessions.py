"""Sessions that end at once (SECURITY C03)."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone


def end_sessions(accounts: Collection[int]) -> int:
    """Log these accounts out wherever they are logged in; returns how many sessions ended."""
    if not accounts:
        return 0
    wanted = {str(account) for account in accounts}
    running = Session.objects.filter(expire_date__gte=timezone.now()).iterator()
    ended = [session.pk for session in running if session.get_decoded().get(SESSION_KEY) in wanted]
    Session.objects.filter(pk__in=ended).delete()
    return len(ended)


def put_away_ended_sessions(at: datetime) -> int:
    """Delete the sessions that have run out; every look at the login page begins one, for the token of its form."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]
