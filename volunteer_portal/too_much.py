"""What is said of a request that could not be read (SECURITY C28)."""

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import bad_request

from volunteer_portal.middleware import page_of

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Of a form that was too large what can be done about it; of anything else that it was damaged."""
    if isinstance(exception, TOO_MUCH):
        return render(request, "too_much.html", {"back": page_of(request)}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return bad_request(request, exception)
