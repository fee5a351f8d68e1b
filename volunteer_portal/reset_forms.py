"""The form for a forgotten password: it tells nobody whose address is known."""

from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from jobs.running import enqueue

MOST = 3  # accounts of one address
NOBODY = User(pk=0)


class ResetForm(ResetPasswordForm):
    """The address of an account; an unknown one makes the same work (SECURITY C07)."""

    def save(self, request: HttpRequest, **kwargs: object) -> str:
        """Ask for a link to be sent to each account of this address."""
        for user in self.users[:MOST] or [NOBODY]:
            enqueue("send-reset-link", user, by=None, at=timezone.now())
        address: str = self.cleaned_data["email"]
        return address
