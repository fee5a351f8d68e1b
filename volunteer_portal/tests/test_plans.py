"""Pages and acts of one unit look for its own people, not among those of the whole school."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from volunteer_portal.tests.acceptable import BEFORE, FORMS
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.addresses import addresses
from volunteer_portal.tests.matrix import PAGES
from volunteer_portal.tests.school import School, on_a_roster, stored_person, two_units
from volunteers.models import Claim

pytestmark = pytest.mark.django_db
ASKED = sorted(
    (visit.route, visit.method, who, expected[who])
    for visit, expected in PAGES.items()
    for who in ("contact", "reviewer")
    if visit.place == "ours" and expected[who] in ("200", "302")
    if visit.method == "GET" or (visit.method == "POST" and visit.route in FORMS)
)
# How SQLite and PostgreSQL say that they go through a whole table.
BIG = ("volunteers_volunteer", "accounts_auditentry")
WHOLE = re.compile(rf"^(?:.*SCAN |.*Seq Scan on )({'|'.join(BIG)})\b", re.MULTILINE)
PEOPLE = 200


@pytest.fixture(scope="module")
def school(django_db_setup: None, django_db_blocker: Any) -> Iterator[School]:
    """A large other unit, acts of long ago, nobody claimed by two; the planner has looked at all of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        school = two_units()
        for serial in range(4001, 4001 + PEOPLE):
            stored_person(school.theirs.unit_year, on_a_roster(serial))
        AuditEntry.objects.bulk_create(
            AuditEntry(action="team-changed", unit="law", at=timezone.now()) for _ in range(PEOPLE)
        )
        Claim.objects.all().delete()
        with connection.cursor() as cursor:
            for table in BIG:
                cursor.execute(f"ANALYZE {table}")
        yield school
        transaction.set_rollback(True)


@contextmanager
def plans() -> Iterator[list[str]]:
    """How the database goes about each statement meanwhile."""
    found: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith(("SELECT", "UPDATE", "DELETE")) and not many:
            with connection.cursor() as cursor:
                found.append(f"{sql}\n{plan(cursor.cursor, sql, params)}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def plan(cursor: Any, sql: str, params: Any) -> str:
    """The database's own words; PostgreSQL, which goes through small tables as a whole, is asked not to."""
    if connection.vendor == "postgresql":
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", params)
    else:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
    return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.parametrize(("route", "method", "who", "status"), ASKED)
def test_pages_and_acts_of_one_unit_ask_for_one_unit(
    school: School, route: str, method: str, who: str, status: str
) -> None:
    client, address = visitor(school.accounts[who]), reverse(route, kwargs=addresses(school, route, "ours")[0])
    with transaction.atomic():
        if method == "POST" and route in BEFORE:
            BEFORE[route](school.ours)
        with plans() as found:
            answer = client.get(address) if method == "GET" else client.post(address, FORMS[route](school.ours))
        transaction.set_rollback(True)
    assert (str(answer.status_code), [told for told in found if WHOLE.search(told)]) == (status, [])
