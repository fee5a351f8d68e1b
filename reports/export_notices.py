"""Mails to the administrators about lists of many people on their way out: counts, never a list (SECURITY C15)."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localtime

from accounts.models import AuditEntry
from jobs.models import Job
from jobs.telling import tell_administrators
from reports.models import ExportFile


def tell_export(number: str, job: Job) -> str:
    """Tell every administrator who took a list of many people, when, and how many."""
    started = AuditEntry.objects.select_related("by").get(pk=number)
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
    tell_administrators(subject, body % facts, mark=f"export-{started.pk}")
    return ""


def tell_approval(number: str, job: Job) -> str:
    """Tell the other administrators that a file waits for one of them; nothing if it does not any more."""
    file = ExportFile.objects.select_related("started", "by").filter(pk=number, state=ExportFile.State.HELD).first()
    if file is None:
        return ""
    with translation.override("zh-hans"):
        subject = translation.gettext("A list of %(count)s people waits for your approval")
        body = translation.gettext(
            "%(name)s asks for a list of %(count)s people of the whole school. It is made when a second administrator "
            "approves it, here: %(link)s"
        )
    link = settings.SITE_URL.rstrip("/") + reverse("exports")
    facts = {"name": str(file.by), "count": file.started.detail["expected"], "link": link}
    tell_administrators(subject % facts, body % facts, mark=f"approval-{file.started_id}", but=file.by)
    return ""
