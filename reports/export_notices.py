"""A mail to the administrators when many people leave the house at once: counts, never a list (SECURITY C15)."""

from django.utils import translation
from django.utils.timezone import localtime

from accounts.models import AuditEntry
from jobs.models import Job
from jobs.telling import tell_administrators


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
