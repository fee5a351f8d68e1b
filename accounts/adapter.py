"""How allauth behaves in this portal."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts.attempts import TooMany, begin_attempt, fail, forgive, succeed
from accounts.audit import record
from accounts.campus import is_offered, logout_address
from accounts.models import User
from accounts.proof import forget_shown
from accounts.refusing import too_many_attempts
from accounts.second_factor import has_factor
from accounts.sessions import end_sessions, open_session

# What allauth tells about an account: the act that is recorded. Each of them ends the account's other sessions.
ACTS = {
    "account/email/password_changed": "password-changed",
    "account/email/password_set": "password-changed",
    "account/email/password_reset": "password-reset",
    "mfa/email/totp_activated": "second-factor-added",
    "mfa/email/webauthn_added": "second-factor-added",
    "mfa/email/totp_deactivated": "second-factor-removed",
    "mfa/email/webauthn_removed": "second-factor-removed",
    "mfa/email/recovery_codes_generated": "recovery-codes-made",
}
# How somebody shows once more who they are.
WAYS = {
    "reauthenticate": _("Use the password"),
    "mfa_reauthenticate": _("Use the app or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}


class ClosedAdapter(DefaultAccountAdapter):
    """Accounts are made by the administrator; nobody signs up."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        # One sentence for an unknown, a closed and a mistyped account: it tells a stranger nothing (SECURITY C05).
        "username_password_mismatch": _("The account or the password is not correct."),
        "incorrect_code": _("This code is not correct, or it was used already. Wait for the next one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The account, if the password is right, it is open, and not too much was tried before."""
        address, now = self.get_client_ip(request), timezone.now()
        name = credentials.get("username", "")
        try:
            attempt = begin_attempt(name, address, now)
        except TooMany as refusal:
            raise ImmediateHttpResponse(too_many_attempts(request, refusal.wait)) from refusal
        found = authenticate(request, **credentials)
        AuthenticationBackend.unstash_authenticated_user()  # allauth keeps closed accounts there, to speak of them
        if isinstance(found, User):
            succeed(attempt)
            return found
        fail(attempt, name, at=now)
        return None

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Accounts of the demo school have no business where a real school works, nor have closed ones."""
        if user.is_demo and not settings.EMBEDDED:
            closed: HttpResponse = self.respond_user_inactive(request, user)
            return closed
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def login(self, request: HttpRequest, user: User) -> None:
        """All was shown that has to be shown: from here on the session is open."""
        super().login(request, user)
        now = timezone.now()
        open_session(request.session, request.headers.get("User-Agent", ""), now)
        record_authentication(request, user, "login", reauthenticated=True)  # as good as asked again just now
        record("auth-ok", user, by=user, at=now)

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Something changed about how this account is entered: other sessions end, and it goes on record."""
        action = ACTS[template_prefix]
        here = self.request.session.session_key if self.request.user == user else None
        if action == "password-reset":
            forgive(user)
        if action == "second-factor-added":
            record_authentication(self.request, user, "mfa", reauthenticated=True)  # it was shown while adding it
        if action == "second-factor-removed" and not has_factor(user):
            forget_shown(self.request, user)
        ended = end_sessions([user.pk], but=here)
        record(action, user, by=user, at=timezone.now(), sessions=ended)

    def is_safe_url(self, url: str) -> bool:
        """Whether a login may lead there: only within the portal, as it is called in this request (SECURITY C07)."""
        request = context.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The campus login too, for whoever comes that way."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        methods = [method | {"description": WAYS[method["id"]]} for method in methods]
        if is_offered() and user.is_authenticated and user.campus_account:
            campus = {"id": "campus", "description": _("Use the campus login"), "url": reverse("campus_login")}
            methods.append(campus)
        return methods

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Whoever came by the campus login leaves it too: otherwise the next click would log in again."""
        here: str = super().get_logout_redirect_url(request)
        shown = {each["method"] for each in get_authentication_records(request, request.user)}
        return logout_address(here) if is_offered() and "campus" in shown else here

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to where the password stands among the other keys."""
        return reverse("account_security")
