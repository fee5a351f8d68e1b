"""What somebody sends who knows the forms by heart: fields of others, twisted values, ways to elsewhere."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from projects.models import Project
from reports.models import Submission
from units.models import StaffContact, Team, UnitYear
from volunteer_portal.tests.acceptable import BEFORE, FORMS
from volunteer_portal.tests.addresses import addresses
from volunteer_portal.tests.matrix import PAGES, Visit
from volunteer_portal.tests.school import PASSWORD, School, two_units
from volunteer_portal.tests.visiting import Visitors
from volunteers.models import Claim, Edit, RosterImport, Volunteer

pytestmark = pytest.mark.django_db
OWNED = (Volunteer, Team, Project, RosterImport, Submission, Edit, Claim)
BOUND = ("id", "campaign_id", "unit_id", "unit_year_id", "user_id", "by_id", "fingerprint", "receipt", "is_current")
ROUTES = sorted(FORMS)


@pytest.fixture
def school() -> School:
    return two_units()


def whoever(route: str, place: str) -> str:
    """Who may send this form: the contact, or else the office."""
    return "contact" if PAGES[Visit(route, "POST", place)]["contact"] in ("200", "302") else "administrator"


def place_of(route: str) -> str:
    """Where the form is sent to: to our object, where it has one."""
    return next(visit.place for visit in PAGES if visit.route == route and visit.place in ("ours", "whole", "-"))


def rows(model: type[models.Model], **facts: Any) -> list[dict[str, Any]]:
    """Everything in these rows."""
    return [
        {name: bytes(fact) if isinstance(fact, memoryview) else fact for name, fact in row.items()}
        for row in models.QuerySet(model).filter(**facts).order_by("pk").values()
    ]


def untouchable(school: School) -> dict[str, Any]:
    """What no form of ours may change: everything of theirs, all accounts, and what our rows belong to."""
    theirs = {model.__name__: rows(model, unit_year=school.theirs.unit_year) for model in OWNED}
    theirs |= {"UnitYear": rows(UnitYear, pk=school.theirs.unit_year.pk), "contacts": rows(StaffContact)}
    accounts = list(User.objects.order_by("pk").values("pk", "role", "is_active", "username", "password"))
    bound = {
        model.__name__: {row["id"]: {name: row[name] for name in BOUND if name in row} for row in rows(model)}
        for model in (UnitYear, Team, Project, RosterImport, Volunteer)
    }
    return {"theirs": theirs, "accounts": accounts, "bound": bound}


def hostile_fields(school: School) -> dict[str, Any]:
    """Every column there is, with the value somebody would like best."""
    wanted: Mapping[str, Any] = {
        "unit": school.theirs.unit_year.pk, "unit_year": school.theirs.unit_year.pk, "user": school.ours.contact.pk,
        "by": school.accounts["administrator"].pk, "role": "administrator", "is_active": "on", "is_staff": "on",
        "campaign": 10**6, "code": school.theirs.code, "fingerprint": "0" * 64, "receipt": 1, "is_current": "on",
        "id": school.theirs.unit_year.pk, "pk": school.theirs.unit_year.pk, "team": school.theirs.team.pk,
    }  # fmt: skip
    named = {field.attname for model in (*OWNED, UnitYear, User) for field in model._meta.concrete_fields}
    return dict.fromkeys(named, "1") | {f"{name}_id": value for name, value in wanted.items()} | dict(wanted)


@pytest.mark.parametrize("route", [route for route in ROUTES if route != "volunteer_transfer"])
def test_fields_that_are_not_on_the_form_change_nothing(school: School, route: str) -> None:
    place = place_of(route)
    client, form = Client(), FORMS[route](school.ours)
    client.force_login(school.accounts[whoever(route, place)])
    where = reverse(route, kwargs=addresses(school, route, place)[0])
    if route in BEFORE:
        BEFORE[route](school.ours)
    before = untouchable(school)
    answer = client.post(where, hostile_fields(school) | form)
    after = untouchable(school)
    kept = {name: {key: after["bound"][name].get(key) for key in known} for name, known in before["bound"].items()}
    assert (answer.status_code < 500, after["theirs"], after["accounts"]) == (
        True,
        before["theirs"],
        before["accounts"],
    )
    assert kept == before["bound"]


@pytest.fixture(scope="module")
def kept_school(django_db_setup: None, django_db_blocker: Any) -> Iterator[School]:
    """The two units for all tests that leave them as they were."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield two_units()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def visitors(kept_school: School) -> Visitors:
    return Visitors(kept_school)


TWISTED: list[Any] = ["9" * 400, "\0", "a" * 5000, ["1", "2"], "１", "[]"]


def twisted(form: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The form with one value in the place of all, then with one in the place of each."""
    names = [name for name, value in form.items() if not isinstance(value, SimpleUploadedFile)]
    yield from (form | dict.fromkeys(names, value) for value in TWISTED)
    yield from (form | {name: value} for name in names for value in TWISTED[:1])
    yield {f"{name}[]": value for name, value in form.items()}


@pytest.mark.parametrize("route", ROUTES)
def test_twisted_values_are_answered(kept_school: School, visitors: Visitors, route: str) -> None:
    place = place_of(route)
    where = reverse(route, kwargs=addresses(kept_school, route, place)[0])
    who = whoever(route, place)
    statuses = {visitors.visit(who, "POST", where, form).status for form in twisted(FORMS[route](kept_school.ours))}
    assert statuses <= {"200", "302", "400", "404", "409"}


QUERY = (
    "page",
    "sort",
    "status",
    "category",
    "unit",
    "kind",
    "team",
    "missing",
    "name",
    "q",
    "next",
    "since",
    "version",
)


@pytest.mark.parametrize("value", ["%00", "9" * 400, "%ED%A0%BD", "%FF", "//evil.example/", "1&{name}=2"])
def test_twisted_questions_are_answered(kept_school: School, visitors: Visitors, value: str) -> None:
    broken = {}
    for visit in (visit for visit in PAGES if visit.method == "GET" and visit.place in ("ours", "whole", "-")):
        if visit.route == "readyz":
            continue  # not ready is its answer: no worker runs here
        where = reverse(visit.route, kwargs=addresses(kept_school, visit.route, visit.place)[0])
        query = "&".join(f"{name}={value.replace('{name}', name)}" for name in QUERY)
        status = visitors.visit("administrator", "GET", f"{where}?{query}").status
        if int(status.replace("login", "302")) >= 500:
            broken[where] = status
    assert broken == {}


FILTERED = (
    "board", "board_heat", "board_curves", "cockpit_changes", "school_projects", "unit_list", "reminders",
    "contact_list", "claims", "data_requests", "exports", "audit", "volunteer_list", "missing", "project_list",
)  # fmt: skip
ASKED_FOR = (*QUERY, "light", "search", "by", "action", "object_type", "object_id", "until", "unfinished", "stamp")
SQL = (
    "'", '"', "';--", "' OR '1'='1", '" OR "1"="1', "1 OR 1=1", "1; DROP TABLE accounts_user", "') OR ('1'='1",
    "' UNION SELECT password FROM accounts_user--", "-name", "--name", "unit_year__unit__contacts__user__password",
    "document_number_sealed", "name; SELECT 1", "name COLLATE nocase", "%27", "\\'", "/**/", "$$;SELECT 1;$$", "?",
)  # fmt: skip


@pytest.mark.parametrize("route", FILTERED)
def test_no_question_reaches_the_database_as_a_command(kept_school: School, visitors: Visitors, route: str) -> None:
    """Filters compare, sorting goes by known names: whatever is asked is answered, and nothing is written."""
    where = reverse(route, kwargs=addresses(kept_school, route, place_of(route))[0])
    statuses, before = set(), untouchable(kept_school)
    for value in SQL:
        answer = visitors.visit("administrator", "GET", f"{where}?{urlencode(dict.fromkeys(ASKED_FOR, value))}")
        statuses.add(answer.status)
        assert not answer.written
    assert (statuses, untouchable(kept_school)) == ({"200"}, before)


def test_bodies_that_are_no_form_are_answered(kept_school: School, visitors: Visitors) -> None:
    client = Client()
    client.force_login(kept_school.ours.contact)
    where = reverse("head_count", args=[kept_school.ours.code])
    bodies = [
        ("application/json", b'{"staff": "\\ud83d"}'), ("text/xml", b"<a/>"), ("multipart/form-data", b"--x"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=staff\r\n\r\n1"),
        ("application/x-www-form-urlencoded", b"staff=%ED%A0%BD&staff=%FF"), ("", b"\xff\xfe"),
    ]  # fmt: skip
    with transaction.atomic():
        statuses = {client.generic("POST", where, body, content_type=kind).status_code for kind, body in bodies}
        transaction.set_rollback(True)
    assert statuses <= {200, 400}


EVIL = "evil.example"
ELSEWHERE = [
    f"//{EVIL}", f"///{EVIL}", f"////{EVIL}", f"/\\{EVIL}", f"\\\\{EVIL}", f"\\/{EVIL}", f"https:{EVIL}",
    f"https:/{EVIL}", f"https://{EVIL}", f"http://{EVIL}", f"HTTPS://{EVIL}", f"ftp://{EVIL}", "javascript:alert(1)",
    "data:text/html,x",
    f"//{EVIL}/%2e%2e", f"%2f%2f{EVIL}", f"/%09/{EVIL}", f"\t//{EVIL}", f" //{EVIL}", f"/\r\nLocation: //{EVIL}",
    f"//testserver@{EVIL}", f"http://testserver@{EVIL}", f"//{EVIL}#testserver", f"／／{EVIL}", f"http:///{EVIL}",
    f"//testserver.{EVIL}", f"http://[::1].{EVIL}/",
]  # fmt: skip


def host_of(location: str) -> str:
    """Where a browser would go: it takes \\ for /, and leaves tabs and ends of lines out."""
    plain = location.strip().translate({ord(character): None for character in "\t\r\n"}).replace("\\", "/")
    parts = urlsplit(re.sub("^/{2,}", "//", plain))
    if parts.scheme not in ("", "http", "https"):
        return parts.scheme
    return parts.netloc if parts.netloc or not parts.scheme else parts.path


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_way_leads_elsewhere(kept_school: School, elsewhere: str) -> None:
    login = Client()
    with transaction.atomic():
        name = kept_school.accounts["reviewer"].username
        logged_in = login.post("/account/login/", {"login": name, "password": PASSWORD, "next": elsewhere})
        wanted = {"language": "en", "next": elsewhere}
        asked = Client().post("/account/preferences/", wanted, headers={"referer": elsewhere})
        shown = Client().get("/account/login/?" + urlencode({"next": elsewhere}))
        again = login.get("/account/login/?" + urlencode({"next": elsewhere}))
        transaction.set_rollback(True)
    assert (logged_in.status_code, asked.status_code, shown.status_code) == (302, 302, 200)
    ways = [answer["Location"] for answer in (logged_in, asked, again) if "Location" in answer]
    assert [way for way in ways if host_of(way) not in ("", "testserver")] == []


def test_the_measure_of_ways_sees_what_browsers_see() -> None:
    seen = {host_of(way) for way in ELSEWHERE if not re.search("%2f%2f|／|%09|Location", way)}
    assert "" not in seen
    assert "testserver" not in seen


@pytest.mark.parametrize("host", [EVIL, f"testserver.{EVIL}", "testserver:80@" + EVIL, "", "testserver/" + EVIL])
def test_another_host_is_refused(db: None, settings: Any, host: str) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client(headers={"host": host})
    answers = [client.get("/account/login/"), client.post("/account/password/reset/", {"email": "a@example.com"})]
    assert [(answer.status_code, EVIL in answer.content.decode()) for answer in answers] == [(400, False)] * 2


def test_a_forwarded_host_is_ignored(db: None) -> None:
    answer = Client(headers={"x-forwarded-host": EVIL}).get("/board/")
    assert (answer.status_code, EVIL in str(answer.headers)) == (302, False)


def test_a_reset_says_nothing_about_accounts(kept_school: School) -> None:
    pages = []
    with transaction.atomic():
        User.objects.filter(pk=kept_school.ours.contact.pk).update(email="known@example.com")
        User.objects.filter(username="locked").update(email="locked@example.com")
        for address in ("known@example.com", "locked@example.com", "unknown@example.com"):
            answer = Client().post("/account/password/reset/", {"email": address})
            pages.append((answer.status_code, answer["Location"], sorted(answer.headers), list(answer.cookies)))
        transaction.set_rollback(True)
    assert pages[0] == pages[1] == pages[2]
