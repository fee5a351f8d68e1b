"""The demo school has no telephone: on this machine alone, the page shows the code that an app would show.

Only the embedded portal names these forms (settings.MFA_FORMS), and only for accounts that came with the demo school.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.second_factor_forms import CodeAgainForm, CodeForm, used_key
from volunteers.encryption import open_second_factor


def code_now(user: User) -> str | None:
    """A code that is good now and was not used yet; None for accounts that set up their own app."""
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if app is None or not (settings.EMBEDDED and user.is_demo and app.data.get("demo")):
        return None
    secret = open_second_factor(app.data["secret"])
    before, *now_and_after = yield_hotp_counters_from_time()
    codes = [format_hotp_value(hotp_value(secret, counter)) for counter in (*now_and_after, before)]
    return next((code for code in codes if used_key(user, code) not in cache), None)


class ShownCode(forms.Form):
    """Says the code where it is asked for."""

    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if code := code_now(self.user):
            said = _("Demo: no telephone is needed. An app would show %(code)s now.") % {"code": code}
            self.fields["code"].help_text = said


class DemoCodeForm(ShownCode, CodeForm):
    """The code at the login."""


class DemoCodeAgainForm(ShownCode, CodeAgainForm):
    """The code before something that matters."""
