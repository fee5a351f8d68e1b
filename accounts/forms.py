"""Forms about accounts."""

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class EntranceForm(LoginForm):
    """Account and password, called as everywhere in the portal."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Account")
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)
