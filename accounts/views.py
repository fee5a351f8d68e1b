"""Pages about one's own account."""

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.access import ANY_ACCOUNT, OpenRequest, Request, access, open_to_anybody
from accounts.acting import accepted
from accounts.campus import is_offered
from accounts.first_password import choose_first_password, invited
from accounts.second_factor import KINDS, factors_of
from accounts.sessions import end_other_sessions, end_own_session, open_sessions


@access(*ANY_ACCOUNT)
def account_security(request: Request) -> HttpResponse:
    """Password, second factor, campus account, and where one is logged in."""
    context = {
        "factors": [KINDS[kind] for kind in factors_of(request.user)],
        "has_campus_login": is_offered(),
        "sessions": open_sessions(request.user, request.session.session_key),
    }
    return render(request, "account/account_security.html", context)


@require_POST
@access(*ANY_ACCOUNT)
def session_end(request: Request, number: str) -> HttpResponse:
    """Log out one of one's own devices."""
    try:
        end_own_session(request.user, number, by=request.user, at=request.received_at)
    except ValidationError as refusal:
        raise Http404 from refusal
    messages.success(request, _("Logged out there."))
    return redirect("account_security")


@require_POST
@access(*ANY_ACCOUNT)
def sessions_end_others(request: Request) -> HttpResponse:
    """Log out everywhere but here."""
    here = request.session.session_key
    ended = end_other_sessions(request.user, here, by=request.user, at=request.received_at)
    sentence = ngettext("Logged out on one other device.", "Logged out on %(count)d other devices.", ended)
    messages.success(request, sentence % {"count": ended} if ended else _("You were logged in nowhere else."))
    return redirect("account_security")


@never_cache
@sensitive_post_parameters("new_password1", "new_password2")
@open_to_anybody
def first_password(request: OpenRequest, token: str) -> HttpResponse:
    """Behind the link of an administrator: choose a password."""
    user = invited(token)
    if user is None:
        return render(request, "account/first_password_useless.html", status=404)
    form = SetPasswordForm(user, request.POST or None)

    def act() -> None:
        password = form.cleaned_data["new_password1"]
        choose_first_password(user, password=password, by=user, at=request.received_at)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Your password is set. Log in with it now."))
        return redirect("account_login")
    return render(request, "account/first_password.html", {"form": form, "account": user})
