"""Forms of the projects."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.codes import AUDIENCES, SERVICE_CATEGORIES
from projects.models import Project
from projects.school import LONGEST_COMMENT
from units.forms import DateInput
from units.models import UnitYear
from units.overtaken_forms import SeenForm

# In the order of the national system; what belongs together stands side by side.
ROWS = (
    ("name",),
    ("categories",),
    ("audiences",),
    ("starts_on", "ends_on"),
    ("recruits_from", "recruits_until"),
    ("place", "places_offered"),
    ("contact_name", "contact_phone"),
    ("description",),
    ("national_number", "state"),
    ("participants", "hours"),
    ("result",),
    ("seen",),
)


class ProjectForm(SeenForm):
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
        fields = Project.FACTS
        widgets = dict.fromkeys(("starts_on", "ends_on", "recruits_from", "recruits_until"), DateInput) | {
            "description": forms.Textarea(attrs={"rows": 4}),
            "result": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, unit_year: UnitYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.unit_year = unit_year
        self.coach_name()

    def rows(self) -> Iterator[list[forms.BoundField]]:
        """The fields as the page shows them."""
        return ([self[name] for name in names] for names in ROWS)

    def coach_name(self) -> None:
        """Ask for hints while the name is typed."""
        address = reverse("project_name_hints", args=[self.instance.unit_year.unit.code])
        self.fields["name"].widget.attrs |= {
            "hx-get": f"{address}?but={self.instance.pk or ''}",
            "hx-trigger": "input changed delay:400ms",
            "hx-target": "#name-hints",
            "aria-describedby": "name-hints",
        }


class CopyForm(forms.Form):
    """Which of last year's projects are taken over."""

    projects = forms.MultipleChoiceField(label=_("Last year's projects"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, projects: Sequence[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["projects"]
        field.choices = [(str(project.pk), project.name) for project in projects]  # type: ignore[attr-defined]
        field.initial = [str(project.pk) for project in projects]


class CommentForm(forms.Form):
    """What the office has to say about a project."""

    comment = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The unit's contact reads it beside the project. Empty it to take the comment back."),
    )


class WaiverForm(forms.Form):
    """Why a unit needs no minimum of projects."""

    reason = forms.CharField(
        label=_("Reason of the waiver"),
        max_length=100,
        required=False,
        help_text=_("With a reason the unit needs no minimum this year. Empty it to ask for the minimum again."),
    )
