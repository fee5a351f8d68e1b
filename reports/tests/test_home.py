"""The first page after the login."""

import pytest

from units.models import StaffContact
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import stored_account, stored_campaign, stored_contact, stored_unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["reviewer", "administrator"])
def test_the_office_goes_to_the_board(role: str) -> None:
    assert visitor(stored_account("somebody", role)).get("/").url == "/board/"


def test_a_contact_goes_to_the_unit() -> None:
    unit_year = stored_unit(stored_campaign())
    assert visitor(stored_contact(unit_year, "contact")).get("/").url == "/units/cs/"


def test_a_contact_of_two_units_chooses() -> None:
    campaign = stored_campaign()
    user = stored_contact(stored_unit(campaign), "contact")
    second = stored_unit(campaign, "law", "法学院", position=2)
    StaffContact.objects.create(unit=second.unit, user=user, since="2020-01-01")
    page = visitor(user).get("/").content.decode()
    assert ('href="/units/cs/"' in page, 'href="/units/law/"' in page) == (True, True)


@pytest.mark.parametrize("has_campaign", [True, False])
def test_a_contact_without_a_unit_is_told(has_campaign: bool) -> None:
    if has_campaign:
        stored_campaign()
    page = visitor(stored_account("somebody")).get("/").content.decode()
    assert ("No unit yet" in page, "Ask the civilisation office" in page) == (True, True)
