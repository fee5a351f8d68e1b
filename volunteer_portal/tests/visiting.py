"""Going to an address as somebody, and looking at everything that came back; nothing a visit does remains."""

import io
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.models import AuditEntry
from volunteer_portal.tests.acts import log_in
from volunteer_portal.tests.openings import OPENINGS
from volunteer_portal.tests.school import Furnished, School
from volunteer_portal.tests.test_static import Reader

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'", "base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'",
}  # fmt: skip
HEADERS = {
    "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), midi=()",
}  # fmt: skip
KINDS = {
    "text/html; charset=utf-8", "text/plain; charset=utf-8", 'text/javascript; charset="utf-8"', "application/json",
    XLSX, "application/pdf",
}  # fmt: skip
OUTSIDE = {"anonymous", "former", "locked"}
# Written without anybody acting: who is logged in, and how often somebody tried.
NOT_DOMAIN = {"django_session", "cache"}
WRITING = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"(\w+)"')


@dataclass(frozen=True)
class Answer:
    """What a visit got, which tables it wrote to, the entries it left, whose numbers and which versions it opened."""

    response: HttpResponse
    written: frozenset[str]
    entries: tuple[AuditEntry, ...]
    is_logged_in: bool
    opened: frozenset[Any]
    versions: frozenset[int]
    denials: int

    @property
    def status(self) -> str:
        """As the matrix writes it."""
        status = self.response.status_code
        to_login = status == 302 and self.response["Location"].startswith(
            (reverse("account_login") + "?", reverse("admin:login"))
        )
        return "login" if to_login else str(status)

    @cached_property
    def text(self) -> str:
        """All that can be read in it, headers, cells and pages included, without white space."""
        headers = " ".join(f"{name}: {value}" for name, value in self.response.items())
        return re.sub(r"\s", "", headers + readable(self.response))


def whole(response: Any) -> Any:
    """An answer with all its content, also one that is sent piece by piece."""
    if not response.streaming:
        return response
    answer = HttpResponse(b"".join(response.streaming_content), status=response.status_code, headers=response.headers)
    answer.cookies = response.cookies
    return answer


def readable(response: HttpResponse) -> str:
    """The text of a page, a workbook or a PDF."""
    kind = response.get("Content-Type", "") if response.content else ""
    if kind == XLSX:
        sheets = load_workbook(io.BytesIO(response.content)).worksheets
        return "\n".join(str(cell.value) for sheet in sheets for row in sheet for cell in row if cell.value is not None)
    if kind == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    return response.content.decode()


@contextmanager
def tables_written() -> Iterator[set[str]]:
    """The tables that statements write to meanwhile."""
    written: set[str] = set()

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if found := WRITING.match(sql):
            written.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written


class Denials(logging.Handler):
    """Counts the lines in the log that tell of somebody who was refused."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        self.count += 1


@contextmanager
def denials_logged() -> Iterator[Denials]:
    """The lines about refusals that are logged meanwhile."""
    logger, handler = logging.getLogger("accounts.access"), Denials()
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)


class Visitors:
    """One session for each account of the school, and nobody's."""

    def __init__(self, school: School) -> None:
        self.sessions = {"anonymous": ""}
        for who, user in school.accounts.items():
            client = Client()
            user.is_active = True  # whoever is locked out later has once logged in
            log_in(client, user)
            self.sessions[who] = client.cookies["sessionid"].value

    def visit(
        self,
        who: str,
        method: str,
        address: str,
        form: dict[str, Any] | None = None,
        *,
        first: Callable[[], None] | None = None,
        language: str = "",
        **extra: Any,
    ) -> Answer:
        """Go there, look, and leave everything as it was."""
        client = Client(**extra)
        if language:
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if self.sessions[who]:
            client.cookies["sessionid"] = self.sessions[who]
        with transaction.atomic():
            if first:
                first()
            last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            OPENINGS.people.clear()
            OPENINGS.handed_in.clear()
            with tables_written() as written, denials_logged() as denials:
                response: Any = whole(getattr(client, method.lower())(address, form if method == "POST" else None))
            entries = tuple(AuditEntry.objects.filter(pk__gt=last).order_by("pk"))
            transaction.set_rollback(True)
        is_logged_in = who not in ("anonymous", "locked") and "sessionid" not in response.cookies
        opened = frozenset(OPENINGS.people), OPENINGS.versions()
        return Answer(response, frozenset(written - NOT_DOMAIN), entries, is_logged_in, *opened, denials.count)


def marks(unit: Furnished) -> Iterator[str]:
    """All by which a unit and its people are recognised."""
    for person in unit.people:
        yield from (person.name, person.document_number, person.phone, person.volunteer_number, person.school_number)
    yield from (project.name for project in unit.projects)
    yield from (unit.unit_year.name, unit.unit_year.standard_name, unit.contact.name)
    yield from (unit.team.liaison_code, unit.team.contact_name, unit.team.contact_phone, unit.team.contact_email)


def clear_numbers(units: Iterable[Furnished]) -> Iterator[str]:
    """Document and phone numbers as nobody sees them without a reason."""
    for unit in units:
        for person in unit.people:
            yield from (person.document_number, person.phone)


def faults_of(answer: Answer) -> list[str]:
    """What no answer may lack or hold, whoever gets it."""
    response, faults = answer.response, []
    faults += [f"{name}: {response.get(name)}" for name, value in HEADERS.items() if response.get(name) != value]
    if response.content and response.get("Content-Type", "") not in KINDS:
        faults.append(f"Content-Type: {response.get('Content-Type')}")
    faults += [
        f"{name} for every script" for name, cookie in response.cookies.items()
        if cookie.value and not (cookie["httponly"] and cookie["samesite"] == "Lax")
    ]  # fmt: skip
    policy = {directive.strip() for directive in response.get("Content-Security-Policy", "").split(";")}
    if policy != POLICY:
        faults.append(f"Content-Security-Policy: {sorted(policy ^ POLICY)}")
    if answer.is_logged_in and "no-store" not in response.get("Cache-Control", ""):
        faults.append(f"Cache-Control: {response.get('Cache-Control')}")
    if response.get("Content-Type", "").startswith("text/html"):
        reader = Reader()
        reader.feed(response.content.decode())
        reader.close()
        faults += reader.faults
    return faults


def leaks(school: School, who: str, answer: Answer, *, is_record: bool = False) -> list[str]:
    """What a visitor learns of units that are not theirs: of all of them from nowhere, and as an auditor.

    In the record an auditor reads which unit it was and who acted.
    """
    hidden = {"contact": [school.theirs], "neighbour": [school.ours]} | dict.fromkeys(
        (*OUTSIDE, "auditor"), [school.ours, school.theirs]
    )
    units = hidden.get(who, [])
    told = {name for unit in units for name in (unit.unit_year.name, unit.contact.name)} if is_record else set()
    text = answer.text
    return [mark for unit in units for mark in marks(unit) if mark not in told and re.sub(r"\s", "", mark) in text]


def without_tokens(answer: Answer, address: str) -> tuple[bytes, list[tuple[str, str]]]:
    """Body and headers, without what changes from one request to the next and without the address asked for."""
    body = re.sub(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ")\w+', rb"\1", answer.response.content)
    changing = ("Expires", "Content-Length", "X-Request-ID")
    headers = sorted((name, value) for name, value in answer.response.items() if name not in changing)
    return body.replace(address.encode(), b""), headers
