"""Whom the office reminds of what, and what was sent."""

import django_tables2 as tables
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.access import OFFICE, Request, access
from accounts.paging import show_by_key
from campaigns.models import Campaign
from campaigns.this_year import about_this_year
from reports.lacking import EVERYTHING
from reports.models import Reminder
from reports.reminding import due_units, remind

ROWS = 50


class ReminderTable(tables.Table):
    """What was sent: counts, never addresses."""

    at = tables.Column(verbose_name=gettext_lazy("Time"))
    unit = tables.Column(
        accessor="unit_year__name",
        verbose_name=gettext_lazy("Party unit"),
        linkify=lambda record: reverse("my_unit", args=(record.unit_year.unit.code,)),
    )
    kind = tables.Column(verbose_name=gettext_lazy("About"))
    by = tables.Column(verbose_name=gettext_lazy("By"), orderable=False)
    told_at = tables.Column(verbose_name=gettext_lazy("Mail"), empty_values=(), orderable=False)

    class Meta:
        attrs = {"class": "table card-table table-mobile-md"}

    def render_at(self, record: Reminder) -> str:
        """Day and minute."""
        return date_format(localtime(record.at), "Y-m-d H:i")

    def render_told_at(self, record: Reminder) -> str:
        """Whether the mail has left, and to how many."""
        if not record.recipients:
            return _("no address: on its page only")
        if record.told_at is None:
            return _("waits to be sent")
        moment = date_format(localtime(record.told_at), "H:i")
        return ngettext(
            "%(moment)s to %(count)s address", "%(moment)s to %(count)s addresses", record.recipients
        ) % {"moment": moment, "count": record.recipients}  # fmt: skip


@access(*OFFICE)
@about_this_year
def reminders(request: Request, campaign: Campaign) -> HttpResponse:
    """Exactly the units that lack something: who gets which words, sent at a press; below, what was sent."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Reminder.Kind.values else EVERYTHING
    if request.method == "POST":
        send(request, campaign, kind)
        return redirect(f"{reverse('reminders')}?kind={kind}")
    due = due_units(campaign, kind, request.received_at)
    log = Reminder.objects.visible_to(request.user).filter(unit_year__campaign=campaign).for_log()
    table = ReminderTable(log)
    show_by_key(table, request, ROWS)
    context = {
        "due": due,
        "open": [each for each in due if not each.sent],
        "kind": kind,
        "kinds": Reminder.Kind.choices,
        "table": table,
    }
    return render(request, "reports/reminders.html", context)


def send(request: Request, campaign: Campaign, kind: str) -> None:
    """Remind the units that were ticked, and say how many there were."""
    units = request.POST.getlist("units")
    try:
        made = remind(campaign, units=units, kind=kind, by=request.user, at=request.received_at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return
    sentence = ngettext("%(count)s unit is reminded.", "%(count)s units are reminded.", len(made))
    messages.success(request, sentence % {"count": len(made)})
