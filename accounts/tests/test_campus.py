"""The campus login, against a real CAS server in a process of its own."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, User
from accounts.tests.cas_server import PASSWORD as CAMPUS_PASSWORD
from accounts.tests.test_second_factor import code_of
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import PASSWORD, School, two_units

pytestmark = pytest.mark.django_db
CAMPUS, AUTHENTICATE = "/account/campus/", "/account/second-factor/authenticate/"
PEOPLE = ("20180001", "20180002", "20180003", "20189999")
LINKED = {"contact": "20180001", "reviewer": "20180002", "locked": "20180003"}


@pytest.fixture(scope="module")
def cas_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a CAS server that knows these people."""
    words = [sys.executable, "-m", "accounts.tests.cas_server", str(tmp_path_factory.mktemp("cas")), *PEOPLE]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture
def school(cas_server: str, settings: Any) -> School:
    """Two units, three people of which have linked their campus accounts."""
    settings.CAS_SERVER_URL, settings.SITE_URL = cas_server, "http://testserver/"
    made = two_units()
    for who, name in LINKED.items():
        User.objects.filter(pk=made.accounts[who].pk).update(campus_account=name)
    return made


class Person:
    """Somebody with one browser, for the portal and for the campus login."""

    def __init__(self, client: Any = None) -> None:
        self.portal: Any = client or Client()
        self.portal.cookies["django_language"] = "en"
        self.campus = requests.Session()

    def set_out(self, where: str = CAMPUS, **query: str) -> str:
        """The address of the campus login to which the portal sends."""
        return str(self.portal.get(where, query)["Location"])

    def log_in_there(self, address: str, name: str, password: str = CAMPUS_PASSWORD) -> str:
        """Type name and password there; returns the address with the ticket."""
        page = self.campus.get(address, timeout=30).text
        form = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
        form |= {"username": name, "password": password}
        answer = self.campus.post(address, form, allow_redirects=False, timeout=30)
        return answer.headers.get("Location", "")

    def comes(self, name: str, **query: str) -> Any:
        """The whole way; returns what the portal answers to the ticket."""
        return self.portal.get(self.log_in_there(self.set_out(**query), name))


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))[2:]


def test_off_unless_the_school_has_one(client: Client) -> None:
    assert client.get(CAMPUS).status_code == 404
    assert CAMPUS not in client.get("/account/login/").content.decode()


def test_a_contact_comes_in(school: School) -> None:
    person = Person()
    assert f'href="{CAMPUS}?next=/units/cs/"' in person.portal.get("/account/login/?next=/units/cs/").content.decode()
    answer = person.comes("20180001", next="/units/cs/")
    assert (answer.status_code, answer["Location"]) == (302, "/units/cs/")
    assert person.portal.get("/units/cs/").status_code == 200
    assert person.portal.get("/units/law/").status_code == 404
    assert (acts(), AuditEntry.objects.latest("pk").by) == (["auth-ok"], school.ours.contact)


def test_a_wrong_password_stays_there(school: School) -> None:
    person = Person()
    assert person.log_in_there(person.set_out(), "20180001", "wrong") == ""


def test_the_office_shows_its_second_factor_too(school: School) -> None:
    person = Person()
    assert person.comes("20180002", next="/board/")["Location"] == AUTHENTICATE
    assert person.portal.get("/board/")["Location"].startswith("/account/login/")
    answer = person.portal.post(AUTHENTICATE, {"code": code_of(school.accounts["reviewer"])})
    assert answer["Location"] == "/board/"
    assert person.portal.get("/board/").status_code == 200


def test_the_office_sets_one_up_first(school: School) -> None:
    Authenticator.objects.filter(user=school.accounts["reviewer"]).delete()
    person = Person()
    person.comes("20180002")
    assert person.portal.get("/board/")["Location"].split("?")[0] == "/account/second-factor/"


def test_unknown_at_the_portal(school: School) -> None:
    before, person = User.objects.count(), Person()
    answer = person.comes("20189999")
    page = answer.content.decode()
    assert (answer.status_code, "20189999" in page, "Link the campus account" in page) == (403, True, True)
    assert (User.objects.count(), person.portal.get("/units/cs/").status_code) == (before, 302)


def test_a_closed_account_stays_closed(school: School) -> None:
    person = Person()
    assert person.comes("20180003")["Location"] == "/account/inactive/"
    assert person.portal.get("/units/cs/").status_code == 302


def test_tickets_are_checked_with_the_server(school: School) -> None:
    person = Person()
    service = parse_qs(urlsplit(person.set_out()).query)["service"][0]
    answer = person.portal.get(f"{service}&ticket=ST-1-invented")
    assert (answer.status_code, "Begin once more" in answer.content.decode()) == (400, True)
    assert person.portal.get("/units/cs/").status_code == 302


def test_a_way_back_works_once(school: School) -> None:
    person = Person()
    back = person.log_in_there(person.set_out(), "20180001")
    assert person.portal.get(back).status_code == 302
    person.portal.post("/account/logout/")
    assert person.portal.get(back).status_code == 400


def test_nobody_is_logged_in_by_somebody_elses_link(school: School) -> None:
    """An attacker's own ticket, sent to a victim, opens nothing and links nothing."""
    attacker, victim = Person(), Person()
    back = attacker.log_in_there(attacker.set_out(), "20180001")
    victim.set_out()
    assert victim.portal.get(back).status_code == 400
    assert victim.portal.get("/units/cs/").status_code == 302


def test_no_way_leads_elsewhere(school: School) -> None:
    assert Person().comes("20180001", next="//evil.example/")["Location"] == "/"


def test_the_service_is_the_portals_own_address(school: School, settings: Any) -> None:
    settings.SITE_URL = "https://zhiyuan.example.edu.cn"
    address = Client().get(CAMPUS, headers={"X-Forwarded-Host": "evil.example"})["Location"]
    service = parse_qs(urlsplit(address).query)["service"][0]
    assert service.startswith("https://zhiyuan.example.edu.cn/account/campus/?state=")


def test_linked_by_its_owner(school: School) -> None:
    neighbour = school.theirs.contact
    person = Person(visitor(neighbour))
    address = person.portal.post("/account/campus/link/")["Location"]
    answer = person.portal.get(person.log_in_there(address, "20189999"), follow=True)
    assert "the campus login opens this account" in answer.content.decode()
    neighbour.refresh_from_db()
    assert (neighbour.campus_account, acts()) == ("20189999", ["campus-account-linked"])
    assert Person().comes("20189999", next="/units/law/")["Location"] == "/units/law/"
    person.portal.post("/account/campus/unlink/")
    assert acts() == ["campus-account-linked", "auth-ok", "campus-account-unlinked"]
    assert Person().comes("20189999").status_code == 403


def test_one_campus_account_opens_one_account(school: School) -> None:
    person = Person(visitor(school.theirs.contact))
    address = person.portal.post("/account/campus/link/")["Location"]
    answer = person.portal.get(person.log_in_there(address, "20180001"), follow=True)
    assert "belongs to another account" in answer.content.decode()
    school.theirs.contact.refresh_from_db()
    assert school.theirs.contact.campus_account is None


@pytest.mark.parametrize("page", ["/account/campus/link/", "/account/campus/unlink/"])
def test_linking_asks_who_it_is(page: str, school: School) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = visitor(school.ours.contact)
        clock.shift(timedelta(minutes=10))
        assert client.post(page)["Location"].startswith("/account/reauthenticate/")


def test_shown_once_more_by_the_campus_login(school: School) -> None:
    """Ten minutes later the password is typed anew, there: being logged in there is not enough."""
    with time_machine.travel(timezone.now(), tick=True) as clock:
        person = Person()
        person.comes("20180001")
        clock.shift(timedelta(minutes=10))
        asked = person.portal.post("/account/campus/unlink/")["Location"]
        assert "Use the campus login" in person.portal.get(asked).content.decode()
        address = person.set_out(next="/units/cs/")
        assert parse_qs(urlsplit(address).query)["renew"] == ["true"]
        without = address.replace("renew=true", "")
        quick = person.campus.get(without, allow_redirects=False, timeout=30).headers["Location"]
        assert person.portal.get(quick).status_code == 400
        assert person.portal.post("/account/campus/unlink/")["Location"] == asked
        back = person.log_in_there(person.set_out(next="/units/cs/"), "20180001")
        assert person.portal.get(back)["Location"] == "/units/cs/"
        assert person.portal.post("/account/campus/unlink/")["Location"] == "/account/security/"


def test_somebody_else_at_the_campus_login_confirms_nothing(school: School) -> None:
    with time_machine.travel(timezone.now(), tick=True) as clock:
        person = Person()
        person.comes("20180001")
        clock.shift(timedelta(minutes=10))
        assert person.portal.get(person.log_in_there(person.set_out(), "20189999")).status_code == 403
        assert person.portal.post("/account/campus/unlink/")["Location"].startswith("/account/reauthenticate/")


def test_logging_out_ends_both(school: School) -> None:
    person = Person()
    person.comes("20180001")
    way = person.portal.post("/account/logout/")["Location"]
    assert way.startswith(f"{school_cas(way)}logout?")
    back = person.campus.get(way, allow_redirects=False, timeout=30)
    assert back.headers["Location"] == "http://testserver/account/login/"
    assert person.portal.get("/units/cs/").status_code == 302
    assert "id_password" in person.campus.get(person.set_out(), timeout=30).text
    with_password = Person()
    with_password.portal.post("/account/login/", {"login": "cs-contact", "password": PASSWORD})
    assert with_password.portal.post("/account/logout/")["Location"] == "/account/login/"


def school_cas(address: str) -> str:
    """The CAS server an address belongs to."""
    return "{0.scheme}://{0.netloc}/".format(urlsplit(address))


def test_a_silent_server_is_no_dead_end(school: School, settings: Any) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.CAS_SERVER_URL = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        person = Person()
        service = parse_qs(urlsplit(person.set_out()).query)["service"][0]
        answer = person.portal.get(f"{service}&ticket=ST-1")
    assert (answer.status_code, "account name and password of the portal" in answer.content.decode()) == (503, True)


def test_browsers_may_follow_a_form_to_the_campus_login(tmp_path: Path) -> None:
    """Leaving the portal and linking are forms whose answer leads there: the policy names that place, and no other."""
    program = "from volunteer_portal.settings import *; print(CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    environment = os.environ | {"DATA_DIR": str(tmp_path), "CAS_SERVER_URL": "https://cas.example.edu.cn/cas/"}
    said = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
    assert said.stdout == "[\"'self'\", 'https://cas.example.edu.cn']\n"
