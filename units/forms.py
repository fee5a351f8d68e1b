"""Forms about units and teams."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.models import Team, UnitYear
from units.review import REASON_LENGTH


# More than any university has, and few enough for the database to add up.
MOST_PEOPLE = 1_000_000


class DateInput(forms.DateInput):
    """The browser's own date picker; its value is always in ISO form."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class HeadCountForm(forms.ModelForm):
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
        for field in self.fields.values():
            field.required = True
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


class TeamForm(forms.ModelForm):
    """What a unit files about its team; the circular's own words stand in it from the start."""

    class Meta:
        model = Team
        fields = Team.FACTS
        widgets = {
            "registered_on": DateInput,
            "renamed_on": DateInput,
            "liaison_chain": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, unit_year: UnitYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.unit_year = unit_year
        if self.instance._state.adding:
            self.initial = {
                "registered_name": unit_year.standard_name,
                "liaison_chain": "\n".join(unit_year.campaign.chain),
                "registration_status": unit_year.campaign.registration_status,
            } | dict(self.initial)

    def clean_liaison_chain(self) -> str:
        """One organisation a line, without stray blanks."""
        lines = (line.strip() for line in self.cleaned_data["liaison_chain"].splitlines())
        return "\n".join(line for line in lines if line)


class ReviewForm(forms.Form):
    """The office's decision on the version of a team it has before it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(choices=(("approve", _("Approve")), ("return", _("Return"))), widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("What has to be mended"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=_("Only for a return: at most 25 characters. The contact reads it word by word."),
    )
