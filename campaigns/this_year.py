"""The year a page is about."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from accounts.access import Request, View
from campaigns.models import Campaign


def this_year(request: HttpRequest) -> Campaign | None:
    """The current campaign, read once for a page and its frame; None before the first is opened.

    A page about a unit or a person sets the campaign it belongs to.
    """
    if not hasattr(request, "campaign"):
        request.campaign = Campaign.objects.filter(is_current=True).first()  # type: ignore[attr-defined]
    found: Campaign | None = request.campaign  # type: ignore[attr-defined]
    return found


def campaign(request: HttpRequest) -> dict[str, object]:
    """The campaign, for every template; read only where one shows it."""
    return {"campaign": SimpleLazyObject(lambda: this_year(request))}


def about_this_year(view: View) -> View:
    """Give a view the current campaign; before the first is opened its page says what comes first."""

    @wraps(view)
    def shown(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = this_year(request)
        if found is None:
            return render(request, "campaigns/no_campaign.html")
        return view(request, found, *args, **kwargs)

    return shown
