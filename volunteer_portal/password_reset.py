"""A forgotten password: the link goes out by the queue, so that a page tells nobody whose address is known."""

import smtplib

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.audit import record
from accounts.models import User
from jobs.models import Job
from jobs.running import Later


def reset_link(user: User) -> str:
    """A link that works for an hour and once; its host is that of the settings, never of a request."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def send_reset_link(number: str, job: Job) -> str:
    """Send the link, if there is such an account."""
    user = User.objects.filter(pk=number, is_active=True).exclude(email="").first()
    if user is None:
        return ""
    with translation.override("zh-hans"):
        text = render_to_string("account/reset_mail.txt", {"user": user, "link": reset_link(user)})
    subject, _blank, body = text.strip().partition("\n\n")
    try:
        send_mail(subject, body, None, [user.email])
    except (smtplib.SMTPException, OSError) as failure:
        raise Later from failure
    record("password-reset-asked", user, by=None, at=timezone.now())
    return ""
