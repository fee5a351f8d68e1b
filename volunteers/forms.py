"""Forms about people."""

from django import forms
from django.utils.translation import gettext_lazy as _

LARGEST_FILE = 20 * 1024 * 1024


class RosterForm(forms.Form):
    """A roster to be read."""

    file = forms.FileField(
        label=_("Roster"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.csv,.txt"}),
        help_text=_(
            "An .xlsx, .xls or .csv file of at most 20 MB. "
            "Nothing is taken over before you have seen what it would change."
        ),
        error_messages={"required": _("Choose the file first. It may have at most 20 MB.")},
    )
    informed = forms.BooleanField(
        label=_(
            "The people on this roster have been told what their data are used for, "
            "and nobody is registered against their will."
        )
    )

    def clean_file(self) -> bytes:
        """The content; a file that is too large is refused before anybody opens it."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("The file has more than 20 MB. Save only the sheet with the people and upload that."),
                code="file-too-large",
            )
        self.cleaned_data["file_name"] = file.name
        content: bytes = file.read()
        return content
