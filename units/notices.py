"""Mails to a unit about the office's decisions: counts and a link, never a list of people (DOMAIN 7)."""

import smtplib
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from jobs.models import Job
from jobs.running import Later
from units.models import StaffContact, TeamReview, UnitYear


def recipients(units: Iterable[UnitYear]) -> dict[int, list[str]]:
    """By the unit's line: its contacts in charge, and the team's own address; each once. One query for all units."""
    lines = list(units)
    in_charge = StaffContact.objects.in_charge().filter(user__is_active=True).exclude(user__email="")
    found: dict[int, list[str]] = {}
    for unit, address in in_charge.filter(unit__in=[line.unit_id for line in lines]).values_list("unit", "user__email"):
        found.setdefault(unit, []).append(address)
    return {line.pk: each_once([*found.get(line.unit_id, []), *team_address(line)]) for line in lines}


def team_address(unit_year: UnitYear) -> list[str]:
    """What the unit gave as its team's address."""
    team = getattr(unit_year, "team", None)
    return [team.contact_email] if team and team.contact_email else []


def each_once(addresses: Iterable[str]) -> list[str]:
    """Addresses without those written twice, large or small."""
    return list({address.lower(): address for address in addresses}.values())


def letter(text: str, to: list[str], mark: str) -> EmailMessage:
    """A mail from its subject, a blank line and its body; one sent twice after a fault carries the same mark."""
    subject, _blank, body = text.strip().partition("\n\n")
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    return EmailMessage(subject, body, to=to, headers={"Message-ID": f"<{mark}@{host}>"})


def notice(review: TeamReview) -> EmailMessage:
    """What a unit is told about a decision, in Chinese."""
    unit_year = review.team.unit_year
    link = settings.SITE_URL.rstrip("/") + reverse("team", args=[unit_year.unit.code])
    with translation.override("zh-hans"):
        context = {"review": review, "unit_year": unit_year, "link": link, "labels": review.labels}
        text = render_to_string("units/notice.txt", context)
    return letter(text, recipients([unit_year])[unit_year.pk], f"team-review-{review.pk}")


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
