"""Pages about people two units claim; neither unit sees anything of the other's roster."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import EVERYONE, OFFICE, Request, access
from accounts.models import User
from units.models import UnitYear
from units.visiting import visited_unit
from volunteers.claiming import decide_claim, keep_claim, release_claim, withdraw_claim
from volunteers.models import Claim, ClaimQuerySet

SETTLED_SHOWN = 20


def visible_claims(request: Request) -> ClaimQuerySet:
    """Claims the visitor has to do with, with what their pages show."""
    claims = Claim.objects.visible_to(request.user)
    return claims.select_related(
        "unit_year__unit", "unit_year__campaign", "holder__unit_year__unit", "holder__unit_year__campaign"
    )


@access(*EVERYONE)
def unit_claims(request: Request, code: str) -> HttpResponse:
    """People of the unit another one asks for, and those the unit asks for itself."""
    unit_year = visited_unit(request, code)
    claims = visible_claims(request)
    asked = claims.filter(unit_year=unit_year)
    context = {
        "unit_year": unit_year,
        "listed": claims.unsettled().filter(holder__unit_year=unit_year),
        "asked": asked.unsettled(),
        "settled": asked.exclude(state__in=Claim.UNSETTLED).order_by("-settled_at")[:SETTLED_SHOWN],
    }
    return render(request, "volunteers/unit_claims.html", context)


@access(*OFFICE)
def claims(request: Request) -> HttpResponse:
    """What the units do not settle among themselves."""
    current = visible_claims(request).filter(campaign__is_current=True)
    waiting = current.for_office(request.received_at)
    with_units = current.unsettled().filter(holder__isnull=False).exclude(pk__in=waiting.values("pk"))
    return render(request, "volunteers/claims.html", {"claims": waiting, "with_units": with_units.count()})


def listing_claim(request: Request, number: uuid.UUID) -> Claim:
    """A claim about a person the visitor's unit lists."""
    own = UnitYear.objects.visible_to(request.user)
    return get_object_or_404(visible_claims(request).filter(holder__unit_year__in=own), pk=number)


def asking_claim(request: Request, number: uuid.UUID) -> Claim:
    """A claim the visitor's unit raised."""
    own = UnitYear.objects.visible_to(request.user)
    return get_object_or_404(visible_claims(request).filter(unit_year__in=own), pk=number)


def settled(request: Request, act: Callable[[User, datetime], Claim], said: str) -> None:
    """Act, and say what became of it."""
    try:
        act(request.user, request.received_at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, said)


@require_POST
@access(*EVERYONE)
def claim_release(request: Request, number: uuid.UUID) -> HttpResponse:
    """Give the person to the asking unit."""
    claim = listing_claim(request, number)
    code = claim.holder.unit_year.unit.code if claim.holder else ""
    said = _("Released. The person is no longer on your roster.")
    settled(request, lambda by, at: release_claim(claim, by=by, at=at), said)
    return redirect("unit_claims", code)


@require_POST
@access(*EVERYONE)
def claim_keep(request: Request, number: uuid.UUID) -> HttpResponse:
    """Keep the person; the office decides."""
    claim = listing_claim(request, number)
    code = claim.holder.unit_year.unit.code if claim.holder else ""
    said = _("Noted. The office decides which unit is right.")
    settled(request, lambda by, at: keep_claim(claim, by=by, at=at), said)
    return redirect("unit_claims", code)


@require_POST
@access(*EVERYONE)
def claim_withdraw(request: Request, number: uuid.UUID) -> HttpResponse:
    """Ask for the person no longer."""
    claim = asking_claim(request, number)
    said = _("Withdrawn. The person stays where they are.")
    settled(request, lambda by, at: withdraw_claim(claim, by=by, at=at), said)
    return redirect("unit_claims", claim.unit_year.unit.code)


@require_POST
@access(*OFFICE)
def claim_decide(request: Request, number: uuid.UUID) -> HttpResponse:
    """Say which unit the person belongs to."""
    claim = get_object_or_404(visible_claims(request), pk=number)
    moves = request.POST.get("to") == "asking"
    settled(request, lambda by, at: decide_claim(claim, moves=moves, by=by, at=at), _("Decided."))
    return redirect("claims")
