"""Forms that notice when somebody else was quicker, and show both versions field by field."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from units.overtaking import OVERTAKEN, mark_of


class SeenForm(forms.ModelForm):
    """A form that knows what stood there when its page was made."""

    refused_as: ClassVar[str] = OVERTAKEN
    meanwhile: ClassVar[str | Promise] = _("Stored meanwhile: %(fact)s")
    seen: forms.Field = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.mark(self.instance)

    def mark(self, stored: models.Model) -> object:
        """By what is recognised whether this is still what was seen."""
        return mark_of(stored, self._meta.fields or ())

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, field by field."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    @property
    def is_overtaken(self) -> bool:
        """Whether the act was refused because somebody else was quicker."""
        return self.has_error(NON_FIELD_ERRORS, self.refused_as)

    def compare_with(self, stored: models.Model) -> None:
        """Put what is stored now beside what was typed here; sending again keeps the words typed."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["seen"] = str(self.mark(stored))  # type: ignore[index]
        for name in self._meta.fields or ():
            if getattr(stored, name) != self.cleaned_data.get(name):
                self.fields[name].widget.attrs["class"] = "is-returned"
                self[name].help_text = self.meanwhile % {"fact": self.in_words(name, getattr(stored, name))}

    def in_words(self, name: str, fact: Any) -> str:
        """A stored fact as the form writes it."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            chosen = {str(each) for each in (fact if isinstance(fact, list) else [fact])}
            choices: Any = field.choices
            return "、".join(str(label) for value, label in choices if str(value) in chosen)
        if isinstance(fact, bool):
            return str(_("yes") if fact else _("no"))
        return fact.isoformat() if isinstance(fact, date) else "—" if fact in (None, "") else str(fact)
