"""Leaving the campus login ends the session it began, and nothing else does so from outside."""

from typing import Any

import pytest
import requests
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from accounts.campus import is_offered
from accounts.models import AuditEntry
from accounts.tests.test_campus import CAMPUS, Person
from accounts.tests.test_campus import cas_server as cas_server
from accounts.tests.test_campus import school as school
from volunteer_portal.tests.school import PASSWORD, School

PAGE = "/account/security/"
MESSAGE = """<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="1" Version="2.0">
<saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">@NOT_USED@</saml:NameID>
<samlp:SessionIndex> {ticket} </samlp:SessionIndex></samlp:LogoutRequest>"""
BOMB = '<!DOCTYPE a [<!ENTITY b "ST-1">]><a>&b;</a>'


@pytest.mark.django_db(transaction=True)
def test_the_campus_logout_ends_the_session_here(live_server: LiveServer, school: School, settings: Any) -> None:
    """Two browsers, one and the same person: the session that began by password stays."""
    settings.SITE_URL = live_server.url
    person, browser = Person(), requests.Session()
    address = browser.get(f"{live_server.url}{CAMPUS}", allow_redirects=False, timeout=60).headers["Location"]
    back = person.log_in_there(address, "20180001")
    browser.get(back, timeout=60)
    by_password = Client()
    by_password.post("/account/login/", {"login": "cs-contact", "password": PASSWORD})
    assert browser.get(f"{live_server.url}{PAGE}", allow_redirects=False, timeout=60).status_code == 200
    person.campus.get(f"{settings.CAS_SERVER_URL}logout", timeout=60)
    assert browser.get(f"{live_server.url}{PAGE}", allow_redirects=False, timeout=60).status_code == 302
    assert by_password.get(PAGE).status_code == 200
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.object_id, entry.by, entry.detail) == (
        "campus-logged-out", str(school.ours.contact.pk), None, {"sessions": 1},
    )  # fmt: skip


def said(ticket: str, client: Client | None = None, **form: str) -> Any:
    """What the portal answers to a CAS server, which has no token and no session here."""
    sender = client or Client(enforce_csrf_checks=True)
    return sender.post(CAMPUS, form or {"logoutRequest": MESSAGE.format(ticket=ticket)})


@pytest.mark.django_db
def test_only_the_ticket_ends_it(school: School) -> None:
    person = Person()
    back = person.log_in_there(person.set_out(), "20180001")
    person.portal.get(back)
    ticket = back.rpartition("ticket=")[2]
    before = AuditEntry.objects.count()
    messages = [
        MESSAGE.format(ticket="ST-1-invented"), MESSAGE.format(ticket=""), ticket, "", "<a/>", BOMB,
        MESSAGE.format(ticket=ticket) + " " * 10_000, "\0",
    ]  # fmt: skip
    answers = [said("", logoutRequest=message) for message in messages]
    assert {(answer.status_code, answer.content) for answer in answers} == {(200, b"")}
    assert (person.portal.get(PAGE).status_code, AuditEntry.objects.count()) == (200, before)
    assert (said(ticket).content, person.portal.get(PAGE).status_code) == (b"", 302)
    assert (said(ticket).status_code, AuditEntry.objects.count()) == (200, before + 1)


@pytest.mark.django_db
def test_nothing_else_comes_in_without_a_token(school: School) -> None:
    assert said("", name="ST-1").status_code == 403


@pytest.mark.django_db
def test_where_there_is_no_campus_login(client: Client) -> None:
    assert not is_offered()
    assert [said("ST-1").status_code, said("ST-1", client).status_code] == [403, 405]
