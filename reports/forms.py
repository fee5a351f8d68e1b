"""Forms of the reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.leaving import LEAST_REASON, MOST_REASON
from reports.locking import LEAST_LENGTH, MOST_LENGTH, new_password


class SubmitForm(forms.Form):
    """Handing in; `form` tells one rendered form from the next."""

    form = forms.UUIDField(required=False, widget=forms.HiddenInput)

    explanation = forms.CharField(
        label=_("Why the goal is not reached"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed only while something is missing that may be explained. The office reads it."),
    )


class LockForm(forms.Form):
    """A password for a workbook: one we made for this page, or the reader's own; it is kept nowhere."""

    lock = forms.BooleanField(label=_("Lock the Excel file with this password"), required=False)
    password = forms.CharField(
        label=_("Password of the file"),
        initial=new_password,
        max_length=MOST_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        help_text=_(
            "Made just now for this page; you may type your own. Write it down: we do not keep it. "
            "Send it by another way than the file."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """A lock wants a password that everybody's keyboard has and nobody guesses."""
        facts = super().clean() or {}
        password = facts.get("password") or ""
        if facts.get("lock") and not (len(password) >= LEAST_LENGTH and password.isascii() and password.isprintable()):
            sentence = _("Choose at least %(count)s letters, digits and signs; no Chinese characters.")
            refusal = forms.ValidationError(sentence, code="password-unfit", params={"count": LEAST_LENGTH})
            self.add_error("password", refusal)
        return facts

    @property
    def chosen(self) -> str:
        """The password of the file, or nothing."""
        return str(self.cleaned_data["password"]) if self.cleaned_data["lock"] else ""


class ClearNumbersForm(LockForm):
    """A unit's people with complete numbers: as which file, why, and behind which password."""

    reason = forms.CharField(
        label=_("What the complete numbers are for"),
        min_length=LEAST_REASON,
        max_length=MOST_REASON,
        help_text=_("For example: signed paper for the office. It is recorded with your name."),
    )
    drawing = forms.ChoiceField(choices=[("xlsx", "xlsx"), ("pdf", "pdf")], widget=forms.HiddenInput, required=False)
    field_order = ("reason", "lock", "password")

    def clean(self) -> dict[str, Any]:
        """Only a workbook can be locked."""
        facts = super().clean()
        if facts.get("lock") and facts.get("drawing") == "pdf":
            sentence = _("Only the Excel file can be locked. Take the tick away, or choose Excel.")
            self.add_error("lock", forms.ValidationError(sentence, code="pdf-not-lockable"))
        return facts


class SchoolExportForm(forms.Form):
    """The whole school's people: in which form, and whether with complete numbers."""

    drawing = forms.ChoiceField(
        label=_("File"),
        choices=[
            ("xlsx", _("Excel: one table with everybody")),
            ("sheets", _("Excel: a sheet for each unit")),
            ("pdf", _("PDF: one table with everybody")),
            ("zip", _("ZIP: Attachments 3 and 4 of each unit as PDF")),
        ],
        initial="xlsx",
        widget=forms.RadioSelect,
    )
    clear = forms.BooleanField(label=_("With complete document and phone numbers"), required=False)
    reason = forms.CharField(
        label=_("What the complete numbers are for"),
        max_length=MOST_REASON,
        required=False,
        help_text=_("Needed for complete numbers only. It is recorded with your name."),
    )


class FindForm(forms.Form):
    """Whatever somebody looks for."""

    words = forms.CharField(
        label=_("Unit, team, project, or a person's name or number"),
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={"required": _("Type a name or a number first.")},
    )
