"""Complete numbers: one person at a time, with a reason, recorded first, at most 200 a day."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.audit import record
from volunteer_portal.tests.acts import entry, recorded
from volunteer_portal.tests.school import on_a_roster, stored_campaign, stored_contact, stored_person, stored_unit
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
