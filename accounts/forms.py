"""Forms about accounts."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class EntranceForm(LoginForm):
    """Account and password, called as everywhere in the portal."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Account")
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)


class ChangeForm(ChangePasswordForm):
    """Another password than the present one."""

    def clean_password1(self) -> str:
        """Refuse the one there is: where passwords grow old it would be as old as before."""
        password: str = self.cleaned_data["password1"]
        if password == self.cleaned_data.get("oldpassword"):
            raise ValidationError(_("This is the present password. Choose another one."), code="password-unchanged")
        return password
