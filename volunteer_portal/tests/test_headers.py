"""Every kind of answer, by its status, bears the same protection (SECURITY C17, 3g); once more on the real server."""

import http.client
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from volunteer_portal.tests.school import PASSWORD, School, two_units
from volunteer_portal.tests.serving import HOST, filled, production, served
from volunteer_portal.tests.visiting import HEADERS, POLICY
from volunteers.models import Volunteer
from volunteers.person_forms import PersonForm

TOO_LARGE = 22 * 1024 * 1024


@pytest.fixture
def school(db: None) -> School:
    return two_units()


@pytest.fixture
def contact(school: School) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(school.ours.contact)
    return client


def conflict(contact: Client, school: School) -> Any:
    """A person edited by somebody else meanwhile."""
    person = school.ours.unit_year.volunteers.order_by("pk")[0]
    form = {name: fact for name, fact in PersonForm.initial_of(person).items() if fact is not None}
    person.change(remark="另一人改的")
    return contact.post(f"/volunteers/{person.pk}/edit/", form | {"department": "三班"})


def broken(contact: Client, school: School) -> Any:
    """A value that does not open."""
    Volunteer.objects.update(document_number_sealed=b"\x01" * 40)
    return contact.get("/units/cs/volunteers/")


def too_often(contact: Client, school: School) -> Any:
    """More logins from one address than anybody needs."""
    wrong = {"login": "nobody", "password": PASSWORD}
    return [Client().post("/account/login/", wrong) for _time in range(2)][-1]


ANSWERS: dict[int, Any] = {
    200: lambda contact, school: contact.get("/units/cs/"),
    302: lambda contact, school: contact.get("/"),
    400: lambda contact, school: contact.get("/", headers={"host": "evil.example"}),
    403: lambda contact, school: contact.get("/board/"),
    404: lambda contact, school: contact.get("/units/law/"),
    405: lambda contact, school: contact.put("/units/cs/"),
    409: conflict,
    413: lambda contact, school: contact.post("/units/cs/volunteers/upload/", CONTENT_LENGTH=TOO_LARGE),
    429: too_often,
    500: broken,
}


def faults_of(headers: Any, *, known: bool) -> list[str]:
    """What protects no more."""
    policy = {part.strip() for part in headers.get("Content-Security-Policy", "").split(";")}
    found = [f"{name}: {headers.get(name)}" for name, value in HEADERS.items() if headers.get(name) != value]
    found += [f"policy {policy ^ POLICY}"] if policy != POLICY else []
    return found + ["stored"] * (known and "no-store" not in headers.get("Cache-Control", ""))


@pytest.mark.parametrize("status", ANSWERS)
def test_every_status_is_protected(school: School, contact: Client, settings: Any, status: int) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    answer = ANSWERS[status](contact, school)
    known = status not in (400, 429)
    assert (answer.status_code, faults_of(answer.headers, known=known)) == (status, [])
    assert "Server" not in answer.headers


def test_a_file_too_large_is_refused_in_words(contact: Client) -> None:
    answer = contact.post("/units/cs/volunteers/upload/", CONTENT_LENGTH=TOO_LARGE)
    assert (answer.status_code, "20MB" in answer.content.decode()) == (413, True)


@pytest.mark.parametrize("length", ["-1", "x", "１", "9" * 50])
def test_odd_lengths_are_refused(contact: Client, length: str) -> None:
    assert contact.post("/units/cs/head-count/", CONTENT_LENGTH=length).status_code == 413


class Asked:
    """One request to the real server, as nginx passes it on."""

    def __init__(self, address: str) -> None:
        self.address = address.removeprefix("http://")

    def __call__(self, method: str, path: str, body: str = "", **headers: str) -> http.client.HTTPResponse:
        """The answer."""
        there = http.client.HTTPConnection(self.address, timeout=60)
        usual = {"Host": HOST, "X-Forwarded-Proto": "https", "Content-Type": "application/x-www-form-urlencoded"}
        there.request(method, path, body, usual | {name.replace("_", "-"): value for name, value in headers.items()})
        return there.getresponse()


def test_the_real_server_in_production(tmp_path: Path) -> None:
    filled(tmp_path / "data")
    with served(production(tmp_path / "data"), tmp_path / "log") as address:
        ask = Asked(address)
        login, static = ask("GET", "/account/login/"), ask("GET", "/static/portal.css")
        answers = {
            "login": (login, 200), "static": (static, 200), "home": (ask("GET", "/"), 302),
            "nowhere": (ask("GET", "/nowhere/"), 404), "host": (ask("GET", "/", Host="evil.example"), 400),
            "trace": (ask("TRACE", "/"), 405), "options": (ask("OPTIONS", "/board/"), 405),
            "form": (ask("POST", "/account/login/", "login=x&password=y"), 403),
            "plain": (ask("GET", "/account/login/", X_Forwarded_Proto="http"), 301),
        }  # fmt: skip
        cookies = login.headers.get_all("Set-Cookie") or []
        found = {name: (answer.status, faults_of(answer.headers, known=False)) for name, (answer, _) in answers.items()}
        assert found == {name: (status, []) for name, (_answer, status) in answers.items()}
        assert answers["plain"][0].headers["Location"] == f"https://{HOST}/account/login/"
        strict = "max-age=31536000; includeSubDomains; preload"
        assert login.headers["Strict-Transport-Security"] == strict
        assert "gunicorn/" not in str(login.headers)
        assert len(cookies) == 1
        assert all(mark in cookies[0] for mark in ("__Host-sessionid=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"))
        assert "Domain" not in cookies[0]
        chosen = ask("POST", "/account/preferences/", "language=en&next=/")
        assert (chosen.status, chosen.headers["Set-Cookie"]) == (403, None)
