"""Mails to a unit about the office's decisions: counts and a link, never a list of people (DOMAIN 7)."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from jobs.models import Job
from jobs.running import Later
from units.models import StaffContact, TeamReview


def recipients(review: TeamReview) -> list[str]:
    """The unit's contacts in charge, and the team's own address; each once."""
    in_charge = StaffContact.objects.in_charge().filter(unit=review.team.unit_year.unit_id, user__is_active=True)
    addresses = [*in_charge.values_list("user__email", flat=True), review.team.contact_email]
    return list({address.lower(): address for address in addresses if address}.values())


def notice(review: TeamReview) -> EmailMessage:
    """What a unit is told about a decision, in Chinese."""
    unit_year = review.team.unit_year
    link = settings.SITE_URL.rstrip("/") + reverse("team", args=[unit_year.unit.code])
    with translation.override("zh-hans"):
        context = {"review": review, "unit_year": unit_year, "link": link, "labels": review.labels}
        subject, _blank, body = render_to_string("units/notice.txt", context).strip().partition("\n\n")
    mark = {"Message-ID": f"<team-review-{review.pk}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].strip('> ')}>"}
    return EmailMessage(subject, body, to=recipients(review), headers=mark)


def tell_decision(number: str, job: Job) -> str:
    """Tell the unit about a decision when it leaves the outbox, once; not if it was taken back or overtaken."""
    decisions = TeamReview.objects.select_related("team__unit_year__unit", "team__unit_year__campaign")
    decisions.filter(pk=number, undone_at=None, released_at=None).update(released_at=timezone.now())
    review = decisions.get(pk=number)
    if review.undone_at or review.told_at or review.team.version != review.version:
        return ""
    message = notice(review)
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as failure:
        raise Later from failure
    TeamReview.objects.filter(pk=number).update(told_at=timezone.now())
    return ""
