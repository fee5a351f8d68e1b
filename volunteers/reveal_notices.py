"""A mail to the administrators when somebody looks at very many complete numbers on one day (SECURITY C14)."""

from django.utils import translation
from django.utils.timezone import localtime

from accounts.models import AuditEntry
from jobs.models import Job
from jobs.telling import tell_administrators


def tell_reveals(number: str, job: Job) -> str:
    """Tell every administrator who it is and how many people it has been."""
    entry = AuditEntry.objects.select_related("by").get(pk=number)
    with translation.override("zh-hans"):
        subject = translation.gettext("Many complete numbers were looked at")
        body = translation.gettext(
            "%(name)s (account %(account)s) has looked at the complete numbers of more than %(count)s people today and "
            "went on at %(moment)s. The reasons stand in the audit trail; ask if you did not expect this."
        )
        moment = f"{localtime(entry.at):%Y-%m-%d %H:%M}"
    facts = {
        "name": str(entry.by), "account": entry.by and entry.by.username,
        "count": entry.detail["seen_before"], "moment": moment,
    }  # fmt: skip
    tell_administrators(subject, body % facts, mark=f"reveals-{entry.pk}")
    return ""
