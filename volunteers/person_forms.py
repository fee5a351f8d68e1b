"""Forms about one person, and about people ticked on the list."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.sentences import sentence_of
from sheets.problems import Problem
from units.models import UnitYear, UnitYearQuerySet
from volunteers.models import Volunteer
from volunteers.revealing import LEAST_REASON
from volunteers.roster.cells import RosterLine
from volunteers.roster.columns import TITLES
from volunteers.roster.known import facts_of
from volunteers.roster.people import LONGEST_DEPARTMENT, Terms, read_person
from volunteers.roster.person import FACTS
from volunteers.roster.words import CATEGORIES, DOCUMENTS, POLITICS, STATUSES
from volunteers.standing import SETTABLE

KEYS = {title: key for key, title in TITLES.items()}
WORDS = {"category": CATEGORIES, "politics": POLITICS, "document_type": DOCUMENTS, "status": STATUSES}


class DayInput(forms.DateInput):
    """A day, chosen from the browser's calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PersonForm(forms.Form):
    """A person's facts, judged by the same rules as a row of a roster; stored numbers are never filled in."""

    name = forms.CharField(label=_("Full name"), max_length=100)
    category = forms.ChoiceField(label=_("Category"), choices=list(CATEGORIES.labels.items()))
    department = forms.CharField(label=_("Class or department"), max_length=LONGEST_DEPARTMENT, required=False)
    school_number = forms.CharField(label=_("Staff or student number"), max_length=32, required=False)
    politics = forms.ChoiceField(
        label=_("Political affiliation"), choices=[("", "—"), *POLITICS.labels.items()], required=False
    )
    volunteer_number = forms.CharField(
        label=_("Volunteer number"),
        max_length=40,
        required=False,
        help_text=_("From the person's account on the national system."),
    )
    status = forms.ChoiceField(label=_("Status"), choices=Volunteer.Status.choices)
    pending_since = forms.DateField(
        label=_("Being verified since"),
        required=False,
        widget=DayInput,
        help_text=_("Verification takes 1–2 working days."),
    )
    joined_on = forms.DateField(label=_("Joined the team on"), required=False, widget=DayInput)
    remark = forms.CharField(label=_("Remark"), max_length=100, required=False)
    document_type = forms.ChoiceField(label=_("Document"), choices=list(DOCUMENTS.labels.items()))
    document_number = forms.CharField(
        label=_("Another document number"),
        max_length=40,
        required=False,
        help_text=_("Only to replace the stored one: type it anew, whole."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Another phone number"),
        max_length=20,
        required=False,
        help_text=_("Only to replace the stored one."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    without_phone = forms.BooleanField(label=_("Delete the stored phone number."), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Volunteer, today: date, **kwargs: Any) -> None:
        self.person, self.today, self.notices = person, today, list[Problem]()
        super().__init__(*args, **kwargs)

    @staticmethod
    def initial_of(person: Volunteer) -> dict[str, Any]:
        """What the fields show of a person: nothing of the document number and the phone."""
        secret = ("document_number", "phone", "without_phone")
        return {name: getattr(person, name) for name in PersonForm.base_fields if name not in secret}

    def clean(self) -> dict[str, Any]:
        """The facts as they are kept, under `facts`; what is wrong stands at its field."""
        if self.errors:
            return self.cleaned_data
        line = RosterLine(0, self.cells(), {})
        read = read_person(line, Terms(self.today, unit_given=True, units=None))
        for problem in line.problems:
            self.add_error(KEYS[problem.column], forms.ValidationError(sentence_of(problem), code=problem.code))
        self.notices = [notice for notice in line.notices if notice.code != "cell-tidied"]
        if read:
            facts = {name: str(getattr(read, name) or "") for name in FACTS}
            facts["sex"] = facts["sex"] or self.person.sex
            since = self.cleaned_data["pending_since"]
            facts["pending_since"] = since.isoformat() if since and facts["status"] == "pending" else ""
            self.cleaned_data["facts"] = facts
        return self.cleaned_data

    def cells(self) -> dict[str, Any]:
        """The fields as cells of a roster; what was not typed anew is as stored."""
        stored = facts_of(self.person)
        cells = {key: value for key, value in self.cleaned_data.items() if key in TITLES}
        cells |= {key: words.label(cells[key]) for key, words in WORDS.items()}
        cells["document_number"] = cells["document_number"] or stored["document_number"]
        cells["phone"] = "" if self.cleaned_data["without_phone"] else cells["phone"] or stored["phone"]
        return cells

    def ask_again(self, person: Volunteer) -> None:
        """Keep what was typed, and let the next try be about the person as they are now."""
        self.data = {**self.data.dict(), "version": str(person.version)}  # type: ignore[attr-defined]


class SearchForm(forms.Form):
    """Whom somebody looks for."""

    words = forms.CharField(
        label=_("Name, staff or student number, volunteer, document or phone number"),
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={"required": _("Type a name or a number first.")},
    )
    everywhere = forms.BooleanField(label=_("In the whole school"), required=False)


class KeysField(forms.Field):
    """The keys of the people ticked on a page."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: list[str] | None) -> list[uuid.UUID]:
        """The keys, of whomever they are."""
        try:
            return [uuid.UUID(key) for key in value or ()]
        except ValueError:
            raise forms.ValidationError(_("Tick the people anew."), code="key-unreadable") from None


class TickedForm(forms.Form):
    """What is to become of the people ticked, or of everybody the filter shows."""

    DEPARTMENT = "department"
    people = KeysField(required=False)
    everyone = forms.BooleanField(required=False)
    action = forms.ChoiceField(
        label=_("Set to"),
        choices=[*((status.value, status.label) for status in SETTABLE), (DEPARTMENT, _("class or department"))],
    )
    day = forms.DateField(label=_("Sent in or joined on"), required=False, widget=DayInput)
    department = forms.CharField(label=_("Class or department"), max_length=LONGEST_DEPARTMENT, required=False)

    def clean(self) -> dict[str, Any]:
        """Somebody has to be ticked, and a class has to have a name."""
        facts = self.cleaned_data
        if not facts.get("people") and not facts.get("everyone"):
            raise forms.ValidationError(_("Nobody is ticked. Tick the people first."), code="nobody-ticked")
        if facts.get("action") == self.DEPARTMENT and not facts.get("department"):
            missing = forms.ValidationError(_("Enter the class or department."), code="department-missing")
            self.add_error("department", missing)
        return facts


class RevealForm(forms.Form):
    """Why somebody needs a person's complete numbers."""

    reason = forms.CharField(
        label=_("What the complete numbers are for"),
        min_length=LEAST_REASON,
        max_length=200,
        help_text=_("For example: the national system asks for the number. It is recorded with your name."),
    )


class TransferForm(forms.Form):
    """Where a person goes and why."""

    unit = forms.ModelChoiceField(UnitYear.objects.none(), label=_("New unit"))
    reason = forms.CharField(label=_("Reason"), min_length=LEAST_REASON, max_length=200)

    def __init__(self, *args: Any, units: UnitYearQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
