"""The largest form the portal draws is taken; one field more gets a page that says what to do (SECURITY C28)."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from gunicorn.config import LimitRequestLine  # type: ignore[import-untyped]

from accounts.models import AuditEntry, User
from campaigns.models import Campaign
from units.models import Team, Unit, UnitYear
from volunteer_portal.tests.acts import log_in
from volunteer_portal.tests.school import CHAIN, stored_account, stored_campaign

pytestmark = pytest.mark.django_db
PAGE = "http://testserver/cockpit/"


@pytest.fixture
def campaign() -> Campaign:
    return stored_campaign()


@pytest.fixture
def office() -> Client:
    client = Client(headers={"Referer": PAGE})
    log_in(client, stored_account("reviewer", User.Role.REVIEWER))
    client.cookies["django_language"] = "en"
    return client


def filed_teams(campaign: Campaign, count: int) -> None:
    """So many units whose teams wait in the clean lane."""
    numbers = range(1, count + 1)
    units = Unit.objects.bulk_create(Unit(code=f"a-long-code-{number:07}") for number in numbers)
    years = UnitYear.objects.bulk_create(
        UnitYear(
            campaign=campaign, unit=unit, position=number, name=f"第{number}学院党委",
            standard_name=f"试验大学第{number}学院志愿服务队",
        )
        for number, unit in zip(numbers, units, strict=True)
    )  # fmt: skip
    facts = {
        "state": Team.State.FILED, "liaison_chain": CHAIN, "registration_status": campaign.registration_status,
        "contact_name": "司空联系", "contact_is_staff": True, "contact_phone": "0371-67780000",
        "registered_on": "2020-03-05",
    }  # fmt: skip
    Team.objects.bulk_create(
        Team(
            unit_year=year, registered_name=year.standard_name, liaison_code=f"LX-{year.pk}-01",
            contact_email=f"unit{year.pk}@example.com", **facts,
        )
        for year in years
    )  # fmt: skip
    with connection.cursor() as cursor:
        for model in (Unit, UnitYear, Team):  # or PostgreSQL goes by how empty other tests have left them
            cursor.execute(f"ANALYZE {model._meta.db_table}")


def fields_of(page: str) -> dict[str, list[str]]:
    """What the button of the clean lane sends with a script: how all rows are shown, and the versions seen."""
    return {name: re.findall(f'name="{name}"[^>]* value="([^"]+)"', page) for name in ("stamp", "seen")}


def sent(office: Client, form: dict[str, Any], count: int) -> Any:
    """The form, filled up to so many fields."""
    more = count - sum(map(len, form.values()))
    return office.post("/cockpit/approve-clean/", form | {"more": ["x"] * more}, headers={"HX-Request": "true"})


def test_the_largest_form(campaign: Campaign, office: Client) -> None:
    """As many units as the portal is made for, all of them clean; other versions were seen, so nothing is decided."""
    filed_teams(campaign, settings.MOST_UNITS)
    form = fields_of(office.get("/cockpit/").content.decode())
    assert [len(values) for values in form.values()] == [1, settings.MOST_UNITS]
    form["seen"] = [seen.replace(":1", ":2") for seen in form["seen"]]
    most, before = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS, AuditEntry.objects.count()
    assert (sum(map(len, form.values())) < most, sent(office, form, most).status_code) == (True, 200)
    too_much = sent(office, form, most + 1)
    assert (too_much.status_code, AuditEntry.objects.count()) == (413, before)
    assert "This is too much at once" in too_much.content.decode()
    assert f'href="{PAGE}"' in too_much.content.decode()


def test_the_page_of_all_units_asks_in_one_line(campaign: Campaign, office: Client) -> None:
    """What it says of its rows every few seconds fits into the line gunicorn takes."""
    filed_teams(campaign, settings.MOST_UNITS)
    (stamp,) = fields_of(office.get("/cockpit/").content.decode())["stamp"]
    line = f"GET /cockpit/changes/?stamp={stamp} HTTP/1.1\r\n"
    answer = office.get("/cockpit/changes/", {"stamp": stamp}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.context["moved"]) == (200, [])
    assert len(line) < LimitRequestLine.default
    Team.objects.filter(unit_year__position=500).update(version=2)
    answer = office.get("/cockpit/changes/", {"stamp": stamp}, headers={"HX-Request": "true"})
    assert [row.unit_year.position for row, _stays in answer.context["moved"]] == [500]


@pytest.mark.parametrize(
    "form",
    [
        {"words": ["x"] * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)},
        {"words": "字" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE},
        {"file": [SimpleUploadedFile("a.csv", b"x") for _file in range(101)]},
    ],
    ids=["fields", "bytes", "files"],
)
def test_anything_too_much(campaign: Campaign, office: Client, form: dict[str, Any]) -> None:
    answer = office.post("/search/", form)
    assert (answer.status_code, "Back to the page" in answer.content.decode()) == (413, True)


def test_too_much_in_an_address_and_from_nowhere(campaign: Campaign, office: Client) -> None:
    asked = "&".join(["name=x"] * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    answer = office.get(f"/board/?{asked}", headers={"Referer": "https://elsewhere.example/"})
    assert (answer.status_code, 'class="btn btn-primary" href="/"' in answer.content.decode()) == (413, True)
    assert Client().post("/account/login/", {"login": ["x"] * 2051}).status_code == 413
