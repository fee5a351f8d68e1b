"""The form of a project."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.codes import AUDIENCES, SERVICE_CATEGORIES
from projects.models import Project
from units.forms import DateInput
from units.models import UnitYear


class ProjectForm(forms.ModelForm):
    """The fields of the national system."""

    categories = forms.MultipleChoiceField(
        label=_("Service categories"), choices=list(SERVICE_CATEGORIES.items()), widget=forms.CheckboxSelectMultiple, help_text=_("One to four.")
    )
    audiences = forms.MultipleChoiceField(label=_("For whom"), choices=list(AUDIENCES.items()), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Project
        fields = (
            "name", "categories", "audiences", "starts_on", "ends_on", "recruits_from", "recruits_until", "place", "places_offered",
            "contact_name", "contact_phone", "description", "national_number", "state",
        )
        widgets = {field: DateInput for field in ("starts_on", "ends_on", "recruits_from", "recruits_until")} | {
            "description": forms.Textarea(attrs={"rows": 4})
        }

    def __init__(self, *args: Any, unit_year: UnitYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.unit_year = unit_year
