"""The choice of language and colours, at the foot and the head of every page."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.access import OpenRequest, open_to_anybody
from accounts.models import User
from accounts.preferences import CHOICES, COOKIES, keep_preferences

A_YEAR = 365 * 24 * 60 * 60


@require_POST
@open_to_anybody
def preferences(request: OpenRequest) -> HttpResponse:
    """Keep what was chosen, and back to the page where that was done."""
    chosen = {name: said for name, known in CHOICES.items() if (said := request.POST.get(name)) in known}
    response = HttpResponseRedirect(way_back(request))
    for name, value in chosen.items():
        response.set_cookie(
            COOKIES[name], value, max_age=A_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )
    if chosen and isinstance(request.user, User):
        keep_preferences(request.user, chosen)
    return response


def way_back(request: OpenRequest) -> str:
    """The page the form stood on, if it is one of ours."""
    page = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_ours else "/"
