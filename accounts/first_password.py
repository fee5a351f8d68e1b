"""The first password: an administrator opens an account and never knows it; a link that works once does the rest."""

from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.mail import get_connection, send_mail
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.attempts import forgive
from accounts.audit import record
from accounts.models import User
from accounts.sessions import end_sessions

WORKS_FOR: Final = timedelta(hours=72)
SALT: Final = "accounts.first_password"
PATIENCE: Final = 10  # seconds: somebody waits for the page


def state_of(user: User) -> str:
    """What a link is bound to: it dies with a login, a new password, another role, and when the account is closed."""
    return salted_hmac(SALT, f"{user.password}{user.last_login}{user.role}{user.is_active}").hexdigest()[:32]


def link_for(user: User, *, by: User, at: datetime) -> str:
    """A link with which the person chooses a password, once and within 72 hours; its host is that of the settings."""
    token = signing.dumps([user.pk, state_of(user)], salt=SALT)
    record("password-link-made", user, by=by, at=at)
    return str(settings.SITE_URL).rstrip("/") + reverse("first_password", args=[token])


def invited(token: str) -> User | None:
    """Whose link this is, if it still works."""
    try:
        number, state = signing.loads(token, salt=SALT, max_age=WORKS_FOR)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=number, is_active=True).first()
    return user if user and state_of(user) == state else None


@transaction.atomic
def choose_first_password(user: User, *, password: str, by: User, at: datetime) -> None:
    """The person's own password, from a link; whoever is logged in with an older one is not any more."""
    validate_password(password, user)
    before = user.password
    user.password = make_password(password)
    if not User.objects.filter(pk=user.pk, password=before).update(password=user.password, password_since=at):
        raise ValidationError(_("This link no longer works. Ask for a new one."), code="link-useless")
    forgive(user)
    record("password-chosen", user, by=by, at=at, sessions=end_sessions([user.pk]))


def send_link(user: User, link: str) -> bool:
    """Send the link; False when the mail could not be handed over, then it has to go another way."""
    if not user.email:
        return False
    subject = _("Your account for the volunteer registration")
    text = _(
        "Hello %(name)s,\n\nyour account is %(account)s. Open this link within 72 hours and choose a password; "
        "the link works once:\n\n%(link)s\n\nIf you do not expect this, please ignore it."
    ) % {"name": user.name, "account": user.username, "link": link}
    try:
        return bool(send_mail(subject, text, None, [user.email], connection=get_connection(timeout=PATIENCE)))
    except (SMTPException, OSError):
        return False
