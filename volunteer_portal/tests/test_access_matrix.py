"""Every address, every visitor, every method, every object: who gets what, and what nobody gets (SECURITY 3a, 3g)."""

import hashlib
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver, get_resolver, path, reverse
from django.urls.resolvers import RegexPattern

from accounts.models import AuditEntry
from reports.trail import ACTS, DETAILS
from reports.trail_listing import Words
from volunteer_portal.tests.acceptable import AUDIT, BEFORE, FORMS, LOOKED_AT, REASON, WRITES
from volunteer_portal.tests.addresses import PLACES, addresses
from volunteer_portal.tests.admin_addresses import admin_address
from volunteer_portal.tests.matrix import ADMIN_PAGES, ADMIN_UNNAMED, METHODS, PAGES, VISITORS, Visit
from volunteer_portal.tests.openings import CLEAR, COMPARES, COMPARES_VERSIONS, OPENS_VERSIONS, TRIES_THE_KEYS
from volunteer_portal.tests.routes import Walk, strangers
from volunteer_portal.tests.school import School, two_units
from volunteer_portal.tests.visiting import Answer, Visitors, clear_numbers, faults_of, leaks, marks, without_tokens

# Every test here runs inside the transaction of `school`; the mark makes pytest-django prepare a database at all.
pytestmark = pytest.mark.django_db
DENIED = {"login", "403", "404", "405"}
COMPLETE = {"attachment_complete", "submission_complete"}
DOWNLOADS = COMPLETE | {"attachment", "school_attachment", "submission_attachment"}
RECORDED = CLEAR | {
    "attachment", "school_attachment", "submission_attachment", "audit_export", "board_bulletin", "missing_xlsx",
    "projects_export",
}  # fmt: skip
# the answer itself is what was made: a link that is never shown again, a file
SHOWN_ONCE = COMPLETE | {"contacts", "export_fetch"}
RECORD = {"audit", "audit_export"}
UNITS = ("ours", "theirs")
KEPT_IN_COOKIES = {"preferences"}  # by whoever is not logged in


@pytest.fixture(scope="module")
def school(django_db_setup: None, django_db_blocker: Any) -> Iterator[School]:
    """The two units, stored once for all tests here and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield two_units()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def visitors(school: School) -> Visitors:
    return Visitors(school)


def added(request: HttpRequest) -> HttpResponse:
    """A page nobody thought of."""
    return HttpResponse()


def test_every_address_has_its_lines_and_every_line_its_address() -> None:
    assert strangers(Walk()) == set()


def test_added_address_is_noticed() -> None:
    entries = [*get_resolver().url_patterns, path("added/", added, name="added"), path("unnamed/", added)]
    assert strangers(Walk(URLResolver(RegexPattern(r"^/"), entries))) == {"added", "unnamed/"}


def test_every_object_is_asked_for_in_every_way(school: School) -> None:
    """For each address all its objects by all methods stand in the matrix, and nothing else."""
    routes = {visit.route for visit in PAGES}
    wanted = {(route, place) for route in routes for place in (PLACES[route](school) if route in PLACES else "-")}
    assert {Visit(route, method, place) for route, place in wanted for method in METHODS} == set(PAGES)


def test_views_agree_with_the_matrix() -> None:
    """The decorator and the matrix name the same roles; a view is called as its address is (DESIGN 1.3)."""
    alone = ("reviewer", "administrator", "auditor")
    roles = {"contact": ("contact", "neighbour"), **{role: (role,) for role in alone}}
    for route, view in Walk().views.items():
        if hasattr(view, "access"):
            posts = [expected for visit, expected in PAGES.items() if visit.route == route and visit.method == "POST"]
            allowed = {
                role for role, them in roles.items() if all(each[who] != "403" for each in posts for who in them)
            }
            assert (route, set(view.access)) == (view.__name__, allowed)


Visited = tuple[Visit, str, dict[str, Any], Answer]
Visits = Callable[[str], list[Visited]]


@pytest.fixture(scope="module")
def visits(school: School, visitors: Visitors) -> Visits:
    """Everybody at every object of an address, by every method; each address is gone to once for all tests."""
    return cache(lambda route: list(round_of_visits(school, visitors, route)))


def round_of_visits(school: School, visitors: Visitors, route: str) -> Iterator[Visited]:
    """Everybody at every object of an address, by every method."""
    for visit in (visit for visit in PAGES if visit.route == route):
        unit = school.theirs if visit.place == "theirs" else school.ours
        form = FORMS[route](unit) if visit.method == "POST" and route in FORMS else {}
        for who in VISITORS:
            for address in addresses(school, route, visit.place):
                where = reverse(route, kwargs=address)
                prepare = partial(BEFORE[route], unit) if visit.method == "POST" and route in BEFORE else None
                prepare = partial(LOOKED_AT[route], school) if route in LOOKED_AT else prepare
                yield visit, who, address, visitors.visit(who, visit.method, where, form, first=prepare)


def is_to_be_clear(visit: Visit, address: dict[str, Any], answer: Answer) -> bool:
    """Whether complete numbers were asked for, with a reason."""
    if visit.route in CLEAR:
        return answer.status == "200"
    return visit.route in COMPLETE and visit.method == "POST" and answer.status == "200"


def effects(visit: Visit, who: str, answer: Answer) -> list[str]:
    """What a visit wrote beyond what it may: nothing when looking or denied, what belongs to the act otherwise."""
    may: set[str] = set()
    if answer.status not in DENIED and visit.route in RECORDED:
        may = {AUDIT}
    elif visit.route in KEPT_IN_COOKIES and who in ("anonymous", "locked"):
        may = set()
    elif answer.status == ("200" if visit.route in SHOWN_ONCE else "302") and visit.method == "POST":
        may = WRITES.get(visit.route, set())
    return [] if answer.written == may else [f"wrote to {sorted(answer.written)} instead of {sorted(may)}"]


def unrecorded(visit: Visit, who: str, answer: Answer) -> list[str]:
    """What should stand in the record or in the log and does not: numbers opened, somebody refused."""
    if visit.route in TRIES_THE_KEYS:
        return []
    faults = [f"no words for {entry.action} {entry.detail}" for entry in answer.entries if not has_words(entry)]
    is_denial = who not in ("anonymous", "locked") and answer.status in ("403", "404")
    refusals = [] if answer.denials == is_denial else [f"{answer.denials} lines in the log about a refusal"]
    openings = [f"opened {len(answer.opened)} people's numbers without an entry"]
    is_open = bool(answer.opened) and not answer.entries and visit.route not in COMPARES
    if answer.versions and not answer.entries and visit.route not in COMPARES_VERSIONS:
        faults.append("opened what was handed in without an entry")
    return [*faults, *refusals, *(openings if is_open else [])]


def has_words(entry: AuditEntry) -> bool:
    """Whether what a page wrote into the record can be read there."""
    return entry.action in ACTS and set(entry.detail) <= set(DETAILS) and "{" not in Words().detail(entry)


@pytest.mark.parametrize("route", sorted({visit.route for visit in PAGES}))
def test_page(school: School, visits: Visits, route: str) -> None:
    """The status of the matrix; no number, name or trace that does not belong there; headers in order."""
    found, faults = {}, []
    for visit, who, address, answer in visits(route):
        if answer.status != PAGES[visit][who]:
            found[(*visit, who, str(address))] = f"{answer.status} instead of {PAGES[visit][who]}"
        seen = [number for number in clear_numbers([school.ours, school.theirs]) if number in answer.text]
        if is_to_be_clear(visit, address, answer) is not bool(seen):
            faults.append((*visit, who, str(address), f"clear numbers: {len(seen)}"))
        wrong = [*faults_of(answer), *leaks(school, who, answer, is_record=visit.route in RECORD)]
        wrong += [*effects(visit, who, answer), *unrecorded(visit, who, answer)]
        faults += [(*visit, who, str(address), fault) for fault in wrong]
    assert (found, faults) == ({}, [])


@pytest.mark.parametrize("route", sorted(DOWNLOADS))
def test_download_is_recorded(visits: Visits, route: str) -> None:
    """Each file that leaves the house leaves two entries: what was going to leave, and what it was in the end."""
    for visit, _who, address, answer in visits(route):
        if answer.status == "200" and (visit.method == "POST" or route not in COMPLETE):
            clear = route in COMPLETE
            started, finished = answer.entries
            assert (started.action, started.unit, started.reason) == (
                "export-started",
                address.get("code", ""),
                REASON if clear else "",
            )
            kind = {"attachment": address.get("number", 4), "format": address.get("drawing", "xlsx")}
            kind |= {"version": address["version"]} if "version" in address else {}
            assert started.detail | kind | {"clear_numbers": clear} == started.detail
            told = (finished.action, finished.detail["serial"], finished.detail["count"])
            assert told == ("export-finished", started.pk, started.detail["expected"])
            if visit.method != "HEAD":
                assert finished.detail["sha256"] == hashlib.sha256(answer.response.content).hexdigest()
        else:
            assert answer.entries == ()


# Where complete numbers are read on the screen or in the sender's own file: what the one entry tells of it.
READ: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "volunteer_reveal": lambda address: {"action": "numbers-revealed", "reason": REASON, "detail": {}},
    "roster_row": lambda address: {"action": "roster-row-shown", "reason": "", "detail": {"row": address["row"]}},
    "roster_file_back": lambda address: {"action": "roster-file-back", "reason": ""},
}


@pytest.mark.parametrize("route", sorted(READ))
def test_reading_is_recorded(visits: Visits, route: str) -> None:
    """Whoever saw a complete number has left one entry, about exactly this person or this file."""
    for _visit, _who, address, answer in visits(route):
        if answer.status == "200":
            (entry,) = answer.entries
            told = READ[route](address)
            assert {name: getattr(entry, name) for name in told} == told
            assert (entry.object_id, entry.by_id is not None, len(entry.request)) == (str(address["number"]), True, 14)
            assert answer.opened == ({address["number"]} if route == "volunteer_reveal" else frozenset())
        else:
            assert (answer.entries, answer.opened) == ((), frozenset())


@pytest.mark.parametrize("route", sorted(COMPARES))
def test_numbers_are_compared_for_whoever_may_see_the_unit(school: School, visits: Visits, route: str) -> None:
    """Numbers that are opened and shown to nobody are those of the unit the page is about."""
    units = {place: set(getattr(school, place).unit_year.volunteers.values_list("pk", flat=True)) for place in UNITS}
    opened = [(visit.place, answer) for visit, _who, _address, answer in visits(route) if answer.opened]
    assert {place for place, _answer in opened} == set(UNITS)
    assert [place for place, answer in opened if not answer.opened <= units[place] or answer.status in DENIED] == []


@pytest.mark.parametrize("route", sorted(OPENS_VERSIONS))
def test_versions_are_opened_for_whoever_may_see_the_unit(school: School, visits: Visits, route: str) -> None:
    """What was handed in, numbers and all, is opened for nobody who does not see the unit it came from."""
    opened = [(visit.place, answer) for visit, _who, _address, answer in visits(route) if answer.versions]
    assert {place for place, _answer in opened} == set(UNITS)
    units = {place: frozenset([getattr(school, place).unit_year.pk]) for place in UNITS}
    assert [place for place, answer in opened if answer.versions != units[place] or answer.status in DENIED] == []


@pytest.mark.parametrize("route", sorted(PLACES))
def test_what_belongs_to_others_looks_absent(visits: Visits, route: str) -> None:
    """The page for somebody else's object is, byte for byte, the one for an object that does not exist."""
    shown: dict[tuple[str, str], list[Any]] = {}
    for visit, who, address, answer in visits(route):
        if answer.status == "404":
            shown.setdefault((visit.method, who), []).append(without_tokens(answer, reverse(route, kwargs=address)))
    assert [who for who, answers in shown.items() if any(answer != answers[0] for answer in answers)] == []
    assert shown


def test_no_form_without_token(school: School, visitors: Visitors) -> None:
    """Every address refuses a form that this portal did not make."""
    taken = {}
    for visit in (visit for visit in PAGES if visit.method == "POST"):
        address = reverse(visit.route, kwargs=addresses(school, visit.route, visit.place)[0])
        for who in ("anonymous", "contact", "administrator"):
            answer = visitors.visit(who, "POST", address, {}, enforce_csrf_checks=True)
            taken[(visit.route, visit.place, who)] = answer.status, set(answer.written)
    assert {key: answer for key, answer in taken.items() if answer != ("403", set())} == {}


ADMIN_ROUTES = sorted({visit.route for visit in ADMIN_PAGES})


@pytest.mark.parametrize("route", ADMIN_ROUTES)
def test_admin_page_opens_for_administrators(school: School, visitors: Visitors, route: str) -> None:
    """With the headers of every page; complete numbers are not even there."""
    where, found = admin_address(school, route), {}
    for method in METHODS:
        answer = visitors.visit("administrator", method, where, {})
        clear = [number for number in clear_numbers([school.ours, school.theirs]) if number in answer.text]
        wrote = sorted(answer.written) if method != "POST" else []
        found[method] = answer.status, faults_of(answer), clear, wrote
    assert found == {method: (ADMIN_PAGES[Visit(route, method, "-")], [], [], []) for method in METHODS}


@pytest.mark.parametrize("who", [who for who in VISITORS if who != "administrator"])
def test_admin_stays_closed_to_others(school: School, visitors: Visitors, who: str) -> None:
    """No page, nothing written, no trace of anybody: to the login, or no."""
    unnamed = ["/admin/nowhere/", *(f"/admin/{model}/1/" for model in ADMIN_UNNAMED)]
    for where in [*(admin_address(school, route) for route in ADMIN_ROUTES), *unnamed]:
        for method in METHODS:
            answer = visitors.visit(who, method, where, {})
            told = [mark for unit in (school.ours, school.theirs) for mark in marks(unit) if mark in answer.text]
            is_shut = answer.status in DENIED or answer.response.get("Location") == reverse("admin:index")
            assert (where, method, is_shut) == (where, method, True)
            assert (sorted(answer.written), told, faults_of(answer)) == ([], [], [])


def test_own_people_are_found_by_their_marks(school: School, visitors: Visitors) -> None:
    """What the search for leaks looks for is found where it belongs: on the page, in the workbook, in the PDF."""
    code = school.ours.code
    listed = visitors.visit("contact", "POST", reverse("volunteer_list", args=[code]))
    complete, form = reverse("attachment_complete", args=[code]), {"reason": REASON}
    files = [visitors.visit("contact", "POST", complete, form | {"drawing": drawing}) for drawing in ("xlsx", "pdf")]
    for person in school.ours.people[:5]:
        found = [[mark in file.text for mark in (person.name, person.document_number, person.phone)] for file in files]
        assert (person.name in listed.text, found) == (True, [[True] * 3] * 2)
