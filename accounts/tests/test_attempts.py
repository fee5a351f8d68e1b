"""How often somebody may try in vain: counted by account and network, by account and day, by address (SECURITY 3h)."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.attempts import (
    BREAK,
    DAY,
    OF_ACCOUNT,
    OF_ACCOUNT_AND_NETWORK,
    OF_ADDRESS,
    TooMany,
    begin_attempt,
    forget_old_attempts,
    network_of,
    succeed,
)
from accounts.models import AuditEntry, LoginAttempt, User
from volunteer_portal.tests.acts import together, visitor
from volunteer_portal.tests.school import PASSWORD, stored_account

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HERE, WRONG = "10.1.2.3", "not this one"


def log_in(name: str = "lao", password: str = WRONG, address: str = HERE, **headers: str) -> Any:
    """What the login page answers; a right password leads on."""
    client = Client(REMOTE_ADDR=address, headers={"Accept-Language": "en", **headers})
    client.cookies["django_language"] = "en"
    return client.post("/account/login/", {"login": name, "password": password})


def statuses(*answers: Any) -> list[int]:
    return [answer.status_code for answer in answers]


def trail() -> list[tuple[str, str, dict[str, Any]]]:
    """What was recorded: act, object, details."""
    return list(AuditEntry.objects.order_by("pk").values_list("action", "object_id", "detail"))


@pytest.fixture
def user() -> User:
    return stored_account("lao")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.1.2.3", "10.1.2.0/24"),
        ("10.1.2.255", "10.1.2.0/24"),
        ("2001:da8:1:2:3::4", "2001:da8:1:2::/64"),
        ("::1", "::/64"),
    ],
)
def test_network_of(address: str, network: str) -> None:
    assert network_of(address) == network


def test_the_sixth_attempt_is_not_looked_at(user: User) -> None:
    wrong = [log_in() for _time in range(OF_ACCOUNT_AND_NETWORK)]
    right = log_in(password=PASSWORD)
    assert statuses(*wrong, right) == [200] * 5 + [429]
    assert 14 * 60 < int(right["Retry-After"]) <= 15 * 60
    assert "15 minutes" in right.content.decode()
    failed = {"what": "password"}
    assert trail() == [("auth-fail", str(user.pk), failed)] * 4 + [("auth-locked", str(user.pk), failed)]
    assert {(entry.address, entry.by) for entry in AuditEntry.objects.all()} == {(HERE, None)}


def test_others_and_elsewhere_still_work(user: User) -> None:
    stored_account("pang")
    for _time in range(OF_ACCOUNT_AND_NETWORK):
        log_in()
    answers = [
        log_in("pang", PASSWORD),  # another account from here
        log_in(password=PASSWORD, address="10.1.2.99"),  # a neighbour of this address
        log_in(password=PASSWORD, address="10.1.3.3"),  # this account from elsewhere
        log_in("LAO", PASSWORD),  # no other account
    ]
    assert statuses(*answers) == [302, 429, 302, 429]


def test_who_gets_in_starts_anew(user: User) -> None:
    first = [log_in() for _time in range(4)] + [log_in(password=PASSWORD)]
    second = [log_in() for _time in range(4)] + [log_in(password=PASSWORD)]
    assert statuses(*first, *second) == [200, 200, 200, 200, 302] * 2


def test_the_break_ends_by_itself_and_is_not_lengthened_by_trying(user: User) -> None:
    for minute in range(5):
        begin_attempt("lao", HERE, NOW + timedelta(minutes=minute))
    for at, wait in [(NOW + timedelta(minutes=5), 10), (NOW + timedelta(minutes=14), 1)]:
        with pytest.raises(TooMany) as refusal:
            begin_attempt("lao", HERE, at)
        assert refusal.value.wait == timedelta(minutes=wait)
    assert LoginAttempt.objects.count() == 5
    begin_attempt("lao", HERE, NOW + BREAK)
    with pytest.raises(TooMany):
        begin_attempt("lao", HERE, NOW + BREAK)


def test_thirty_failures_of_an_account_in_a_day(user: User) -> None:
    for number in range(OF_ACCOUNT):
        begin_attempt("lao", f"10.1.{number}.1", NOW + timedelta(minutes=30 * number))
    last = NOW + timedelta(minutes=30 * (OF_ACCOUNT - 1))
    with pytest.raises(TooMany) as refusal:
        begin_attempt("lao", "172.16.0.1", last)
    assert refusal.value.wait == NOW + DAY - last
    begin_attempt("pang", "172.16.0.1", last)
    begin_attempt("lao", "172.16.0.1", NOW + DAY)


def test_a_campus_behind_one_address(user: User) -> None:
    """A hundred people mistype once and get in; a hundred failures without any success are an attack."""
    for number in range(OF_ADDRESS + 50):
        begin_attempt(f"person{number}", HERE, NOW)
        succeed(begin_attempt(f"person{number}", HERE, NOW))
    for number in range(OF_ADDRESS):
        begin_attempt(f"invented{number}", HERE, NOW)
    with pytest.raises(TooMany):
        begin_attempt("lao", HERE, NOW)
    begin_attempt("lao", "10.1.2.4", NOW)


def test_forwarded_for_changes_nothing(user: User, settings: Any) -> None:
    """Without a proxy of ours nobody is believed; behind one, only what it set itself."""
    for number in range(OF_ACCOUNT_AND_NETWORK):
        log_in(**{"X-Forwarded-For": f"172.16.{number}.1"})
    assert log_in(password=PASSWORD, **{"X-Forwarded-For": "172.16.99.1"}).status_code == 429
    LoginAttempt.objects.all().delete()
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    for _time in range(OF_ACCOUNT_AND_NETWORK):
        log_in(address="127.0.0.1", **{"X-Forwarded-For": HERE})
    spoofed = log_in(password=PASSWORD, **{"X-Forwarded-For": "172.16.99.1"})
    elsewhere = log_in(password=PASSWORD, address="127.0.0.1", **{"X-Forwarded-For": "172.16.99.1"})
    assert statuses(spoofed, elsewhere) == [429, 302]


def same(answer: Any) -> tuple[int, str, dict[str, str]]:
    """What a stranger sees of an answer, without what changes from one to the next and without the name typed."""
    page = re.sub(r'name="(csrfmiddlewaretoken|login)" value="[^"]*"', "", answer.content.decode())
    changing = ("Expires", "Content-Length", "X-Request-ID")
    headers = {name: value for name, value in answer.items() if name not in changing}
    return answer.status_code, page, headers


@pytest.mark.parametrize("times", [0, OF_ACCOUNT_AND_NETWORK])
@time_machine.travel(NOW, tick=False)
def test_nobody_learns_which_accounts_there_are(times: int, user: User) -> None:
    """Known, closed and unknown: one answer, the same work, before and after too many attempts."""
    stored_account("zuo", is_active=False)
    answers, work = [], []
    for name in ("lao", "zuo", "sima"):
        for _time in range(times):
            log_in(name)
        with CaptureQueriesContext(connection) as queries:
            answers.append(same(log_in(name)))
        work.append(len(queries))
    right_but_closed = same(log_in("zuo", PASSWORD))
    assert answers == [answers[0]] * 3
    assert right_but_closed == answers[0]
    assert work == [work[0]] * 3


def test_an_unknown_name_is_nowhere(user: User) -> None:
    """People also type numbers into the field for the account."""
    log_in("110101199001010011")
    assert trail() == [("auth-fail", "", {"what": "password"})]
    (attempt,) = LoginAttempt.objects.values()
    assert not [value for value in attempt.values() if "110101" in str(value) or HERE in str(value)]


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment() -> None:
    """Sixteen guesses at once are not sixteen guesses more."""
    stored_account("lao")
    answers = together(*[guess] * 16)
    looked_at = [answer for answer in answers if answer == 200]
    assert len(looked_at) <= OF_ACCOUNT_AND_NETWORK
    assert set(answers) <= {200, 429}
    assert log_in(password=PASSWORD).status_code == (429 if len(looked_at) == OF_ACCOUNT_AND_NETWORK else 302)


def guess() -> int:
    status: int = log_in().status_code
    return status


def test_a_new_password_and_the_administrator_unlock(user: User) -> None:
    for _time in range(OF_ACCOUNT_AND_NETWORK):
        log_in()
    administrator = stored_account("dongfang", User.Role.ADMINISTRATOR)
    chosen = {"action": "unlock", "_selected_action": [user.pk]}
    assert visitor(administrator).post("/admin/accounts/user/", chosen).status_code == 302
    assert trail()[-1] == ("account-unlocked", str(user.pk), {"attempts": 5})
    assert log_in(password=PASSWORD).status_code == 302


@pytest.mark.parametrize(("age", "left"), [(DAY, 0), (DAY - timedelta(seconds=1), 1)])
def test_old_attempts_are_forgotten(age: timedelta, left: int) -> None:
    begin_attempt("lao", HERE, NOW - age)
    assert (forget_old_attempts(NOW), LoginAttempt.objects.count()) == (1 - left, left)
