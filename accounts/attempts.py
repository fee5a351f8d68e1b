"""How often somebody may try in vain (SECURITY C05).

Every attempt is stored before the password is looked at and taken back when it succeeds, so that many at the same
moment are counted too. Whoever is refused is not counted: a break ends by itself.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from ipaddress import ip_network
from typing import Final

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from accounts.audit import record
from accounts.models import LoginAttempt, User

BREAK: Final = timedelta(minutes=15)
DAY: Final = timedelta(days=1)
OF_ACCOUNT_AND_NETWORK: Final = 5
OF_ACCOUNT: Final = 30
# A campus may sit behind one address: only what fails is counted.
OF_ADDRESS: Final = 100
PASSWORD: Final = "password"  # noqa: S105 – what is tried, not a password
CODE: Final = "code"


class TooMany(Exception):
    """So many attempts failed that this one is not looked at."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


def hashed(*words: str) -> str:
    """What is kept of a name or an address: people also type numbers into the field for the account."""
    return salted_hmac("accounts.attempts", "\0".join(words)).hexdigest()


def network_of(address: str) -> str:
    """The neighbours of an address: /24, and /64 of the new kind."""
    return str(ip_network(f"{address}/{64 if ':' in address else 24}", strict=False))


def begin_attempt(name: str, address: str, at: datetime, *, what: str = PASSWORD) -> LoginAttempt:
    """Count an attempt as failed until it succeeds; `TooMany` when it is one too many."""
    attempt = LoginAttempt.objects.create(
        account=hashed(what, name.casefold()), network=hashed(network_of(address)), address=hashed(address), at=at
    )
    for tries, most, span in limits(attempt):
        moments = list(tries.order_by("at").values_list("at", flat=True)[: most + 1])
        if len(moments) > most:
            attempt.delete()
            raise TooMany(moments[0] + span - at)
    return attempt


def limits(attempt: LoginAttempt) -> Iterator[tuple[QuerySet[LoginAttempt], int, timedelta]]:
    """The attempts that count beside this one, how many of them may fail, and for how long they count."""
    lately = LoginAttempt.objects.filter(at__gt=attempt.at - BREAK)
    yield lately.filter(account=attempt.account, network=attempt.network), OF_ACCOUNT_AND_NETWORK, BREAK
    today = LoginAttempt.objects.filter(at__gt=attempt.at - DAY)
    yield today.filter(account=attempt.account), OF_ACCOUNT, DAY
    yield lately.filter(address=attempt.address), OF_ADDRESS, BREAK


def succeed(attempt: LoginAttempt) -> None:
    """Whoever got in has mistyped before, not guessed: what failed here before is forgotten."""
    LoginAttempt.objects.filter(account=attempt.account, network=attempt.network).delete()


def fail(attempt: LoginAttempt, name: str, *, at: datetime, what: str = PASSWORD) -> None:
    """Write down that an attempt failed, and whether it was the last one for a while; an unknown name is nobody's."""
    user = User.objects.filter(username__iexact=name).first()
    is_last = any(tries.count() >= most for tries, most, _span in limits(attempt))
    action = "auth-locked" if is_last else "auth-fail"
    record(action, user or User, by=None, at=at, what=what)


def forgive(user: User) -> int:
    """Nothing that failed before stands in this account's way any more."""
    names = [hashed(what, user.username.casefold()) for what in (PASSWORD, CODE)]
    return LoginAttempt.objects.filter(account__in=names).delete()[0]


def forget_old_attempts(at: datetime) -> int:
    """Delete what counts no longer."""
    return LoginAttempt.objects.filter(at__lte=at - DAY).delete()[0]
