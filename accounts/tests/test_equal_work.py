"""Whoever guesses names learns nothing from how long an answer takes: the same work is done each time (SECURITY 3h)."""

from collections import Counter
from typing import Any

import pytest
from argon2 import low_level
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, User
from volunteer_portal.tests.school import PASSWORD, stored_account

pytestmark = pytest.mark.django_db
# What is typed as the account's password; the right one where the account is closed.
TYPED = {"wrong": "kunlun-mountain-tea", "closed": PASSWORD, "invited": PASSWORD, "unknown": PASSWORD}


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Counter[str]:
    """How often a password is hashed from now on, to be stored or to be compared."""
    settings.PASSWORD_HASHERS = ["accounts.hashers.Argon2Hasher"]
    counted: Counter[str] = Counter()
    for name in ("hash_secret", "verify_secret"):
        real = getattr(low_level, name)

        def counting(*args: Any, real: Any = real, **kwargs: Any) -> Any:
            counted["all"] += 1
            return real(*args, **kwargs)

        for module in ("argon2.low_level", "argon2._password_hasher"):
            monkeypatch.setattr(f"{module}.{name}", counting)
    return counted


def test_one_hash_and_as_many_queries_for_every_name(hashes: Counter[str]) -> None:
    stored_account("wrong")
    stored_account("closed", is_active=False)
    User.objects.create_user("invited", name="受邀")  # has not chosen a password yet
    work = {}
    for name, password in TYPED.items():
        client = Client()
        client.get("/account/login/")
        hashes.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = client.post("/account/login/", {"login": name, "password": password})
        work[name] = answer.status_code, hashes["all"], len(queries)
    assert work == dict.fromkeys(TYPED, (200, 1, 12))
    assert AuditEntry.objects.filter(action="auth-fail").count() == len(TYPED)
