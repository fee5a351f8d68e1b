"""How somebody wants to see the portal: kept with the account, and in a cookie for whoever is not logged in."""

from django.conf import settings
from django.http import HttpRequest

from accounts.models import User

COOKIES = {"language": settings.LANGUAGE_COOKIE_NAME, "theme": "theme"}
CHOICES = {"language": dict(settings.LANGUAGES), "theme": dict(User.Theme.choices)}


def preferred(request: HttpRequest, name: str) -> str:
    """What this visitor once chose: the account knows better than the browser; empty when nobody chose."""
    account = getattr(request.user, name, "")
    kept = account or request.COOKIES.get(COOKIES[name], "")
    return kept if kept in CHOICES[name] else ""


def keep_preferences(user: User, chosen: dict[str, str]) -> None:
    """Keep with the account what its owner chose; no important act, so nothing is recorded."""
    for name, value in chosen.items():
        setattr(user, name, value)
    user.save(update_fields=chosen)
