"""The reception desk: the ledger of the signed paper, and what a code on it says."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_tables2 import RequestConfig

from accounts.access import EVERYONE, OFFICE, Request, access
from campaigns.models import Campaign
from campaigns.this_year import about_this_year
from reports.models import Submission
from reports.paper.checking import Verdict, find_version
from reports.paper.codes import in_groups, read_code
from reports.paper.forms import CodeForm
from reports.paper.ledger import LedgerFilter, LedgerTable, counts, ledger_rows
from reports.paper.receiving import receive_paper, return_paper
from reports.views import last_submission
from units.models import UnitYear
from units.visiting import visited_unit


@access(*OFFICE)
@about_this_year
def paper_ledger(request: Request, campaign: Campaign) -> HttpResponse:
    """Whose paper is here; the field at the top takes a code and leads to what it says."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("verify", in_groups(form.cleaned_data["code"]))
    units = UnitYear.objects.visible_to(request.user).for_campaign(campaign)
    chosen, everybody = LedgerFilter(request.GET, queryset=units), ledger_rows(units, request.received_at)
    table = LedgerTable(chosen.fitting(everybody))
    RequestConfig(request, paginate=False).configure(table)
    context = {
        "form": form,
        "filter": chosen,
        "table": table,
        "counts": counts(everybody),
        "ticked": next((row for row in everybody if row.unit_year.unit.code == request.GET.get("ticked")), None),
    }
    return render(request, "reports/paper_ledger.html", context)


@access(*EVERYONE)
def verify(request: Request, code: str) -> HttpResponse:
    """What a paper's code stands for: for the office any unit's, for a contact the own unit's, for others nothing."""
    paper = find_version(read_code(code), Submission.objects.visible_to(request.user))
    if paper is None and request.user.is_contact:
        raise Http404
    if paper is None:
        return render(request, "reports/paper_refused.html", status=404)
    return render(request, "reports/verify.html", {"verdict": Verdict.on(paper), "code": code})


@require_POST
@access(*OFFICE)
def paper_receive(request: Request, code: str) -> HttpResponse:
    """Tick the paper with this code in the ledger."""
    paper = find_version(read_code(code), Submission.objects.visible_to(request.user))
    if paper is None:
        return render(request, "reports/paper_refused.html", status=404)
    try:
        receive_paper(paper, by=request.user, at=request.received_at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("verify", code)
    return redirect(f"{reverse('paper_ledger')}?ticked={paper.unit_year.unit.code}")


@require_POST
@access(*OFFICE)
def paper_undo(request: Request, code: str) -> HttpResponse:
    """Take a unit's tick back."""
    unit_year = visited_unit(request, code)
    if (last := last_submission(unit_year)) is None:
        raise Http404
    try:
        return_paper(last, by=request.user, at=request.received_at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Taken back: the paper of %(unit)s is not here.") % {"unit": unit_year.name})
    return redirect("paper_ledger")
