"""Forms about contacts."""

from typing import Any

from django import forms
from django.contrib.auth.forms import UserCreationForm
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from units.models import ContactInvitation


class InvitationForm(forms.ModelForm):
    """Whom to invite."""

    class Meta:
        model = ContactInvitation
        fields = ("name", "email")
        labels = {"name": _("Full name")}
        help_texts = {"email": _("The link goes to this address. It works once, for 72 hours.")}


class AccountForm(UserCreationForm):
    """The invited person chooses an account name, says who they are, and sets a password."""

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("username", "name")
        labels = {"name": _("Full name")}
        help_texts = {
            "username": _("You log in with it. Letters, digits and @ . + - _ are possible."),
            "name": _("Your real name, as colleagues know you."),
        }

    def __init__(self, *args: Any, invitation: ContactInvitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The password is compared with all of this.
        self.instance.email = invitation.email
        self.initial.setdefault("name", invitation.name)
