"""Pages about who works for a unit."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.access import EVERYONE, OFFICE, OpenRequest, Request, access, open_to_anybody
from accounts.acting import accepted
from accounts.models import User
from units.contacts import (
    accept_invitation,
    confirm_handover,
    end_contact,
    invitation_of,
    invite_contact,
    open_account,
    withdraw_invitation,
)
from units.contacts_forms import AccountForm, InvitationForm
from units.contacts_mail import link_of, send_invitation
from units.contacts_models import ContactInvitationQuerySet
from units.models import ContactInvitation, StaffContact, UnitYear
from units.visiting import visited_unit


@access(*OFFICE)
def contact_list(request: Request) -> HttpResponse:
    """Every unit of the year with the people who work for it and the invitations that wait."""
    in_charge = StaffContact.objects.visible_to(request.user).in_charge().select_related("user")
    waiting = ContactInvitation.objects.visible_to(request.user).waiting(request.received_at)
    units = UnitYear.objects.visible_to(request.user).for_campaign().select_related("unit")
    units = units.prefetch_related(
        Prefetch("unit__contacts", in_charge, to_attr="in_charge"),
        Prefetch("unit__invitations", waiting, to_attr="waiting"),
    )
    lacking = sum(not unit_year.unit.in_charge for unit_year in units)  # type: ignore[attr-defined]
    return render(request, "units/contact_list.html", {"units": units, "lacking": lacking})


@access(*EVERYONE)
def contacts(request: Request, code: str) -> HttpResponse:
    """The unit's contacts; the office invites another one, a contact names a successor. The link is shown once."""
    unit_year = visited_unit(request, code)
    mine = StaffContact.objects.visible_to(request.user).in_charge()
    own = mine.filter(unit=unit_year.unit, user=request.user).first()
    form = InvitationForm(request.POST or None)
    made: list[tuple[ContactInvitation, str]] = []

    def act() -> None:
        facts = form.cleaned_data
        made.append(invite_contact(unit_year.unit, **facts, replaces=own, by=request.user, at=request.received_at))

    if request.method == "POST" and accepted(form, act):
        [(invitation, token)] = made
        link = link_of(token)
        sent = send_invitation(invitation, unit_year.name, link)
        context = {"unit_year": unit_year, "invitation": invitation, "link": link, "sent": sent}
        return render(request, "units/invitation_link.html", context)
    people = StaffContact.objects.visible_to(request.user).filter(unit=unit_year.unit).select_related("user").distinct()
    context = {
        "unit_year": unit_year,
        "form": form,
        "own": own,
        "in_charge": [contact for contact in people if not contact.until],
        "former": [contact for contact in people if contact.until],
        "waiting": invitations_of(request, unit_year).waiting(request.received_at),
        "to_confirm": invitations_of(request, unit_year).filter(replaces__until=None).exclude(accepted_at=None),
    }
    return render(request, "units/contacts.html", context)


def invitations_of(request: Request, unit_year: UnitYear) -> ContactInvitationQuerySet:
    """The unit's invitations that the visitor may see."""
    mine = ContactInvitation.objects.visible_to(request.user).filter(unit=unit_year.unit).distinct()
    return mine.select_related("by", "replaces__user", "contact__user")


@access(*OFFICE)
def contact_end(request: Request, code: str, number: int) -> HttpResponse:
    """Ask, then end somebody's access."""
    unit_year = visited_unit(request, code)
    in_charge = StaffContact.objects.visible_to(request.user).in_charge()
    contact = get_object_or_404(in_charge, unit=unit_year.unit, pk=number)
    if request.method == "POST":
        done = _("The access has ended.")
        return answered(request, code, lambda: end_contact(contact, by=request.user, at=request.received_at), done)
    context = {
        "title": _("End the access"),
        "question": _("%(name)s works for %(unit)s. End the access now?") % {"name": contact.user, "unit": unit_year},
        "consequences": [
            _("They are logged out at once and see nothing of the unit any more."),
            _("What they did stays on record."),
        ],
        "confirm_text": _("End the access"),
        "cancel_url": reverse("contacts", args=[code]),
    }
    return render(request, "parts/confirm.html", context)


@access(*EVERYONE)
def handover_confirm(request: Request, code: str, number: int) -> HttpResponse:
    """The one who leaves, or the office, says the second word of a hand-over."""
    unit_year = visited_unit(request, code)
    invitations = invitations_of(request, unit_year).filter(replaces__until=None).exclude(contact=None)
    if not request.user.is_office:
        invitations = invitations.filter(replaces__user=request.user)
    invitation = get_object_or_404(invitations, pk=number)
    if request.method == "POST":
        done = _("Handed over. Thank you for your work!")
        return answered(
            request, code, lambda: confirm_handover(invitation, by=request.user, at=request.received_at), done
        )
    context = {
        "title": _("Confirm the hand-over"),
        "question": _("%(new)s has accepted and takes over from %(old)s.")
        % {"new": invitation.successor, "old": invitation.predecessor},
        "consequences": [
            _("The access of %(old)s ends at once, on every device.") % {"old": invitation.predecessor},
            _("Go through the hand-over page together before you confirm."),
        ],
        "confirm_text": _("Hand over now"),
        "cancel_url": reverse("contacts", args=[code]),
    }
    return render(request, "parts/confirm.html", context)


@require_POST
@access(*EVERYONE)
def invitation_withdraw(request: Request, code: str, number: int) -> HttpResponse:
    """The link stops working: the office's word, or that of the contact who sent it."""
    sent = invitations_of(request, visited_unit(request, code))
    invitation = get_object_or_404(sent if request.user.is_office else sent.filter(by=request.user), pk=number)
    done = _("The invitation is withdrawn. Its link no longer works.")
    return answered(
        request, code, lambda: withdraw_invitation(invitation, by=request.user, at=request.received_at), done
    )


def answered(request: Request, code: str, act: Callable[[], object], done: str) -> HttpResponse:
    """Back to the contacts with what came of it; whoever left goes to the start."""
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    is_still_here = UnitYear.objects.visible_to(request.user).for_campaign().filter(unit__code=code).exists()
    if is_still_here:
        return redirect("contacts", code)
    logout(request)
    return redirect("account_login")


@never_cache
@sensitive_post_parameters("password1", "password2")
@open_to_anybody
def invitation(request: OpenRequest, token: str) -> HttpResponse:
    """Behind the link: choose account and password, or accept with the account one is logged in with."""
    found = invitation_of(token, request.received_at)
    unit_year = found.unit.years.for_campaign().first() if found else None
    if not found or not unit_year:
        return render(request, "units/invitation_useless.html", status=404)
    context = {"invitation": found, "unit_year": unit_year}
    if isinstance(request.user, User):
        return invitation_with_account(request, request.user, context)
    form = AccountForm(request.POST or None, invitation=found)

    def act() -> StaffContact:
        facts = {"username": form.cleaned_data["username"], "name": form.cleaned_data["name"]}
        return open_account(found, **facts, password=form.cleaned_data["password1"], at=request.received_at)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Your account is ready. Log in with the name and password you just chose."))
        return redirect("account_login")
    return render(request, "units/invitation.html", {**context, "form": form})


def invitation_with_account(request: OpenRequest, user: User, context: dict[str, Any]) -> HttpResponse:
    """Accept with the account one is logged in with."""
    if request.method == "POST":
        try:
            accept_invitation(context["invitation"], by=user, at=request.received_at)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Welcome. You now work for this unit."))
            return redirect("my_unit", context["unit_year"].unit.code)
    return render(request, "units/invitation.html", context)
