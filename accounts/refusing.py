"""The page that asks for a break."""

from datetime import timedelta
from http import HTTPStatus
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.attempts import BREAK


def too_many_attempts(request: HttpRequest, wait: timedelta = BREAK) -> HttpResponse:
    """Say when it goes on, to people in minutes and to programs in seconds."""
    minutes = ceil(wait / timedelta(minutes=1))
    answer = render(request, "429.html", {"minutes": minutes}, status=HTTPStatus.TOO_MANY_REQUESTS)
    answer["Retry-After"] = str(ceil(wait.total_seconds()))
    return answer
