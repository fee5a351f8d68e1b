"""Forms about people's requests."""

from django import forms
from django.utils.translation import gettext_lazy as _

from volunteers.models import DataRequest


class DataRequestForm(forms.Form):
    """What a person asks about their own data."""

    kind = forms.ChoiceField(label=_("The person asks"), choices=DataRequest.Kind.choices, widget=forms.RadioSelect)
    wish = forms.CharField(
        label=_("In the person's words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=_("For a correction: what is wrong, and what would be right. It is kept encrypted until answered."),
    )


class AnswerForm(forms.Form):
    """The office's answer."""

    answer = forms.CharField(label=_("Answer"), max_length=200)
    decision = forms.ChoiceField(choices=[("grant", ""), ("refuse", "")])
