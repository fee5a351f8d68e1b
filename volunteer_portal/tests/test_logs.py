"""Logs without people, error pages without secrets."""

import http.client
import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.tracing import TRACE, Trace, new_number
from volunteer_portal.logs import JsonFormatter, ScrubbingFormatter, scrubbed
from volunteer_portal.tests.acts import log_in
from volunteer_portal.tests.school import School, on_a_roster, two_units
from volunteer_portal.tests.serving import HOST, filled, production, served
from volunteers.models import Volunteer

NUMBER = "110101199001010011"
DIGEST = "0123456789" * 6 + "abcd"
OBJECT = "01234567-8901-4234-8567-890123456789"
HIDDEN = {
    "document number": (f"refused {NUMBER} in row 3", "refused [number] in row 3"),
    "capital X": ("11010119900101001X", "[number]"),
    "small x": ("=11010119900101001x.", "=[number]."),
    "full width": ("证件１１０１０１１９９００１０１００１Ｘ号", "证件[number]号"),
    "fifteen digits": ("110101900101001", "[number]"),
    "in groups": ("110101 19900101 0011", "[number]"),
    "with hyphens": ("110101-19900101-0011", "[number]"),
    "phone": ("13812345678", "[number]"),
    "phone abroad": ("+86 138 1234 5678", "+[number]"),
    "landline": ("0371-67780000", "[number]"),
    "not quite a key": (f"3{OBJECT}", "[number]"),
    "not quite a checksum": (f"{DIGEST}1234567890", "[number]abcd[number]"),
    "volunteer number": ("V41010526010000001A", "V[number]A"),
    "in an address": (f"Not Found: /units/{NUMBER}/", "Not Found: /units/[number]/"),
    "in bytes": (f"{NUMBER.encode()!r}", "b'[number]'"),
    "two": (f"{NUMBER},{NUMBER}", "[number],[number]"),
    "session": ("Cookie: sessionid=abc123; csrftoken=def456", "Cookie: sessionid=[…]; csrftoken=[…]"),
    "authorization": ("Authorization: Basic+YWJj", "Authorization: […]"),
    "reset key": ("GET /account/password/reset/key/3-abc-def/", "GET /account/password/reset/key/[…]"),
    "invitation": ("Not Found: /invitations/Ab_c-9/", "Not Found: /invitations/[…]"),
    "session under TLS": ("__Host-sessionid=abc123", "__Host-sessionid=[…]"),
    "query": ('"GET /units/cs/?words=令狐甲&page=2 HTTP/1.1" 200', '"GET /units/cs/?[…] HTTP/1.1" 200'),
    "bell and escape": ("a\x07b\x1b[31m", "a\\x07b\\x1b[31m"),
    "carriage return": ("a\rERROR forged", "a\\x0dERROR forged"),
}
KEPT = [
    "row 3 of 20", "123456789", "200, 1048576 bytes", "附件4 计算机学院党委", "unit cs, version 12", "2026",
    f"volunteer {OBJECT}", f"digest {DIGEST}.",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), HIDDEN.values(), ids=HIDDEN)
def test_what_is_hidden(text: str, expected: str) -> None:
    assert scrubbed(text) == expected


@pytest.mark.parametrize("text", KEPT)
def test_what_stays(text: str) -> None:
    assert scrubbed(text) == text


def failed_with(number: str) -> logging.LogRecord:
    """A line about an exception that carries a number, in its text, its arguments and its cause."""
    try:
        try:
            raise KeyError(number)
        except KeyError as cause:
            raise ValueError(f"no row for {number}") from cause
    except ValueError as error:
        caught = (type(error), error, error.__traceback__)
        return logging.LogRecord("django.request", logging.ERROR, __file__, 1, "row of %s", (number,), caught)


def test_nothing_an_exception_carries_slips_by() -> None:
    plain = logging.Formatter().format(failed_with(NUMBER))
    safe = ScrubbingFormatter().format(failed_with(NUMBER))
    assert (plain.count(NUMBER), safe.count(NUMBER)) == (3, 0)
    assert safe.count("[number]") == 3


def test_a_message_is_one_line() -> None:
    line = logging.LogRecord("units", logging.WARNING, __file__, 1, "odd name %s", ("a\nERROR forged",), None)
    assert ScrubbingFormatter("{levelname} {message}", style="{").format(line) == "WARNING odd name a\\nERROR forged"
    assert line.getMessage() == "odd name a\nERROR forged"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the portal's own handler writes, pytest's beside it left out."""
    stream = io.StringIO()
    found: list[Any] = [*logging.getLogger("django").handlers, *logging.getLogger().handlers]
    handlers = {id(each): each for each in found if isinstance(each.formatter, ScrubbingFormatter)}.values()
    before = [(handler, handler.setStream(stream)) for handler in handlers]
    assert before
    yield stream
    for handler, its in before:
        handler.setStream(its)


@pytest.fixture
def school(db: None) -> School:
    return two_units()


def test_no_handler_writes_unscrubbed() -> None:
    logging_of: Any = settings.LOGGING
    assert {handler["formatter"] for handler in logging_of["handlers"].values()} == {"scrubbed"}
    named = [*logging_of["loggers"].values(), logging_of["root"]]
    assert {name for logger in named for name in logger["handlers"]} == set(logging_of["handlers"])


def asked(school: School) -> Client:
    """A contact whose errors are answered as in production."""
    client = Client(raise_request_exception=False)
    log_in(client, school.ours.contact)
    return client


def test_handlers_scrub(school: School, written: io.StringIO) -> None:
    answer = asked(school).get(f"/units/{NUMBER}/")
    number, account = answer["X-Request-ID"], school.ours.contact.pk
    assert (answer.status_code, written.getvalue()) == (
        404,
        f"WARNING accounts.access [{number}] access denied: 404 my_unit to account {account}\n"
        f"WARNING django.request [{number}] Not Found: /units/[number]/\n",
    )


def test_json_lines_are_scrubbed_and_hold_one_line_each() -> None:
    TRACE.set(Trace(number="abcd-efgh-jkmn"))
    record = failed_with(NUMBER)
    record.msg = "row of %s\n\x1b[31mforged"
    line = JsonFormatter("{message}", style="{").format(record)
    facts = json.loads(line)
    assert (line.count("\n"), "\x1b" in line, NUMBER in line) == (0, False, False)
    assert facts["said"].startswith("row of [number]\\n\\x1b[31mforged\nTraceback")
    del facts["said"], facts["time"]
    assert facts == {"level": "ERROR", "logger": "django.request", "request": "abcd-efgh-jkmn"}


def test_numbers_of_requests_are_never_scrubbed_and_never_the_same() -> None:
    numbers = [new_number() for _request in range(100)]
    odd = [number for number in numbers if not re.fullmatch(r"[a-z]{4}-[a-z]{4}-[a-z]{4}", number)]
    assert (len(set(numbers)), odd) == (100, [])
    assert scrubbed(" ".join(numbers)) == " ".join(numbers)


SECRETS = ("Traceback", "Error", "Exception", "DecryptionFailed", "settings", "/volunteers/", ".py", "SELECT", "令狐")


def test_a_broken_page_reveals_nothing(school: School, written: io.StringIO) -> None:
    Volunteer.objects.filter(unit_year=school.ours.unit_year).update(document_number_sealed=b"\x01" * 40)
    answer = asked(school).get("/units/cs/volunteers/")
    page = answer.content.decode()
    assert (answer.status_code, [secret for secret in SECRETS if secret in page]) == (500, [])
    assert "<h1" in page
    log = written.getvalue()
    assert (answer["X-Request-ID"] in page, f"[{answer['X-Request-ID']}]" in log) == (True, True)
    assert ("DecryptionFailed" in log, "令狐" in log) == (True, False)
    assert [person.phone for person in school.ours.people if person.phone in log] == []


@pytest.mark.parametrize(
    ("path", "status"),
    [("/units/law/", 404), ("/nowhere/", 404), ("/board/", 403), ("/units/cs/head-count/confirm/", 405)],
)
def test_refusals_reveal_nothing(school: School, path: str, status: int) -> None:
    answer = asked(school).get(path)
    page = answer.content.decode()
    assert (answer.status_code, [secret for secret in (*SECRETS[:5], "法学院") if secret in page]) == (status, [])


def test_a_form_of_another_site_is_refused(school: School) -> None:
    client = Client(enforce_csrf_checks=True)
    log_in(client, school.ours.contact)
    answer = client.post("/units/cs/head-count/", {"staff": 1})
    assert (answer.status_code, "CSRF" in answer.content.decode()) == (403, False)


# What breaks inside gunicorn's own process: the number stands in address, query, form, exception and its cause.
BREAKING = """
import os
from volunteer_portal.wsgi import application as portal

def application(environ, start_response):
    if environ["PATH_INFO"].startswith("/broken/"):
        try:
            raise KeyError(environ["PATH_INFO"])
        except KeyError as cause:
            raise ValueError(environ["QUERY_STRING"]) from cause
    return portal(environ, start_response)
"""


def answered(address: str, method: str, path: str, body: str = "") -> int:
    """The status of an answer of the real server."""
    there = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    there.request(method, path, body, {"Host": HOST, "X-Forwarded-Proto": "https", **kind})
    return there.getresponse().status


def test_gunicorn_writes_no_number(tmp_path: Path) -> None:
    """Nor does its access log, where somebody switches it on; a log without the scrubbing shows them."""
    number, phone = on_a_roster(1001).document_number, on_a_roster(1001).phone
    filled(tmp_path / "data")
    (tmp_path / "breaking.py").write_text(BREAKING)
    environment = production(tmp_path / "data")
    environment["PYTHONPATH"] += f":{tmp_path}"
    seen = {}
    for name, application in (("scrubbed", "breaking:application"), ("plain", "plain:application")):
        (tmp_path / "plain.py").write_text(PLAIN)
        log = tmp_path / name
        with served(environment, log, "--access-logfile", "-", application=application) as address:
            statuses = [
                answered(address, "GET", f"/units/{number}/?words={number}"),
                answered(address, "POST", "/account/login/", f"login={number}&password={phone}"),
                answered(address, "GET", f"/broken/{number}/?phone={phone}"),
            ]
        text = log.read_text()
        seen[name] = statuses, number in text or phone in text, "ValueError" in text
    assert seen == {"scrubbed": ([302, 403, 500], False, True), "plain": ([302, 403, 500], True, True)}


PLAIN = """
import logging
from breaking import application
from volunteer_portal import logs
logs.scrubbed = lambda text: text
"""
