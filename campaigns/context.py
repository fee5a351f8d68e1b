"""What every page knows of the year."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from campaigns.models import Campaign


def campaign(request: HttpRequest) -> dict[str, object]:
    """The current campaign, read only where a page shows it and has not read it; None before the first is opened."""
    known = getattr(request, "campaign", None)
    return {"campaign": known or SimpleLazyObject(lambda: Campaign.objects.filter(is_current=True).first())}
