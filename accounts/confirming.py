"""Who asks for much says again who they are: the password not longer ago than ten minutes (SECURITY C15)."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


def is_confirmed(request: HttpRequest) -> bool:
    """Whether whoever is logged in proved it a short while ago (settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)."""
    return not is_reauthentication_required(request, app="")


def sure_since(request: HttpRequest) -> datetime | None:
    """When whoever is logged in last proved it."""
    shown = [each for each in get_authentication_records(request, request.user) if each.get("reauthenticated")]
    return datetime.fromtimestamp(shown[-1]["at"], UTC) if shown else None


def confirm_address(back_to: str) -> str:
    """The page on which the password is asked for once more, and where it leads afterwards."""
    return f"{reverse('account_reauthenticate')}?{urlencode({REDIRECT_FIELD_NAME: back_to})}"


def confirmed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask for the password before this page; unlike allauth's own decorator it keeps nothing of what was typed."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_confirmed(request):
            return redirect(confirm_address(request.get_full_path()))
        return view(request, *args, **kwargs)

    return guarded
