"""The campus login: CAS, where the school has it (settings.CAS_SERVER_URL).

The ticket that CAS hands to the browser is checked with the server itself by django-cas-ng's client. A login that did
not begin in this browser is refused: the state in the address must be the one kept in the session.
"""

import secrets
from typing import Any, Final
from urllib.parse import urlencode

import django_cas_ng  # noqa: F401 – its defaults join the settings; it is light, its client is not
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.urls import reverse

BEGUN: Final = "campus_login"
# What for: to come in, to link the campus account, to show that it is still oneself.
ENTER, LINK, CONFIRM = "enter", "link", "confirm"


class CampusSilent(Exception):
    """The school's CAS server does not answer, or not in its own language."""


def is_offered() -> bool:
    """Whether the school has a campus login."""
    return bool(settings.CAS_SERVER_URL)


def service(state: str) -> str:
    """Where CAS sends people back to; its host is that of the settings, never of a request."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse('campus_login')}?{urlencode({'state': state})}"


def client(service_url: str | None = None, *, again: bool = False) -> Any:
    """The one who speaks to CAS, as the settings say; `again` wants the password typed anew, whoever is logged in."""
    from accounts import campus_client  # only here: it takes long to fetch, and many schools have no campus login

    return campus_client.client(service_url, again=again)


def begin(session: SessionBase, *, purpose: str, next_page: str) -> str:
    """Keep what is to be done afterwards, and return the address of the campus login."""
    state = secrets.token_urlsafe(16)
    session[BEGUN] = {"state": state, "purpose": purpose, "next": next_page}
    address: str = client(service(state), again=purpose == CONFIRM).get_login_url()
    return address


def begun(session: SessionBase, state: str) -> dict[str, str] | None:
    """What was to be done, once; None when this browser did not begin it."""
    kept: dict[str, str] | None = session.pop(BEGUN, None)
    return kept if kept and secrets.compare_digest(kept["state"].encode(), state.encode()) else None


def name_at_campus(ticket: str, kept: dict[str, str]) -> str | None:
    """Who CAS says this is; None for a ticket that is not valid."""
    from accounts.campus_client import FAILURES  # only here: see above

    asking = client(service(kept["state"]), again=kept["purpose"] == CONFIRM)
    try:
        name, _attributes, _granting = asking.verify_ticket(ticket)
    except FAILURES as failure:
        raise CampusSilent from failure
    return str(name) if name else None


def logout_address(back: str) -> str:
    """Where the campus login is ended too."""
    address: str = client().get_logout_url(f"{settings.SITE_URL.rstrip('/')}{back}")
    return address
