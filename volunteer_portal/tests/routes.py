"""Every address the portal answers at, against those the matrix knows."""

from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from volunteer_portal.tests.matrix import ADMIN_PAGES, ADMIN_UNNAMED, PAGES


class Walk:
    """Every address of a resolver: the named by their names, the others by their routes."""

    def __init__(self, resolver: URLResolver | None = None) -> None:
        self.views: dict[str, Any] = {}
        self.unnamed: set[str] = set()
        self.go(resolver or get_resolver(), "", ())

    def go(self, resolver: URLResolver, start: str, spaces: tuple[str, ...]) -> None:
        """Through a resolver and those below it."""
        for entry in resolver.url_patterns:
            route = start + str(entry.pattern)
            if isinstance(entry, URLPattern) and entry.name:
                self.views[":".join([*spaces, entry.name])] = entry.callback
            elif isinstance(entry, URLPattern):
                self.unnamed.add(route)
            else:
                self.go(entry, route, (*spaces, entry.namespace) if entry.namespace else spaces)


def strangers(walk: Walk) -> set[str]:
    """Addresses that the matrix does not know, and lines of it that lead nowhere."""
    known = {visit.route for visit in (*PAGES, *ADMIN_PAGES)}
    unnamed = {f"admin/{model}/<path:object_id>/" for model in ADMIN_UNNAMED} | {"admin/(?P<url>.*)$"}
    return (set(walk.views) ^ known) | (walk.unnamed ^ unnamed)
