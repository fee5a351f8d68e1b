"""Where the reader is."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django import template
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext_lazy as _

register = template.Library()

# What a page is called on the way to those below it; a unit's own page bears the unit's name.
TITLES = {
    "board": _("All units"),
    "cockpit": _("Review"),
    "school_projects": _("Projects of the school"),
    "attachments": _("Attachments"),
    "unit_list": _("Standard names (Attachment 1)"),
    "contact_list": _("Contacts"),
    "claims": _("Listed twice"),
    "restructuring": _("Re-organisation"),
    "head_count": _("Head count"),
    "team": _("Team"),
    "volunteer_list": _("Volunteers"),
    "roster_history": _("Imports of the roster"),
    "missing": _("Who is missing"),
    "project_list": _("Projects"),
    "submission": _("Submission"),
    "contacts": _("Contacts"),
}


@register.filter
def is_below(path: str, beginnings: str) -> bool:
    """Whether a page's address begins with one of these, separated by spaces."""
    return path.startswith(tuple(beginnings.split()))


@register.inclusion_tag("parts/breadcrumbs.html", takes_context=True)
def breadcrumbs(context: dict[str, Any]) -> dict[str, Any]:
    """The pages above this one that its reader may enter, as its address names them."""
    request, unit_year = context.get("request"), context.get("unit_year")
    if request is None or not request.user.is_authenticated:
        return {"crumbs": []}
    path, names = request.path, {}
    if unit_year:
        unit = reverse("my_unit", args=[unit_year.unit.code])
        names = {"my_unit": unit_year.name}
        # People, rosters and claims have addresses of their own; their pages still belong to the unit.
        path = path if path.startswith(unit) else f"{unit}volunteers/…"
    above = [*pages_above(path, request.user.role, names)]
    if unit_year and request.user.is_office:
        above.insert(0, (TITLES["board"], reverse("board")))
    return {"crumbs": above}


def pages_above(path: str, role: str, names: dict[str, str]) -> Iterator[tuple[Any, str]]:
    """The pages whose addresses the path begins with: title and address."""
    parts = path.strip("/").split("/")
    for count in range(1, len(parts)):
        address = f"/{'/'.join(parts[:count])}/"
        route, roles = page_at(address)
        title = names.get(route) or TITLES.get(route)
        if title and role in roles:
            yield title, address


@lru_cache(maxsize=4096)
def page_at(address: str) -> tuple[str, frozenset[str]]:
    """Which page an address leads to, and which roles may enter it: looked for among all addresses, so only once."""
    try:
        match = resolve(address)
    except Resolver404:
        return "", frozenset()
    return match.url_name or "", frozenset(getattr(match.func, "access", ()))
