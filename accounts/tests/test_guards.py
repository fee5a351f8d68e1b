"""The database itself keeps the record: nothing is changed, nothing goes but what was kept long enough and recorded."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import Error, connection, models, transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import AuditEntry, AuditSeal
from accounts.retention import put_away_old_entries
from accounts.sealing import seal_entries, verify_entries
from accounts.tests.test_audit import AT
from volunteer_portal.tests.school import stored_campaign

pytestmark = pytest.mark.django_db
ENTRY, SEAL = "accounts_auditentry", "accounts_auditseal"
UNLAWFUL = """INSERT INTO accounts_auditentry
(id, at, session, request, role, action, object_type, object_id, unit, reason, detail)
SELECT id + 1, at, '', '', '', 'audit-purged', '', id, '', '', '{}' FROM accounts_auditentry"""


def execute(sql: str, *facts: int) -> None:
    """Past all our code."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, facts)


def written(*moments: datetime) -> list[int]:
    """An entry for each moment, sealed."""
    campaign = stored_campaign()
    numbers = [record("campaign-looked-at", campaign, by=None, at=moment).pk for moment in moments]
    assert seal_entries(AT) == len(moments)
    return numbers


@pytest.mark.parametrize(
    "sql",
    [
        f"UPDATE {ENTRY} SET reason = 'another'",  # noqa: S608 – our own tables
        f"UPDATE {ENTRY} SET at = at",  # noqa: S608
        f"DELETE FROM {ENTRY}",  # noqa: S608
        f"UPDATE {SEAL} SET mac = ''",  # noqa: S608
        f"DELETE FROM {SEAL}",  # noqa: S608
        UNLAWFUL,
    ],
)
def test_the_database_refuses(sql: str) -> None:
    written(timezone.now())
    entries, seals = list(AuditEntry.objects.values()), list(AuditSeal.objects.values())
    with pytest.raises(Error, match="The record is"):
        execute(sql)
    assert (list(AuditEntry.objects.values()), list(AuditSeal.objects.values())) == (entries, seals)


@pytest.mark.skipif("connection.vendor != 'postgresql'")
@pytest.mark.parametrize("table", [ENTRY, SEAL])
def test_postgresql_refuses_to_empty_it(table: str) -> None:
    written(timezone.now())
    execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may be pending
    with pytest.raises(Error, match="never changed"):
        execute(f"TRUNCATE {table} CASCADE")
    assert (AuditEntry.objects.count(), AuditSeal.objects.count()) == (1, 1)


def unguarded(sql: str, *facts: int) -> None:
    """What somebody does who can also take the guards away."""
    if connection.vendor == "postgresql":
        execute("SET LOCAL session_replication_role = replica")
        execute(sql, *facts)
        execute("SET LOCAL session_replication_role = DEFAULT")
        return
    for name in ("unchanged", "kept"):
        execute(f"DROP TRIGGER IF EXISTS {ENTRY}_{name}")
        execute(f"DROP TRIGGER IF EXISTS {SEAL}_{name}")
    execute(sql, *facts)


CHANGED, REMOVED, ADDED = "not as it was written", "was removed", "was added later"


@pytest.mark.parametrize(
    ("sql", "place", "found"),
    [
        (f"UPDATE {ENTRY} SET reason = 'another' WHERE id = %s", 1, [(1, CHANGED)]),  # noqa: S608
        (f"UPDATE {ENTRY} SET detail = '{{\"rows\": 1}}' WHERE id = %s", 2, [(2, CHANGED)]),  # noqa: S608
        (f"UPDATE {ENTRY} SET address = '10.0.0.1' WHERE id = %s", 3, [(3, CHANGED)]),  # noqa: S608
        (f"DELETE FROM {ENTRY} WHERE id = %s", 0, [(0, REMOVED)]),  # noqa: S608
        (f"DELETE FROM {ENTRY} WHERE id = %s", 3, [(3, REMOVED)]),  # noqa: S608
        (f"DELETE FROM {SEAL} WHERE entry = %s", 1, [(1, ADDED), (2, CHANGED)]),  # noqa: S608
    ],
)
def test_a_quiet_edit_is_found(sql: str, place: int, found: list[tuple[int, str]]) -> None:
    numbers = written(*[AT] * 4)
    assert (verify_entries().faults, verify_entries().sealed) == ([], 4)
    unguarded(sql, numbers[place])
    faults = [(number, next(word for word in (CHANGED, REMOVED, ADDED) if word in text))
              for number, text in verify_entries().faults]  # fmt: skip
    assert faults == [(numbers[at], words) for at, words in found]


def test_another_key_makes_no_seal_that_holds(settings: Any) -> None:
    numbers = written(AT, AT)
    settings.FINGERPRINT_KEY = settings.SECRET_KEY
    assert [number for number, _words in verify_entries().faults] == numbers


def test_sealing_goes_on_where_it_ended() -> None:
    campaign = stored_campaign()
    record("campaign-looked-at", campaign, by=None, at=AT)
    assert [seal_entries(AT), seal_entries(AT)] == [1, 0]
    record("campaign-looked-at", campaign, by=None, at=AT)
    found = verify_entries()
    assert (found.entries, found.sealed, found.faults) == (2, 1, [])
    assert (seal_entries(AT), verify_entries().sealed) == (1, 2)


NOW = datetime(2026, 11, 25, 1, 2, 3, tzinfo=UTC)
MONTH = timedelta(days=31)


def test_what_was_kept_long_enough_goes_and_that_is_recorded() -> None:
    written(*(NOW - months * MONTH for months in (20, 13, 11, 1)))
    assert [put_away_old_entries(NOW), put_away_old_entries(NOW)] == [2, 0]
    (*kept, purge) = AuditEntry.objects.order_by("pk")
    assert [entry.at for entry in kept] == [NOW - 11 * MONTH, NOW - MONTH]
    assert (purge.action, purge.object_id, purge.detail["count"]) == ("audit-purged", str(kept[0].pk - 1), 2)
    assert AuditSeal.objects.order_by("pk").values_list("pk", flat=True)[0] == kept[0].pk
    assert seal_entries(NOW) == 1
    found = verify_entries()
    assert (found.entries, found.sealed, found.faults) == (3, 3, [])


@pytest.mark.parametrize("ages", [(), (11,), (12, 1)])
def test_nothing_goes_before_its_time(ages: tuple[int, ...]) -> None:
    written(*(NOW - months * MONTH for months in ages))
    assert (put_away_old_entries(NOW), AuditEntry.objects.count()) == (0, len(ages))


def test_a_young_entry_keeps_older_ones_written_after_it() -> None:
    written(NOW - MONTH, NOW - 20 * MONTH)
    assert put_away_old_entries(NOW) == 0


def test_what_is_not_sealed_stays() -> None:
    record("campaign-looked-at", stored_campaign(), by=None, at=AT)
    assert (put_away_old_entries(NOW), AuditEntry.objects.count()) == (0, 1)


def test_the_database_keeps_six_months_whatever_is_asked(settings: Any) -> None:
    settings.AUDIT_MONTHS = 0
    now = timezone.now()
    written(now - 5 * MONTH, now - 2 * MONTH)
    with pytest.raises(Error, match="six months"), transaction.atomic():
        put_away_old_entries(now + 2 * MONTH)
    assert AuditEntry.objects.count() == 2


def test_lawful_putting_away_opens_no_other_way() -> None:
    """After entries went, the younger ones are as well kept as before."""
    written(NOW - 20 * MONTH, NOW - MONTH)
    put_away_old_entries(NOW)
    with pytest.raises(Error, match="The record is kept"):
        execute(f"DELETE FROM {ENTRY}")  # noqa: S608
    assert models.QuerySet(AuditEntry).count() == 2
