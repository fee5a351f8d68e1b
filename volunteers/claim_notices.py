"""Mails about double claims: a number and a link, nothing of either roster (DOMAIN 7)."""

import smtplib
from collections import Counter

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from jobs.models import Job
from jobs.running import Later
from units.models import StaffContact, UnitYear
from volunteers.models import Claim


def tell_claims(number: str, job: Job) -> str:
    """Tell both sides of the claims an import raised that each has something to look at; one mail a unit."""
    claims = Claim.objects.unsettled().filter(roster_import__pk=number, holder__isnull=False)
    pairs = claims.values_list("unit_year_id", "holder__unit_year_id")
    people = Counter(unit for pair in pairs for unit in pair)
    try:
        for unit_year in UnitYear.objects.filter(pk__in=people).select_related("unit", "campaign"):
            notice(unit_year, people[unit_year.pk], number).send()
    except (smtplib.SMTPException, OSError) as failure:
        raise Later from failure
    return ""


def notice(unit_year: UnitYear, people: int, number: str) -> EmailMessage:
    """The same words for both units, in Chinese; a mail sent twice after a fault carries the same mark."""
    link = settings.SITE_URL.rstrip("/") + reverse("unit_claims", args=[unit_year.unit.code])
    with translation.override("zh-hans"):
        subject = translation.gettext("[%(unit)s] A person is listed by two units") % {"unit": unit_year.name}
        sentence = ngettext(
            "%(count)s person stands on the roster of two units. Please look whether the person is yours: %(link)s",
            "%(count)s people stand on the rosters of two units. Please look whether they are yours: %(link)s",
            people,
        )
        body = sentence % {"count": people, "link": link}
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    contacts = StaffContact.objects.in_charge().filter(unit=unit_year.unit_id, user__is_active=True)
    addresses = [address for address in contacts.values_list("user__email", flat=True) if address]
    return EmailMessage(subject, body, to=addresses, headers={"Message-ID": f"<claims-{number}-{unit_year.pk}@{host}>"})
