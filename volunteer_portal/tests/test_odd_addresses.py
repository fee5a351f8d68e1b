"""Addresses nobody was given: other methods, malformed objects, objects that are gone (SECURITY 3a)."""

import re
from collections.abc import Iterator
from functools import partial
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from volunteer_portal.tests.addresses import NEVER_DELETED, PLACES, addresses, own_place, take_away
from volunteer_portal.tests.matrix import METHODS, PAGES, Visit
from volunteer_portal.tests.school import School, two_units
from volunteer_portal.tests.visiting import Visitors, faults_of, leaks, without_tokens

# As in the access matrix: stored once for all tests here.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def school(django_db_setup: None, django_db_blocker: Any) -> Iterator[School]:
    """The two units."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield two_units()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def visitors(school: School) -> Visitors:
    return Visitors(school)


OTHER_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


@pytest.mark.parametrize("who", ["anonymous", "contact", "administrator"])
def test_other_methods_are_refused_at_the_door(school: School, visitors: Visitors, who: str) -> None:
    taken = {}
    for route in {visit.route for visit in PAGES}:
        place = next(visit.place for visit in PAGES if visit.route == route)
        where = reverse(route, kwargs=addresses(school, route, place)[0])
        for method in OTHER_METHODS:
            answer = visitors.visit(who, method, where)
            taken[route, method] = answer.status, answer.response["Allow"], set(answer.written), faults_of(answer)
    assert {key: answer for key, answer in taken.items() if answer != ("405", "GET, HEAD, POST", set(), [])} == {}
    assert len(taken) == 5 * len({visit.route for visit in PAGES})


MALFORMED = ("%00", "9" * 400, "..%2f..%2fetc", "%EF%BC%91", "%F0%9F%92%A9", "'%20OR%201=1--", "a" * 3000, "-1", "%FF")
# Who looks behind how many of them, by which methods.
CURIOUS = [("contact", len(MALFORMED), ("GET",)), ("contact", 2, ("POST",)), ("administrator", 2, ("GET", "POST"))]
SHUT = ("403", "404", "405")


def malformed(school: School, count: int) -> Iterator[tuple[str, str]]:
    """Addresses with something that is no object in the place of one, and which part of the address it is."""
    for route in sorted(PLACES):
        address = addresses(school, route, own_place(route))[0]
        for name, junk in product(address, MALFORMED[:count]):
            its = rf"(?<=[/.]){re.escape(str(address[name]))}(?=[./]|$)"
            yield name, re.sub(its, junk, reverse(route, kwargs=address), count=1)


@pytest.mark.parametrize(("who", "count", "methods"), CURIOUS)
def test_malformed_addresses_lead_nowhere(
    school: School, visitors: Visitors, who: str, count: int, methods: tuple[str, ...]
) -> None:
    """Not found, as if nothing could ever be there; a row that is not in a file is told so on its page."""
    found = {}
    for (name, where), method in product(malformed(school, count), methods):
        answer = visitors.visit(who, method, where)
        shut = (*SHUT, "302") if name == "row" else SHUT
        found[where[:80], method] = answer.status in shut, set(answer.written), leaks(school, who, answer)
    assert {key: answer for key, answer in found.items() if answer != (True, set(), [])} == {}


@pytest.mark.parametrize("route", sorted(set(PLACES) - NEVER_DELETED))
def test_what_was_deleted_looks_absent(school: School, visitors: Visitors, route: str) -> None:
    """An address somebody kept answers, once its object is gone, as one that never led anywhere."""
    ours = addresses(school, route, own_place(route))[0]
    absent = addresses(school, route, "absent")[0]
    for who, method in product(("contact", "reviewer"), METHODS):
        gone, never = (
            visitors.visit(who, method, reverse(route, kwargs=address), first=partial(take_away, school, route))
            for address in (ours, absent)
        )
        expected = PAGES[Visit(route, method, "absent")][who]
        assert (who, method, gone.status, never.status) == (who, method, expected, expected)
        assert without_tokens(gone, reverse(route, kwargs=ours)) == without_tokens(never, reverse(route, kwargs=absent))
        assert (set(gone.written), gone.entries) == (set(), ())
