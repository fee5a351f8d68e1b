"""The mail to the office's mailbox about a hand-in: counts, receipt and link (DOMAIN 2.4).

People are in it only where the campaign wants the workbooks mailed along, and then behind a password told elsewhere.
"""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from jobs.models import Job
from jobs.running import Later
from reports.frozen import TABLES
from reports.models import Submission
from reports.paper.checking import password_of
from reports.submission_files import export_version
from units.notices import letter

REASON = "报送邮件的附件，加密后发往校文明办邮箱"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def mail_submission(number: str, job: Job) -> str:
    """Tell the mailbox about a version, once; a mail server that is away costs nothing but time."""
    submission = Submission.objects.lean().select_related("campaign", "unit_year__unit").get(pk=number)
    if submission.mailed_at:
        return ""
    message = mail_about(submission)
    try:
        with get_connection() as message.connection:  # a mail server that is away takes no workbook
            if submission.campaign.mails_workbooks:
                attach_workbooks(message, submission)
            message.send()
    except (smtplib.SMTPException, OSError) as failure:
        raise Later from failure
    Submission.objects.filter(pk=submission.pk).update(mailed_at=timezone.now())
    return ""


def mail_about(submission: Submission) -> EmailMessage:
    """The mail in Chinese, under the subject the circular demands."""
    campaign, unit_year = submission.campaign, submission.unit_year
    place = reverse("submission_version", args=[unit_year.unit.code, submission.version])
    subject = campaign.text(campaign.mail_subject, unit_year.name)
    with translation.override("zh-hans"):
        context = {"submission": submission, "unit_year": unit_year, "link": settings.SITE_URL.rstrip("/") + place}
        body = render_to_string("reports/submission_mail.txt", context)
    return letter(f"{subject}\n\n{body}", [campaign.mailbox], f"submission-{submission.pk}")


def attach_workbooks(message: EmailMessage, submission: Submission) -> None:
    """Both workbooks with complete numbers, locked; that they leave is on record like every export."""
    for number in TABLES:
        made = export_version(submission, number, "xlsx", clear=True, reason=REASON, by=None, at=timezone.now())
        message.attach(made.name, made.whole(password_of(submission)), XLSX)
