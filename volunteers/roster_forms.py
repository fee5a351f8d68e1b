"""Forms on the way of a roster: which column is which, and one row put right."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from volunteers.roster.columns import TITLES, columns
from volunteers.roster.words import CATEGORIES, DOCUMENTS, POLITICS, SEXES, STATUSES, WordList

WORDS: dict[str, WordList] = {
    "sex": SEXES,
    "category": CATEGORIES,
    "politics": POLITICS,
    "document_type": DOCUMENTS,
    "status": STATUSES,
}
LONGEST = 200


class ColumnsForm(forms.Form):
    """Which of the sender's columns is which; the guess is chosen already."""

    def __init__(self, data: Any, asked: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.columns = asked["columns"]
        known = columns(unit_given=True)
        self.required = {column.key for column in known if column.required}
        choices = [("", _("not used")), *((column.key, column.title) for column in known)]
        for place, column in enumerate(self.columns):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=column["label"], choices=choices, initial=column["guess"], required=False
            )

    def rows(self) -> list[tuple[forms.BoundField, list[str]]]:
        """Each of the sender's columns as a field, with its first values."""
        return [(self[f"column_{place}"], column["samples"]) for place, column in enumerate(self.columns)]

    def words(self) -> dict[str, str]:
        """The sender's label → our key."""
        return {
            column["label"]: self.cleaned_data.get(f"column_{place}", "") for place, column in enumerate(self.columns)
        }

    def clean(self) -> dict[str, Any]:
        """Every required column once, no column twice."""
        chosen = [key for key in self.words().values() if key]
        if missing := [title for key, title in TITLES.items() if key in self.required and key not in chosen]:
            sentence = _(
                "Choose the column for %(columns)s. If your table has none, add it in your file and upload that."
            )
            raise forms.ValidationError(sentence, code="columns-missing", params={"columns": "、".join(missing)})
        if doubled := [title for key, title in TITLES.items() if chosen.count(key) > 1]:
            sentence = _("%(columns)s is chosen more than once. Keep the right one.")
            raise forms.ValidationError(sentence, code="columns-doubled", params={"columns": "、".join(doubled)})
        return self.cleaned_data


class RowForm(forms.Form):
    """The cells of one row, as somebody types them; what is wrong with them the reading of rosters says."""

    def __init__(self, data: Any = None, *, texts: Mapping[str, str] | None = None) -> None:
        super().__init__(data, initial=dict(texts or {}))
        given = self.data if self.is_bound else self.initial
        for key, title in TITLES.items():
            if key != "unit" or given.get(key):  # a row of a unit's own roster need not name it
                widget = _widget(key, given.get(key, ""))
                self.fields[key] = forms.CharField(
                    label=title, required=False, strip=False, max_length=LONGEST, widget=widget
                )


def _widget(key: str, text: str) -> forms.Widget:
    """A list for columns with known words; a word that is not known stays in it, so that one sees what to change."""
    if key not in WORDS:
        return forms.TextInput(attrs={"autocomplete": "off"})
    words = dict.fromkeys(["", *WORDS[key].labels.values(), text])
    return forms.Select(choices=[(word, word or "—") for word in words])
