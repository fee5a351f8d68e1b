"""Who needs a second factor, who has one, and what happens when it is lost (SECURITY C05)."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.attempts import forgive
from accounts.audit import record
from accounts.models import User
from accounts.sessions import end_sessions

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
KINDS = {Authenticator.Type.TOTP: _("Authenticator app"), Authenticator.Type.WEBAUTHN: _("Passkeys")}


def is_required(user: User) -> bool:
    """Who sees beyond a unit needs one: office and auditors; contacts are offered one, unless the school wants more."""
    return not user.is_contact or bool(settings.SECOND_FACTOR_FOR_ALL)


def has_factor(user: User) -> bool:
    """Whether an authenticator app or a passkey is set up."""
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def factors_of(user: User) -> list[str]:
    """The kinds of second factor an account has, without the recovery codes."""
    return sorted(set(Authenticator.objects.filter(user=user, type__in=FACTORS).values_list("type", flat=True)))


@transaction.atomic
def reset_second_factor(user: User, *, by: User | None, at: datetime) -> None:
    """The telephone is lost: the next login asks for the password only, and then for a new second factor."""
    factors = Authenticator.objects.filter(user=user)
    kinds = sorted(factors.values_list("type", flat=True))
    factors.delete()
    forgive(user)
    record("second-factor-reset", user, by=by, at=at, factors=kinds, sessions=end_sessions([user.pk]))
