"""Pages of the re-organisation desk."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.access import OFFICE, Request, access
from accounts.acting import accepted
from campaigns.models import Campaign
from projects.models import Project
from reports.restructuring import reorganise, undo_restructuring
from reports.restructuring_forms import FORMS, OrderForm
from reports.restructuring_states import plan_for
from units.models import Restructuring, UnitYear

TITLES = {
    "rename": gettext_noop("Rename a unit"),
    "merge": gettext_noop("Merge units"),
    "split": gettext_noop("Split off a new unit"),
    "abolish": gettext_noop("Close a unit"),
}


@access(*OFFICE)
def restructuring(request: Request) -> HttpResponse:
    """What was re-organised this year, from old to new, and the four things that can be done."""
    acts = Restructuring.objects.visible_to(request.user).filter(campaign__is_current=True)
    kinds = [(kind, _(title)) for kind, title in TITLES.items()]
    return render(
        request, "reports/restructuring.html", {"acts": acts.select_related("by", "undone_by"), "kinds": kinds}
    )


@access(*OFFICE)
def restructuring_plan(request: Request, kind: str) -> HttpResponse:
    """Say what is to happen, see what would follow, then carry it out as it was shown."""
    if kind not in FORMS:
        raise Http404
    form = order_form(request, kind)
    order = form.order() if request.method == "POST" and form.is_valid() else None

    def act() -> Restructuring:
        seen, basis = request.POST["seen"], form.cleaned_data["basis"]
        return reorganise(form.order(), seen=seen, basis=basis, by=request.user, at=request.received_at)

    if order and "seen" in request.POST and accepted(form, act):
        messages.success(request, _("Done. It can be taken back as long as nothing is built on it."))
        return redirect("contacts", order.code) if kind == "split" else redirect("restructuring")
    plan = plan_for(order, Campaign.objects.current(), localdate(request.received_at)) if order else None
    return render(request, "reports/restructuring_plan.html", {"form": form, "plan": plan, "title": _(TITLES[kind])})


def order_form(request: Request, kind: str) -> OrderForm:
    """The form of this kind with the year's units; a split also shows the projects of the unit that was chosen."""
    units = UnitYear.objects.visible_to(request.user).for_campaign().select_related("unit")
    given = request.POST.get("unit") or request.GET.get("unit", "")
    projects = Project.objects.visible_to(request.user).for_campaign().filter(unit_year__unit__code=given)
    return FORMS[kind](request.POST or None, initial={"unit": given}, units=units, projects=projects)


@access(*OFFICE)
def restructuring_undo(request: Request, number: int) -> HttpResponse:
    """Ask, then take a re-organisation back."""
    done = get_object_or_404(Restructuring.objects.visible_to(request.user).in_force(), pk=number)
    if request.method == "POST":
        try:
            undo_restructuring(done, by=request.user, at=request.received_at)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Taken back: everything stands as it did before."))
        return redirect("restructuring")
    context = {
        "title": _("Take the re-organisation back"),
        "question": _("%(what)s, effective on %(day)s: put everything back as it was?")
        % {"what": done.get_kind_display(), "day": done.effective_on.isoformat()},
        "consequences": [
            _("Names, people, projects, contacts and head counts return to what they were."),
            _("It is refused if anything was built on it since, and says what."),
        ],
        "confirm_text": _("Take it back"),
        "cancel_url": reverse("restructuring"),
    }
    return render(request, "parts/confirm.html", context)
