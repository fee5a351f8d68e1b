"""Pages of the campus login."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from accounts.access import ANY_ACCOUNT, OpenRequest, Request, access, open_to_anybody, sure_who
from accounts.campus import CONFIRM, ENTER, LINK, CampusSilent, begin, begun, is_offered, name_at_campus
from accounts.campus_logout import end_by_ticket, note_ticket, ticket_in
from accounts.linking import account_of, link_campus_account, unlink_campus_account
from accounts.models import User


@csrf_exempt  # a CAS server has no token of ours; all it can do is to end the session of a ticket that it names
@never_cache
@open_to_anybody
def campus_login(request: OpenRequest) -> HttpResponse:
    """The address that the campus login knows: people come by it, and it says here who has left."""
    if is_offered() and request.method == "POST" and "logoutRequest" in request.POST:
        end_by_ticket(ticket_in(request.POST["logoutRequest"]), at=request.received_at)
        return HttpResponse(content_type="text/plain; charset=utf-8")
    answer: HttpResponse = come_or_go(request)
    return answer


@csrf_protect
@require_safe
def come_or_go(request: OpenRequest) -> HttpResponse:
    """To the campus login, and with its ticket back into the portal."""
    if not is_offered():
        raise Http404
    ticket, state = request.GET.get("ticket"), request.GET.get("state", "")
    if ticket is None:
        return set_out(request)
    kept = begun(request.session, state)
    if kept is None:
        return render(request, "account/campus_lost.html", status=400)
    try:
        name = name_at_campus(ticket, kept)
    except CampusSilent:
        return render(request, "account/campus_silent.html", status=503)
    if name is None:
        return render(request, "account/campus_lost.html", status=400)
    return arrive(request, name, kept)


def set_out(request: OpenRequest) -> HttpResponse:
    """To the campus login; whoever is logged in already only confirms that it is still them."""
    purpose = CONFIRM if request.user.is_authenticated else ENTER
    return redirect(begin(request.session, purpose=purpose, next_page=get_next_redirect_url(request) or ""))


def arrive(request: OpenRequest, name: str, kept: dict[str, str]) -> HttpResponse:
    """Do what the campus login was for, now that CAS has said who it is."""
    user, next_page = account_of(name), kept["next"]
    if isinstance(request.user, User):
        return confirmed(request, request.user, name, kept)
    if user is None or kept["purpose"] != ENTER:
        return render(request, "account/campus_unknown.html", {"campus_account": name}, status=403)
    record_authentication(request, user, "campus")
    note_ticket(request.session, user, request.GET["ticket"])
    answer: HttpResponse = perform_login(request, Login(user=user, redirect_url=next_page or None))
    return answer


def confirmed(request: OpenRequest, user: User, name: str, kept: dict[str, str]) -> HttpResponse:
    """Somebody who is logged in has been at the campus login: to link it, or to show that it is still them."""
    if kept["purpose"] == LINK:
        try:
            link_campus_account(user, name, by=user, at=request.received_at)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("From now on the campus login opens this account."))
        return redirect("account_security")
    if name != user.campus_account:
        return render(request, "account/campus_unknown.html", {"campus_account": name}, status=403)
    record_authentication(request, user, "campus", reauthenticated=True)
    return redirect(kept["next"] or "home")


@require_POST
@access(*ANY_ACCOUNT)
@sure_who
def campus_link(request: Request) -> HttpResponse:
    """To the campus login, to link it with the account one is logged in with."""
    if not is_offered():
        raise Http404
    return redirect(begin(request.session, purpose=LINK, next_page=""))


@require_POST
@access(*ANY_ACCOUNT)
@sure_who
def campus_unlink(request: Request) -> HttpResponse:
    """The campus login opens this account no longer."""
    if not is_offered():
        raise Http404
    unlink_campus_account(request.user, by=request.user, at=request.received_at)
    messages.success(request, _("The campus login opens this account no longer."))
    return redirect("account_security")
