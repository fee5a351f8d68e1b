"""Forms about units and teams."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.sentences import sentence_of
from sheets.problems import Problem
from units.models import Team, UnitYear
from units.naming import WARNINGS, check_standard_name
from units.overtaken_forms import SeenForm
from units.return_reasons import LENGTH, REASONS, reason_of

# More than any university has, and few enough for the database to add up.
MOST_PEOPLE = 1_000_000


class DateInput(forms.DateInput):
    """The browser's own date picker; its value is always in ISO form."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class HeadCountForm(SeenForm):
    """The unit's numbers, as the personnel and student offices give them."""

    class Meta:
        model = UnitYear
        fields = ("staff", "students", "party_members", "counted_on", "count_source")
        widgets = {"counted_on": DateInput}
        help_texts = {
            "staff": _("All members of staff in post."),
            "students": _("All enrolled students of every kind."),
            "party_members": _("Full and probationary members among them."),
            "count_source": _("Where the numbers come from, for example 人事处、学生处."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._meta.fields or ():
            self.fields[name].required = True
        for name in ("staff", "students"):
            self.fields[name].validators.append(MaxValueValidator(MOST_PEOPLE))
        if not self.instance.has_students:
            self.fields["students"].initial = 0
        if not self.instance.counted_on:
            self.initial["counted_on"] = timezone.localdate()

    def clean_counted_on(self) -> Any:
        """A count of tomorrow is a slip of the pen."""
        if (day := self.cleaned_data["counted_on"]) and day > timezone.localdate():
            raise forms.ValidationError(
                _("This day is still to come. Give the day the numbers were taken."), code="counted-in-future"
            )
        return day


class TeamForm(SeenForm):
    """What a unit files about its team; the circular's own words stand in it from the start."""

    refused_as = "team-changed"
    meanwhile = _("Filed meanwhile: %(fact)s")
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Team
        fields = Team.FACTS
        widgets = {
            "registered_on": DateInput,
            "renamed_on": DateInput,
            "liaison_chain": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, unit_year: UnitYear, returned: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.unit_year = unit_year
        self.fields["contact_is_staff"].required = True
        if self.instance._state.adding:
            self.initial.setdefault("registered_name", unit_year.standard_name)
            self.initial.setdefault("liaison_chain", "\n".join(unit_year.campaign.chain))
            self.initial.setdefault("registration_status", unit_year.campaign.registration_status)
        for name in returned:
            self.fields[name].help_text = _("The office asks you to mend this field.")
            self.fields[name].widget.attrs["class"] = "is-returned"

    def mark(self, stored: models.Model) -> object:
        """A team counts its versions."""
        return 0 if not isinstance(stored, Team) or stored._state.adding else stored.version

    def clean_liaison_chain(self) -> str:
        """One organisation a line, without stray blanks."""
        lines = (line.strip() for line in self.cleaned_data["liaison_chain"].splitlines())
        return "\n".join(line for line in lines if line)


def mendable() -> list[tuple[str, str]]:
    """The fields of a team that are returned one by one; the tick goes with the name beside it."""
    return [(name, Team.label(name)) for name in Team.FACTS if name != "contact_is_staff"]


class ReviewForm(forms.Form):
    """The office's decision on the version of a team it has before it; a usual reason brings its own fields."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(choices=(("approve", _("Approve")), ("return", _("Return"))), widget=forms.HiddenInput)
    usual = forms.ChoiceField(
        label=_("What has to be mended"),
        choices=[*((reason.key, reason.text) for reason in REASONS), ("", _("in other words:"))],
        widget=forms.RadioSelect,
        required=False,
    )
    reason = forms.CharField(
        label=_("Other words"),
        max_length=LENGTH,
        required=False,
        help_text=_("At most 25 characters. The contact reads them word by word."),
    )
    to_mend = forms.MultipleChoiceField(
        label=_("Fields to be mended"),
        choices=mendable,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("A usual reason names its fields by itself."),
    )

    def clean(self) -> dict[str, Any]:
        """Words and fields of the usual reason, where nothing else is given."""
        given = self.cleaned_data
        if usual := reason_of(given.get("usual", "")):
            given["reason"] = given.get("reason") or usual.text
            given["to_mend"] = given.get("to_mend") or list(usual.fields)
        return given


class QuestionForm(forms.Form):
    """The office asks back about a head count."""

    question = forms.CharField(
        label=_("Question to the contact"),
        max_length=200,
        help_text=_("For example: does the number of students include part-time students?"),
    )


class ExtensionForm(forms.Form):
    """More time for a unit."""

    until = forms.DateField(label=_("Open until the end of"), widget=DateInput)
    reason = forms.CharField(label=_("Reason"), max_length=100)


class UnitYearForm(SeenForm):
    """A line of Attachment 1 in the office's hand."""

    class Meta:
        model = UnitYear
        fields = (
            "position",
            "name",
            "short_names",
            "kind",
            "is_college",
            "has_students",
            "standard_name",
            "former_name",
            "remark",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings: list[Problem] = []

    def clean_standard_name(self) -> str:
        """A standard name, held against the others of the year; look-alikes only warn."""
        name: str = self.cleaned_data["standard_name"]
        others = UnitYear.objects.for_campaign(self.instance.campaign).exclude(pk=self.instance.pk)
        found = check_standard_name(name, others.values_list("standard_name", flat=True))
        self.warnings = [problem for problem in found if problem.code in WARNINGS]
        errors = [problem for problem in found if problem.code not in WARNINGS]
        if errors:
            raise forms.ValidationError(
                [forms.ValidationError(sentence_of(problem), code=problem.code) for problem in errors]
            )
        return name
