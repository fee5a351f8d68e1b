"""Complete numbers: one person at a time, with a reason, recorded first, after 200 a day with the password again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from jobs.running import run_waiting
from volunteer_portal.tests.acts import entry, recorded, said_at, visitor
from volunteer_portal.tests.school import (
    PASSWORD,
    on_a_roster,
    stored_account,
    stored_campaign,
    stored_contact,
    stored_person,
    stored_unit,
)
from volunteers.models import Volunteer
from volunteers.revealing import reveal

pytestmark = pytest.mark.django_db
AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
REASON = "全国系统要求核对"


@pytest.fixture
def person() -> Volunteer:
    return stored_person(stored_unit(stored_campaign()), on_a_roster(1))


def test_recorded_and_shown(person: Volunteer) -> None:
    contact, known = stored_contact(person.unit_year, "contact"), on_a_roster(1)
    shown = reveal(person, reason=f" {REASON} ", by=contact, at=AT)
    assert shown == {"document_number": known.document_number, "phone": known.phone}
    assert recorded() == [entry("numbers-revealed", person, unit="cs", reason=REASON, by=contact, at=AT)]


@pytest.mark.parametrize("reason", ["", "核对", "   核对  "])
def test_without_a_reason(person: Volunteer, reason: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        reveal(person, reason=reason, by=stored_contact(person.unit_year, "contact"), at=AT)
    assert [error.code for error in refusal.value.error_dict["reason"]] == ["reason-missing"]
    assert recorded() == []


def test_the_limit_is_per_person_and_day(person: Volunteer) -> None:
    contact, other = (stored_contact(person.unit_year, name) for name in ("contact", "other"))
    for _number in range(199):
        record("numbers-revealed", person, by=contact, at=AT)
    reveal(person, reason=REASON, by=contact, at=AT)
    with pytest.raises(ValidationError) as refusal:
        reveal(person, reason=REASON, by=contact, at=AT + timedelta(hours=14))  # 23:02 in Shanghai
    assert refusal.value.code == "reveal-limit"
    reveal(person, reason=REASON, by=other, at=AT)
    reveal(person, reason=REASON, by=contact, at=AT + timedelta(hours=15))
    assert len(recorded()) == 202


def test_after_many_people_it_wants_the_password_again_and_is_told(person: Volunteer) -> None:
    contact, minute = stored_contact(person.unit_year, "contact"), timedelta(minutes=1)
    stored_account("dongfang", User.Role.ADMINISTRATOR, email="dongfang@example.com")
    stored_account("nangong", User.Role.ADMINISTRATOR, email="nangong@example.com", is_active=False)
    for _number in range(200):
        record("numbers-revealed", person, by=contact, at=AT)
    for since in (None, AT - minute, AT):
        with pytest.raises(ValidationError) as refusal:
            reveal(person, reason=REASON, sure_since=since, by=contact, at=AT + minute)
        assert (refusal.value.code, refusal.value.params) == ("reveal-limit", {"count": 200})
    for _number in range(2):
        reveal(person, reason=REASON, sure_since=AT + minute, by=contact, at=AT + 2 * minute)
    assert [found["detail"] for found in recorded()[199:]] == [{}, {"seen_before": 200}, {}]
    assert run_waiting() == 1
    [told] = mail.outbox
    assert told.to == ["dongfang@example.com"]
    assert told.body == (
        "用户contact（账号contact）今天查看完整号码已超过200人，并于2018-11-09 09:04继续查看。用途见操作记录，"
        "如非预期，请向本人核实。"
    )
    for _number in range(198):
        record("numbers-revealed", person, by=contact, at=AT + 2 * minute)
    with pytest.raises(ValidationError) as refusal:
        reveal(person, reason=REASON, sure_since=AT + minute, by=contact, at=AT + 3 * minute)
    assert refusal.value.params == {"count": 400}


def test_the_page_leads_to_the_password_and_back(person: Volunteer) -> None:
    contact, page = stored_contact(person.unit_year, "contact"), f"/volunteers/{person.pk}/"
    client = visitor(contact)
    for _number in range(200):
        record("numbers-revealed", person, by=contact, at=timezone.now())
    number = person.clear_document_number()
    refused = client.post(f"{page}reveal/", {"reason": REASON})
    way = f"/account/reauthenticate/?next={page.replace('/', '%2F')}"
    assert said_at(refused, "reveal_form") == {"__all__": ["reveal-limit"]}
    assert (way in refused.content.decode(), number in refused.content.decode()) == (True, False)
    assert client.post(way, {"password": PASSWORD})["Location"] == page
    assert number in client.post(f"{page}reveal/", {"reason": REASON}).content.decode()
