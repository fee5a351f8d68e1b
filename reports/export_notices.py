"""A mail to the administrators when many people leave the house at once: counts, never a list (SECURITY C15)."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.timezone import localtime

from accounts.models import AuditEntry, User
from jobs.models import Job
from jobs.running import Later


def tell_export(number: str, job: Job) -> str:
    """Tell every administrator who took a list of many people, when, and how many."""
    started = AuditEntry.objects.select_related("by").get(pk=number)
    administrators = User.objects.filter(role=User.Role.ADMINISTRATOR, is_active=True).exclude(email="")
    try:
        for address in administrators.order_by("pk").values_list("email", flat=True):
            notice(started, address).send()
    except (smtplib.SMTPException, OSError) as failure:
        raise Later from failure
    return ""


def notice(started: AuditEntry, address: str) -> EmailMessage:
    """The mail, in Chinese; sent twice after a fault it carries the same mark."""
    with translation.override("zh-hans"):
        subject = translation.gettext("A list of %(count)s people was exported") % {"count": started.detail["expected"]}
        complete = translation.gettext("complete numbers") if started.detail["clear_numbers"] else ""
        facts = {
            "name": str(started.by or "—"),
            "moment": f"{localtime(started.at):%Y-%m-%d %H:%M}",
            "count": started.detail["expected"],
            "numbers": complete or translation.gettext("masked numbers"),
            "serial": f"{started.pk:06d}",
        }
        body = translation.gettext(
            "%(name)s exported a list of %(count)s people with %(numbers)s at %(moment)s. "
            "Export number %(serial)s. The reason stands in the audit trail; ask if you did not expect this."
        )
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    return EmailMessage(subject, body % facts, to=[address], headers={"Message-ID": f"<export-{started.pk}@{host}>"})
