"""Every page of the access matrix as each role sees it, on both widths, in both languages, light and dark."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import Browser

from campaigns.models import Campaign
from projects.models import Project
from reports.models import Submission
from units.models import Team, TeamReview, UnitYear
from volunteer_portal.tests.acceptable import BEFORE, FORMS
from volunteer_portal.tests.addresses import PLACES, addresses, by_code
from volunteer_portal.tests.faces import FACES, Mirror, mirror
from volunteer_portal.tests.matrix import PAGES
from volunteer_portal.tests.school import School, two_units
from volunteer_portal.tests.visiting import Answer, Visitors
from volunteers.models import Claim, Edit, RosterImport, Volunteer

pytestmark = pytest.mark.django_db
WHO = ("anonymous", "contact", "reviewer", "administrator", "auditor")
# Pieces of pages, for htmx: they are looked at in the page they belong to.
PIECES = {"cockpit_changes", "project_name_hints"}


NOT_SEEN = {"theirs", "crossed", "absent", "unknown"}


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
        if visit.route == route and visit.method != "HEAD" and visit.place not in NOT_SEEN
        if expected[who] in ("200", "302" if visit.method == "POST" else "200")
    ]


ROUTES = sorted({visit.route for visit in PAGES if looks_at(visit.route)} - PIECES)


@pytest.fixture(scope="module")
def school(django_db_setup: None, django_db_blocker: Any) -> Iterator[School]:
    """The two units, stored once for all tests here and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield two_units()
        transaction.set_rollback(True)


@pytest.fixture
def visitors(school: School) -> Visitors:
    """Sessions of their own for each test: however slow the machine is, none of them ends meanwhile."""
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


@pytest.mark.parametrize("route", ROUTES)
def test_page_can_be_enlarged(school: School, visitors: Visitors, shown: Mirror, route: str) -> None:
    """Nothing is cut off, lies over something else or leaves the screen at 200 % and 400 %, or with large letters."""
    looks, face = looks_at(route), FACES[ROUTES.index(route) % len(FACES)]
    look = next((look for look in looks if look.method == "GET"), looks[0])
    address = reverse(route, kwargs=addresses(school, route, look.place)[0])
    form, before = forms_of(school, look, route)[0]
    answer = visitors.visit(look.who, look.method, address, form, first=before, language=face.language)
    if is_page(answer):
        shown.show(answer.response, address, face)
        assert shown.faults_enlarged() == {}


def nothing_yet(school: School) -> None:
    """The first day: a unit of which only the line of Attachment 1 is known."""
    for model in (Submission, Edit, Claim, Volunteer, RosterImport, TeamReview, Team, Project):
        model._base_manager.all().delete()
    nobody = dict.fromkeys(("staff", "students", "party_members", "counted_on", "count_set_at"))
    UnitYear.objects.update(**nobody, count_source="")


def too_late(school: School) -> None:
    """The day after the last one."""
    past = timezone.localdate() - timedelta(days=1)
    Campaign.objects.update(electronic_due_on=past, paper_due_on=past)


def no_year(school: School) -> None:
    """Before the office opened this year's campaign."""
    Campaign.objects.update(is_current=False)


STATES: dict[str, Callable[[School], None]] = {"nothing": nothing_yet, "late": too_late, "no year": no_year}
# Pages about a unit, or about nothing in particular: they exist whatever a unit has.
ALWAYS_THERE = [route for route in ROUTES if not route.startswith("account_") and PLACES.get(route, by_code) is by_code]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("route", ALWAYS_THERE)
def test_page_is_in_order_in_other_states(
    school: School, visitors: Visitors, shown: Mirror, route: str, state: str
) -> None:
    """Empty, late and before the beginning: still a page, or a page that says there is none."""
    face = FACES[(ROUTES.index(route) + [*STATES].index(state)) % len(FACES)]
    look = next((look for look in looks_at(route) if look.method == "GET"), None)
    if look is None:
        return
    address = reverse(route, kwargs=addresses(school, route, look.place)[0])
    with transaction.atomic():
        STATES[state](school)
        answer = visitors.visit(look.who, "GET", address, language=face.language)
        transaction.set_rollback(True)
    assert answer.status in {"200", "302", "404"}
    if answer.response.get("Content-Type", "").startswith("text/html") and answer.status != "302":
        assert shown.faults(answer.response, address, face) == []


ERRORS = [
    "400.html", "403.html", "403_csrf.html", "404.html", "413.html", "429.html", "500.html", "too_much.html",
]  # fmt: skip


@pytest.mark.parametrize("name", ERRORS)
def test_error_page_is_in_order(shown: Mirror, name: str) -> None:
    """What stands there when nothing else can, in both languages."""
    face = FACES[ERRORS.index(name)]
    for look in (face, face.opposite):
        with translation.override(look.language):
            answer = HttpResponse(get_template(name).render())
        assert shown.faults(answer, "/nowhere/", look) == []
