"""Closed years, and the deletion of their personal data."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from accounts.access import ADMINISTRATOR, Request, access
from accounts.acting import accepted
from accounts.confirming import confirmed
from campaigns.models import Campaign
from jobs.models import Job
from reports.purging import ask_purge, counts_of, words_of

SAID = {
    "people": _("people"), "registered": _("of them registered"), "rosters": _("rosters"),
    "edits": _("changes by hand"), "claims": _("double claims"), "requests": _("requests about data"),
    "submissions": _("submissions"), "teams": _("teams"), "projects": _("projects"),
}  # fmt: skip


class PurgeForm(forms.Form):
    """The words that have to be typed."""

    words = forms.CharField(label=_("Words"), max_length=50, widget=forms.TextInput(attrs={"autocomplete": "off"}))


@access(ADMINISTRATOR)
def closed_years(request: Request) -> HttpResponse:
    """The years that are over, and whether their personal data are gone."""
    years = Campaign.objects.filter(is_current=False).select_related("purge")
    return render(request, "reports/closed_years.html", {"years": years})


@access(ADMINISTRATOR)
@confirmed
def campaign_purge(request: Request, year: int) -> HttpResponse:
    """What a year still holds, and its deletion; afterwards the proof."""
    campaign = get_object_or_404(Campaign.objects.filter(is_current=False).select_related("purge__by"), year=year)
    purge, form, jobs = getattr(campaign, "purge", None), PurgeForm(request.POST or None), list[Job]()

    def act() -> None:
        words = form.cleaned_data["words"]
        jobs.append(ask_purge(campaign, words=words, by=request.user, at=request.received_at))

    if request.method == "POST" and not purge and accepted(form, act):
        return redirect("job", jobs[0].pk)
    counts = purge.proof["counts"] if purge and purge.done_at else counts_of(campaign)
    context = {
        "campaign_of": campaign,
        "purge": purge,
        "form": form,
        "words": words_of(campaign),
        "counts": [(SAID[name], count) for name, count in counts.items()],
    }
    return render(request, "reports/campaign_purge.html", context)
