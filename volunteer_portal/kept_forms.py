"""A form that arrives after its session has ended is kept, sealed, until its sender has logged in again (SECURITY C06).

It is kept only if it is the portal's own and holds neither files nor secrets, and opens only for whoever was logged in.
"""

import json
from dataclasses import asdict, dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from accounts.models import User
from volunteer_portal.once import TOKEN
from volunteer_portal.trouble import has_secrets
from volunteers.encryption import DecryptionFailed, open_form, seal_form

KEPT: Final = "kept_form"
MOST_SIGNS: Final = 100_000


@dataclass(frozen=True, slots=True)
class KeptForm:
    """Where a form was sent, from which page, and what stood in it."""

    address: str
    page: str
    typed: list[list[str]]


def late_form(request: HttpRequest, page: str) -> KeptForm | None:
    """The form of this request, if it is one that can be kept."""
    if request.method != "POST" or "HX-Request" in request.headers or is_not_ours(request):
        return None
    if request.FILES or has_secrets(request) or sum(map(len, request.POST.values())) > MOST_SIGNS:
        return None
    typed = [[name, value] for name, values in request.POST.lists() for value in values if name != TOKEN]
    return KeptForm(request.get_full_path(), page, typed)


def is_not_ours(request: HttpRequest) -> bool:
    """Whether the form lacks the token of the session that has just ended."""
    return CsrfViewMiddleware(nothing).process_view(request, nothing, (), {}) is not None


def nothing(request: HttpRequest) -> HttpResponse:
    """What the guard stands before; it is only asked, and nobody goes through."""
    return HttpResponse()


def keep(request: HttpRequest, user: User, form: KeptForm) -> None:
    """Lay the form into the visitor's new session, sealed for this account."""
    request.session[KEPT] = seal_form(json.dumps(asdict(form)), user.pk)


def taken_out(request: HttpRequest, user: User) -> KeptForm | None:
    """The form kept for this account; it is handed out once, and to nobody else."""
    sealed = request.session.pop(KEPT, "")
    try:
        return KeptForm(**json.loads(open_form(sealed, user.pk))) if sealed else None
    except DecryptionFailed:
        return None
