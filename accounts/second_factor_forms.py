"""Codes of the second factor: counted like passwords, and each of them good once."""

from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.attempts import CODE, TooMany, begin_attempt, fail, succeed
from accounts.models import User
from accounts.refusing import too_many_attempts

PERIOD: Final = 30
GOOD_FOR: Final = PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)  # seconds


def used_key(user: User, code: str) -> str:
    """Where it is noted that a code was used."""
    return f"second-factor-used:{user.pk}:{normalize_user_code(code)}"


def ask_for_code(form: forms.Form) -> None:
    """The field for a code: telephones show digits for it and offer what came by message."""
    code = form.fields["code"]
    code.label = _("Code of six digits")
    code.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}


class CountedCode(forms.Form):
    """A code that is refused after too many wrong ones, and when it comes a second time."""

    user: User
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_code(self)

    def clean_code(self) -> str:
        """The code, if it is right; a wrong one is counted."""
        address, now = get_adapter().get_client_ip(context.request), timezone.now()
        try:
            attempt = begin_attempt(self.user.username, address, now, what=CODE)
        except TooMany as refusal:
            raise ImmediateHttpResponse(too_many_attempts(context.request, refusal.wait)) from refusal
        try:
            code: str = super().clean_code()  # type: ignore[misc]
            self.use(code)
        except ValidationError:
            fail(attempt, self.user.username, at=now, what=CODE)
            raise
        succeed(attempt)
        return code

    def use(self, code: str) -> None:
        """Let a code of the app count once for as long as it is valid; allauth alone remembers it for one period."""
        is_new = cache.add(used_key(self.user, code), True, timeout=GOOD_FOR)
        if self.authenticator.type == Authenticator.Type.TOTP and not is_new:
            raise get_adapter().validation_error("incorrect_code")


class CodeForm(CountedCode, AuthenticateForm):
    """The code at the login."""


class CodeAgainForm(CountedCode, ReauthenticateForm):
    """The code before something that matters."""


class AppForm(ActivateTOTPForm):
    """The first code of a new app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_code(self)


class PasskeyForm(AddWebAuthnForm):
    """A passkey, in the words of the portal."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].widget.attrs["maxlength"] = 50
        alone = self.fields["passwordless"]
        alone.label = _("Log in with this passkey alone, without a password")
        alone.help_text = _("The device then asks for your finger, your face or its number every time.")
