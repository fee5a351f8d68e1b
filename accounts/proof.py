"""What a session has shown about who it is."""

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from django.http import HttpRequest

from accounts.models import User


def has_shown(request: HttpRequest, user: User) -> bool:
    """Whether this session showed a second factor, however it began: by password, passkey or campus login."""
    return any(shown.get("method") == "mfa" for shown in get_authentication_records(request, user))


def has_used_password(request: HttpRequest, user: User) -> bool:
    """Whether this session showed the account's password, at its beginning or later."""
    return any(shown.get("method") == "password" for shown in get_authentication_records(request, user))


def forget_shown(request: HttpRequest, user: User) -> None:
    """The factor that was shown is gone: another one has to be set up before it goes on."""
    records = get_authentication_records(request, user)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [shown for shown in records if shown["method"] != "mfa"]
