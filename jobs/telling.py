"""Mails to the administrators about what they should know: counts and names of accounts, never people."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from accounts.models import User
from jobs.running import Later


def tell_administrators(subject: str, body: str, *, mark: str, but: User | None = None) -> None:
    """The same mail to every administrator, but for one; after a fault it is sent again under the same mark."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    administrators = User.objects.filter(role=User.Role.ADMINISTRATOR, is_active=True).exclude(email="")
    others = administrators.exclude(pk=but.pk) if but else administrators
    try:
        for address in others.order_by("pk").values_list("email", flat=True):
            EmailMessage(subject, body, to=[address], headers={"Message-ID": f"<{mark}@{host}>"}).send()
    except (smtplib.SMTPException, OSError) as failure:
        raise Later from failure
