"""The main job through nginx, gunicorn, the worker and PostgreSQL, as deploy/ sets them up."""

import configparser
import io
import json
import os
import re
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook

from volunteer_portal.production import NEEDED
from volunteer_portal.tests.deployed import Browser, Deployment, deployed
from volunteer_portal.tests.school import PASSWORD, on_a_roster
from volunteer_portal.tests.serving import HOST, ran, wait_until
from volunteer_portal.tests.source_tree import ROOT

DEPLOY = ROOT / "deploy"
LAST_ADDRESS = """
import django
django.setup()
from accounts.models import AuditEntry
print(AuditEntry.objects.filter(action="head-count-set").latest("pk").address)
"""


pytestmark = [
    pytest.mark.skipif("DATABASE_URL" in os.environ, reason="once is enough: its PostgreSQL is its own"),
    pytest.mark.xdist_group("deployment"),  # one portal, and its log tells of all that was asked
]


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    with deployed(tmp_path_factory.mktemp("deployed")) as here:
        yield here


@pytest.fixture(scope="module")
def contact(portal: Deployment) -> Browser:
    """The contact of our unit, logged in."""
    browser = portal.browser()
    browser.log_in("cs-contact", PASSWORD)
    return browser


def test_the_main_job(contact: Browser) -> None:
    """A roster is sent, read by the worker, taken over, handed in, and comes back as Attachment 4."""
    newcomers = [on_a_roster(serial, name=f"令狐新{chr(0x4E00 + serial)}") for serial in range(7001, 7031)]
    lines = [
        "姓名,证件号码,人员类别,志愿者编号",
        *(f"{each.name},{each.document_number},学生,{each.volunteer_number}" for each in newcomers),
    ]  # noqa: E501
    roster = {"file": ("名单.csv", "\n".join(lines).encode())}
    sent = contact.post("/units/cs/volunteers/upload/", {"informed": "on"}, files=roster)
    assert sent.status_code == 302, sent.text
    job = sent.headers["Location"]
    wait_until(lambda: contact.get(job).status_code == 302, f"the worker reads the file at {job}")
    preview = contact.get(job).headers["Location"]
    taken = contact.post(f"{preview}apply/", {}, page=preview)
    assert taken.status_code == 302, taken.text
    following = taken.headers["Location"]
    if following.startswith("/jobs/"):
        wait_until(lambda: contact.get(following).status_code == 302, "the worker takes the roster over")
    counted = {
        "staff": "20",
        "students": "30",
        "party_members": "1",
        "counted_on": "2020-01-01",
        "count_source": "人事处",
    }
    assert contact.post("/units/cs/head-count/", counted).status_code == 302
    handed_in = contact.post("/units/cs/submission/", {"explanation": "其余学生正在外地实习"})
    assert handed_in.status_code == 302, handed_in.text
    receipt = re.search(r"20\d\d-\d{4}", contact.get("/units/cs/submission/").text)
    book = load_workbook(io.BytesIO(contact.get("/units/cs/attachments/4.xlsx").content))
    names = {str(cell.value) for row in book.worksheets[0] for cell in row}
    assert receipt
    assert {each.name for each in newcomers} <= names


def test_everything_is_ready_and_only_this_machine_may_ask(portal: Deployment) -> None:
    ready = f"http://127.0.0.1:{portal.webs[0]}/readyz"

    def failing() -> set[str]:
        told = httpx.get(ready, headers={"Host": HOST}).json()["checks"]
        return {name for name, said in told.items() if said != "well"} - {"disk", "backup"}

    wait_until(lambda: not failing(), "ready")  # the worker shows itself a moment after it started


def test_headers_and_cookies_of_production(portal: Deployment) -> None:
    browser = portal.browser()
    answer = browser.get("/account/login/")
    cookies = answer.headers.get_list("Set-Cookie")
    assert (answer.status_code, answer.headers["Strict-Transport-Security"][:16]) == (200, "max-age=31536000")
    assert answer.headers["Server"] == "nginx"
    assert [cookie for cookie in cookies if "Secure" not in cookie] == []
    assert cookies


def test_another_host_gets_nothing(portal: Deployment) -> None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", portal.port)) as plain, pytest.raises(ssl.SSLError):
        context.wrap_socket(plain, server_hostname="evil.example.com")


def test_nobody_chooses_his_address(portal: Deployment) -> None:
    """The record names the address nginx saw, whatever the client claims."""
    browser = portal.browser("127.0.0.2")
    browser.client.headers["X-Forwarded-For"] = "203.0.113.9"
    browser.log_in("law-contact", PASSWORD)
    assert (
        browser.post("/units/law/volunteers/search/", {"words": "无此人"}, page="/units/law/volunteers/").status_code
        == 200
    )
    counted = {
        "staff": "9",
        "students": "9",
        "party_members": "1",
        "counted_on": "2020-01-01",
        "count_source": "人事处",
    }
    assert browser.post("/units/law/head-count/", counted).status_code == 302
    found = ran(portal.environment, "-c", LAST_ADDRESS)
    assert found.stdout.split() == ["127.0.0.2"], found.stderr


def test_the_access_log_names_no_query_and_no_link(portal: Deployment) -> None:
    browser = portal.browser()
    browser.get("/invitations/geheim-token/?number=110101199001010011")
    browser.get("/account/password/reset/key/3-abc-def/")
    log = portal.folder / "portal.log"
    wait_until(lambda: log.read_text().count("/reset/key/…") and log.read_text().endswith("\n"), "the line in the log")
    written = log.read_text()
    lines = [json.loads(line) for line in written.splitlines()]
    assert {line["path"] for line in lines} >= {"/invitations/…", "/account/password/reset/key/…"}
    assert [word for word in ("geheim", "110101", "abc-def", "?") if word in written] == []
    assert re.fullmatch(r"[a-z]{4}-[a-z]{4}-[a-z]{4}", lines[-1]["request"])


def test_nothing_of_an_upload_lies_on_the_disk(portal: Deployment) -> None:
    """nginx keeps bodies and answers in memory, the portal never writes them."""
    left = [file for kind in ("body", "proxy") for file in (portal.folder / kind).rglob("*") if file.is_file()]
    assert left == []


@pytest.mark.parametrize("unit", sorted(DEPLOY.glob("*.service")), ids=lambda unit: unit.name)
def test_units_stop_gently_and_are_kept_small(unit: Path) -> None:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(unit)
    service = parser["Service"]
    expected = {"KillMode": "mixed", "Restart": "always", "UMask": "0077", "LimitCORE": "0", "NoNewPrivileges": "yes"}
    assert {name: service[name] for name in expected} == expected
    assert (int(service["TimeoutStopSec"]) >= 40, service["MemoryMax"].endswith("G")) == (True, True)
    assert service["EnvironmentFile"] == "/etc/portal/portal.env"


def test_the_example_names_every_setting_production_needs() -> None:
    named = re.findall(r"^([A-Z_]+)=", (DEPLOY / "portal.env.example").read_text(), re.MULTILINE)
    assert set(NEEDED) | {"ALLOWED_HOSTS"} <= set(named)
