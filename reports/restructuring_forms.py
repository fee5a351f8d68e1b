"""What the office enters at the re-organisation desk: one form for each kind of order."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import Project, ProjectQuerySet
from units.forms import DateInput
from units.models import UnitYearQuerySet
from units.naming import MAXIMUM_LENGTH
from units.restructuring import Order
from volunteers.models import Volunteer


class OrderForm(forms.Form):
    """What every order says."""

    kind = ""
    unit = forms.ChoiceField(label=_("Unit"))
    effective_on = forms.DateField(label=_("Effective on"), widget=DateInput)
    basis = forms.CharField(
        label=_("Decided in"),
        max_length=100,
        required=False,
        help_text=_("The number or name of the decision. It stands in the record."),
    )

    def __init__(self, *args: Any, units: UnitYearQuerySet, projects: ProjectQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("effective_on", timezone.localdate())
        choices = [(unit_year.unit.code, f"{unit_year.name}（{unit_year.unit.code}）") for unit_year in units]
        self.fields["unit"].choices = [("", "———"), *choices]  # type: ignore[attr-defined]
        if "absorbed" in self.fields:
            self.fields["absorbed"].choices = choices  # type: ignore[attr-defined]
        if "projects" in self.fields:
            self.fields["projects"].queryset = projects  # type: ignore[attr-defined]

    def order(self) -> Order:
        """The order, as the plan wants it."""
        facts = self.cleaned_data
        return Order(
            kind=self.kind,  # type: ignore[arg-type]
            unit=facts["unit"],
            effective_on=facts["effective_on"],
            name=facts.get("name", ""),
            standard_name=facts.get("standard_name", ""),
            absorbed=tuple(code for code in facts.get("absorbed", ()) if code != facts["unit"]),
            code=facts.get("code", ""),
            categories=tuple(facts.get("categories", ())),
            projects=tuple(project.pk for project in facts.get("projects", ())),
            has_students=facts.get("has_students", True),
        )


def name_field(label: Any, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    """A unit's name."""
    return forms.CharField(label=label, max_length=60, required=required, help_text=help_text)


def team_field(label: Any, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    """A team's standard name."""
    return forms.CharField(label=label, max_length=MAXIMUM_LENGTH, required=required, help_text=help_text)


class RenameForm(OrderForm):
    """A unit gets another name."""

    kind = "rename"
    name = name_field(_("New name of the unit"), _("Empty: it stays."))
    standard_name = team_field(_("New standard name of the team"), _("Empty: it stays."))
    field_order = ("unit", "name", "standard_name", "effective_on", "basis")


class MergeForm(OrderForm):
    """Units are merged into one that goes on."""

    kind = "merge"
    unit = forms.ChoiceField(
        label=_("The unit that goes on"),
        help_text=_("It takes over people, projects and contacts, and keeps its code."),
    )
    absorbed = forms.MultipleChoiceField(label=_("Units merged into it"), widget=forms.CheckboxSelectMultiple)
    name = name_field(_("New name of the unit"), _("Empty: it stays. If the merged unit gets a new name, enter it."))
    standard_name = team_field(_("New standard name of the team"), _("Empty: it stays."))
    field_order = ("unit", "absorbed", "name", "standard_name", "effective_on", "basis")


class SplitForm(OrderForm):
    """A new unit is split off."""

    kind = "split"
    unit = forms.ChoiceField(label=_("The unit it is split off from"))
    name = name_field(_("Name of the new unit"), required=True)
    standard_name = team_field(_("Standard name of its team"), required=True)
    code = forms.SlugField(
        label=_("Code of the new unit"), max_length=20, help_text=_("Short and lasting, for example 'cs'.")
    )
    has_students = forms.BooleanField(label=_("The new unit has students"), required=False, initial=True)
    categories = forms.MultipleChoiceField(
        label=_("People who move over"),
        choices=Volunteer.Category.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "All people of the ticked kinds move. Tick none if only some of them do: the new contact uploads "
            "the new unit's roster, and who is then claimed by both units is settled one by one."
        ),
    )
    projects = forms.ModelMultipleChoiceField(
        Project.objects.none(),
        label=_("Projects that move over"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose the unit and look at the preview once: then its projects stand here."),
    )
    field_order = (
        "unit", "name", "standard_name", "code", "has_students", "categories", "projects", "effective_on", "basis",
    )  # fmt: skip


class AbolishForm(OrderForm):
    """A unit is closed."""

    kind = "abolish"


FORMS: dict[str, type[OrderForm]] = {form.kind: form for form in (RenameForm, MergeForm, SplitForm, AbolishForm)}
