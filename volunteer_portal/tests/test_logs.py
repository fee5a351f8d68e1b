"""Logs without people, error pages without secrets."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from volunteer_portal.logs import ScrubbingFormatter, scrubbed
from volunteer_portal.tests.acts import log_in
from volunteer_portal.tests.school import School, two_units
from volunteers.models import Volunteer

NUMBER = "110101199001010011"
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
    "volunteer number": ("V41010526010000001A", "V[number]A"),
    "in an address": (f"Not Found: /units/{NUMBER}/", "Not Found: /units/[number]/"),
    "in bytes": (f"{NUMBER.encode()!r}", "b'[number]'"),
    "two": (f"{NUMBER},{NUMBER}", "[number],[number]"),
    "session": ("Cookie: sessionid=abc123; csrftoken=def456", "Cookie: sessionid=[…]; csrftoken=[…]"),
    "authorization": ("Authorization: Basic+YWJj", "Authorization: […]"),
    "reset key": ("GET /account/password/reset/key/3-abc-def/", "GET /account/password/reset/key/[…]"),
}
KEPT = ["row 3 of 20", "123456789", "200, 1048576 bytes", "附件4 计算机学院党委", "unit cs, version 12", "2026"]


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


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the portal's own handler writes, pytest's beside it left out."""
    stream = io.StringIO()
    handlers = logging.getLogger("django").handlers
    (handler,) = (found for found in handlers if isinstance(found.formatter, ScrubbingFormatter))
    assert isinstance(handler, logging.StreamHandler)
    before = handler.setStream(stream)
    yield stream
    handler.setStream(before)


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
    assert asked(school).get(f"/units/{NUMBER}/").status_code == 404
    assert written.getvalue() == "WARNING django.request Not Found: /units/[number]/\n"


SECRETS = ("Traceback", "Error", "Exception", "DecryptionFailed", "settings", "/volunteers/", ".py", "SELECT", "令狐")


def test_a_broken_page_reveals_nothing(school: School, written: io.StringIO) -> None:
    Volunteer.objects.filter(unit_year=school.ours.unit_year).update(document_number_sealed=b"\x01" * 40)
    answer = asked(school).get("/units/cs/volunteers/")
    page = answer.content.decode()
    assert (answer.status_code, [secret for secret in SECRETS if secret in page]) == (500, [])
    assert "<h1" in page
    log = written.getvalue()
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
