"""Forms about people."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LARGEST_FILE = 20 * 1024 * 1024
LONGEST_PASTED = 400_000


class RosterForm(forms.Form):
    """A roster to be read."""

    file = forms.FileField(
        label=_("Roster"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.csv,.txt"}),
        help_text=_(
            "An .xlsx, .xls or .csv file of at most 20 MB. "
            "Nothing is taken over before you have seen what it would change."
        ),
    )
    pasted = forms.CharField(
        label=_("Or paste the rows from Excel"),
        required=False,
        strip=False,  # a blank last cell ends in a tab that must stay
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Mark the cells in Excel, copy, and paste them here; best together with the header row."),
    )
    informed = forms.BooleanField(
        label=_(
            "The people on this roster have been told what their data are used for, "
            "and nobody is registered against their will."
        )
    )

    def clean_file(self) -> bytes | None:
        """The content; a file that is too large is refused before anybody opens it."""
        if (file := self.cleaned_data["file"]) is None:
            return None
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("The file has more than 20 MB. Save only the sheet with the people and upload that."),
                code="file-too-large",
            )
        self.cleaned_data["file_name"] = file.name
        content: bytes = file.read()
        return content

    def clean_pasted(self) -> str:
        """What was pasted, if it is no longer than such a form should send."""
        text: str = self.cleaned_data["pasted"]
        if len(text) > LONGEST_PASTED:
            sentence = _("This is too much to be pasted. Save it as a file and upload that.")
            raise forms.ValidationError(sentence, code="pasted-too-long")
        return text if text.strip() else ""

    def clean(self) -> dict[str, Any]:
        """A file or pasted rows; what was pasted goes the way of a file."""
        facts = self.cleaned_data
        content, text = facts.get("file"), facts.get("pasted")
        if content is not None and text:
            sentence = _("There are a file and pasted rows. Keep the one you mean and take the other away.")
            self.add_error("pasted", forms.ValidationError(sentence, code="file-and-pasted"))
        elif content is None and text:
            facts["file"], facts["file_name"] = text.encode(), f"{gettext('Pasted from Excel')}.txt"
        elif content is None and not {"file", "pasted"} & self.errors.keys():
            sentence = _("Choose the file first, or paste the rows. A file may have at most 20 MB.")
            self.add_error("file", forms.ValidationError(sentence, code="required"))
        return facts
