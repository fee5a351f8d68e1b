"""Every page of the access matrix as each role sees it, on both widths, in both languages, light and dark."""

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Browser

from volunteer_portal.tests.acceptable import BEFORE, FORMS
from volunteer_portal.tests.addresses import addresses
from volunteer_portal.tests.faces import FACES, Mirror, mirror
from volunteer_portal.tests.matrix import PAGES
from volunteer_portal.tests.school import School, two_units
from volunteer_portal.tests.visiting import Answer, Visitors

pytestmark = pytest.mark.django_db
WHO = ("anonymous", "contact", "reviewer", "administrator")
# Pieces of pages, for htmx: they are looked at in the page they belong to.
PIECES = {"cockpit_changes", "project_name_hints"}


class Look(NamedTuple):
    """Somebody at an address."""

    who: str
    method: str
    place: str


def looks_at(route: str) -> list[Look]:
    """Who gets a page there: of our unit, or of the whole school."""
    return [
        Look(who, visit.method, visit.place)
        for visit, expected in PAGES.items()
        for who in WHO
        if visit.route == route and visit.method != "HEAD" and visit.place in ("ours", "whole", "-")
        if expected[who] in ("200", "302" if visit.method == "POST" else "200")
    ]


ROUTES = sorted({visit.route for visit in PAGES if looks_at(visit.route)} - PIECES)


@pytest.fixture(scope="module")
def school(django_db_setup: None, django_db_blocker: Any) -> Iterator[School]:
    """The two units, stored once for all tests here and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield two_units()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def visitors(school: School) -> Visitors:
    return Visitors(school)


@pytest.fixture(scope="module")
def shown(browser: Browser) -> Iterator[Mirror]:
    with mirror(browser) as shown:
        yield shown


def is_page(answer: Answer) -> bool:
    """Whether a person reads it: not a download, not the way to another page."""
    return answer.status == "200" and answer.response.get("Content-Type", "").startswith("text/html")


def forms_of(school: School, look: Look, route: str) -> list[tuple[dict[str, Any], Any]]:
    """What is sent: nothing when looking; an accepted form and an empty one otherwise, since both may show a page."""
    if look.method == "GET":
        return [({}, None)]
    before = partial(BEFORE[route], school.ours) if route in BEFORE else None
    filled = [(FORMS[route](school.ours), before)] if route in FORMS else []
    return [*filled, ({}, None)]


@pytest.mark.parametrize("route", ROUTES)
def test_page_is_in_order(school: School, visitors: Visitors, shown: Mirror, route: str) -> None:
    """Nothing for axe to find, nothing wider than the screen, nothing that moves, one next step, no error said."""
    face, faults, looks = FACES[ROUTES.index(route) % len(FACES)], {}, looks_at(route)
    if len([look for look in looks if look.method == "GET"]) == 1:
        looks.append(next(look for look in looks if look.method == "GET"))
    for look in looks:
        address = reverse(route, kwargs=addresses(school, route, look.place)[0])
        for form, before in forms_of(school, look, route):
            answer = visitors.visit(look.who, look.method, address, form, first=before, language=face.language)
            if is_page(answer):
                if found := shown.faults(answer.response, address, face):
                    faults[(*look, bool(form), *face)] = found
                face = face.opposite
    assert faults == {}
