"""The form of a project."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from projects.codes import AUDIENCES, SERVICE_CATEGORIES
from projects.models import Project
from units.forms import DateInput
from units.models import UnitYear


class ProjectForm(forms.ModelForm):
    """The fields of the national system."""

    categories = forms.MultipleChoiceField(
        label=_("Service categories"),
        choices=list(SERVICE_CATEGORIES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One to four."),
    )
    audiences = forms.MultipleChoiceField(
        label=_("For whom"), choices=list(AUDIENCES.items()), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Project
        fields = (
            "name",
            "categories",
            "audiences",
            "starts_on",
            "ends_on",
            "recruits_from",
            "recruits_until",
            "place",
            "places_offered",
            "contact_name",
            "contact_phone",
            "description",
            "national_number",
            "state",
        )
        widgets = dict.fromkeys(("starts_on", "ends_on", "recruits_from", "recruits_until"), DateInput) | {
            "description": forms.Textarea(attrs={"rows": 4})
        }

    def __init__(self, *args: Any, unit_year: UnitYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.unit_year = unit_year
        self.helper = FormHelper()
        self.helper.form_tag, self.helper.disable_csrf = False, True
        self.helper.layout = Layout(
            "name",
            Field("categories", wrapper_class="choices"),
            Field("audiences", wrapper_class="choices"),
            Row(Column("starts_on"), Column("ends_on")),
            Row(Column("recruits_from"), Column("recruits_until")),
            Row(Column("place"), Column("places_offered")),
            Row(Column("contact_name"), Column("contact_phone")),
            "description",
            Row(Column("national_number"), Column("state")),
        )
