"""What the reception desk types or scans."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.paper.codes import read_code


class CodeForm(forms.Form):
    """A check code, or the whole address a scanner reads from the page."""

    code = forms.CharField(
        label=gettext_lazy("Check code"),
        max_length=300,
        help_text=gettext_lazy(
            "Scan any page, or type the 12 letters and digits at its foot. "
            "A scanner types: switch the keyboard to English."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "autofocus": True}
        ),
    )

    def clean_code(self) -> str:
        """The code itself."""
        if code := read_code(self.cleaned_data["code"]):
            return code
        raise ValidationError(
            _("A check code has 12 letters and digits. Compare them one by one with the foot of the page."),
            code="code-malformed",
        )
