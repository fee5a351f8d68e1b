"""The mail to the office's mailbox about a hand-in: counts, receipt and link, no list of people (DOMAIN 2.4)."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from jobs.models import Job
from jobs.running import Later
from reports.models import Submission
from units.notices import letter


def mail_submission(number: str, job: Job) -> str:
    """Tell the mailbox about a version, once; a mail server that is away costs nothing but time."""
    submission = Submission.objects.lean().select_related("campaign", "unit_year__unit").get(pk=number)
    if submission.mailed_at:
        return ""
    try:
        mail_about(submission).send()
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
