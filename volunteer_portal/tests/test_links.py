"""Wherever a page leads, there is something: before the first campaign is opened, and in a portal in use."""

import re
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from units.models import UnitYear
from volunteer_portal.demo.school import load_school
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import stored_account, stored_contact

pytestmark = pytest.mark.django_db
LINK = re.compile(r'href="(/(?!static/)[^"#?]*)')
ROLES = [role.value for role in User.Role]


def statuses(client: Any) -> dict[str, int]:
    """What every address answers to which one can come from the start page; what is asked in addresses aside."""
    found: dict[str, int] = {}
    waiting = ["/"]
    for address in waiting:
        answer = client.get(address, follow=True)
        found[address] = answer.status_code
        if answer["Content-Type"].startswith("text/html") and not address.startswith("/admin/"):
            waiting += sorted({*LINK.findall(answer.content.decode())} - {*waiting})
    return found


def dead(client: Any) -> dict[str, int]:
    """The addresses at which there is nothing."""
    found = statuses(client)
    assert len(found) > 10, "the pages were not read"
    return {address: status for address, status in found.items() if status != 200}


@pytest.mark.parametrize("role", ROLES)
def test_no_link_is_dead_before_the_first_campaign(role: str) -> None:
    assert dead(visitor(stored_account(role, role))) == {}


@pytest.mark.parametrize("role", ROLES)
def test_no_link_is_dead_in_the_demo_school(role: str) -> None:
    """Nor does what was downloaded on the way break the page of the record."""
    campaign = load_school(60, 5, 1, timezone.now())
    first = UnitYear.objects.for_campaign(campaign).filter(volunteers__isnull=False)[0]
    user = stored_contact(first, role) if role == User.Role.CONTACT else stored_account(role, role)
    assert dead(visitor(user)) == {}
    assert visitor(stored_account("reader", User.Role.AUDITOR)).get("/audit/").status_code == 200
