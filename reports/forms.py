"""Forms of the reports."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.exporting import LEAST_REASON, MOST_REASON


class SubmitForm(forms.Form):
    """Handing in."""

    explanation = forms.CharField(
        label=_("Why the goal is not reached"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed only while something is missing that may be explained. The office reads it."),
    )


class ClearNumbersForm(forms.Form):
    """Why somebody needs complete numbers on a table."""

    reason = forms.CharField(
        label=_("What the complete numbers are for"),
        min_length=LEAST_REASON,
        max_length=MOST_REASON,
        help_text=_("For example: signed paper for the office. It is recorded with your name."),
    )


class FindForm(forms.Form):
    """Whatever somebody looks for."""

    words = forms.CharField(
        label=_("Unit, team, project, or a person's name or number"),
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={"required": _("Type a name or a number first.")},
    )
