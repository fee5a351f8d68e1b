"""Wherever a page leads, there is something: before the first campaign is opened, and in a portal in use."""

import re
from typing import Any

import pytest

from accounts.models import User
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import stored_account, two_units

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


@pytest.mark.parametrize("who", ROLES)
def test_no_link_is_dead_in_use(who: str) -> None:
    assert dead(visitor(two_units().accounts[who])) == {}
