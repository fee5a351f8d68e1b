"""Entries of the record as readers see them: who, what, on what, in words."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import AuditEntry, AuditQuerySet, User
from campaigns.deadlines import end_of
from reports.trail import ACTS, DETAILS, TrailLine
from units.models import TeamReview, UnitYear
from volunteers.models import Volunteer

PERSON = Volunteer._meta.label_lower
DAYS = (MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31)))


class DayInput(forms.DateInput):
    """A day, chosen from the browser's calendar."""

    input_type = "date"


class TrailFilter(django_filters.FilterSet):
    """Entries by time, account, act, unit and object."""

    since = django_filters.DateFilter(
        method="from_day", label=pgettext_lazy("time", "From"), widget=DayInput, validators=DAYS
    )
    until = django_filters.DateFilter(method="to_day", label=gettext_lazy("Until"), widget=DayInput, validators=DAYS)
    by = django_filters.ModelChoiceFilter(queryset=User.objects.all(), label=gettext_lazy("Account"))
    action = django_filters.ChoiceFilter(label=gettext_lazy("Act"))
    unit = django_filters.ChoiceFilter(label=gettext_lazy("Unit"))
    object_type = django_filters.ChoiceFilter(label=gettext_lazy("Kind of object"))
    object_id = django_filters.CharFilter(label=gettext_lazy("Number of the object"), max_length=60)
    unfinished = django_filters.BooleanFilter(
        method="without_end", label=gettext_lazy("Downloads that did not end"), widget=forms.CheckboxInput
    )

    class Meta:
        model = AuditEntry
        fields = ("since", "until", "by", "action", "unit", "object_type", "object_id", "unfinished")

    def __init__(self, *args: Any, words: "Words", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told: Mapping[str, Any] = {"action": words.act, "unit": words.unit, "object_type": words.kind}
        for name, said in told.items():
            found = self.queryset.order_by().values_list(name, flat=True).distinct()
            choices = sorted(((value, said(value)) for value in found if value), key=lambda choice: choice[1])
            self.filters[name].extra["choices"] = choices

    def from_day(self, entries: AuditQuerySet, name: str, day: date) -> AuditQuerySet:
        """Entries of this day and later; the moment a day begins is compared, not the day of every entry."""
        return entries.filter(at__gte=end_of(day - timedelta(days=1)))

    def to_day(self, entries: AuditQuerySet, name: str, day: date) -> AuditQuerySet:
        """Entries of this day and earlier."""
        return entries.filter(at__lt=end_of(day))

    def without_end(self, entries: AuditQuerySet, name: str, wanted: bool) -> AuditQuerySet:
        """Downloads that began and of which nobody knows that they ended."""
        ended = AuditEntry.objects.filter(action="export-finished").annotate(
            serial=Cast(KT("detail__serial"), models.BigIntegerField())
        )
        return entries.filter(action="export-started").exclude(pk__in=ended.values("serial")) if wanted else entries


class Words:
    """What codes and keys in entries are called in the reader's language."""

    @cached_property
    def units(self) -> dict[str, str]:
        """The units' newest names by their codes."""
        rows = UnitYear.objects.order_by("campaign__year")
        return dict(rows.values_list("unit__code", "name"))

    def unit(self, code: str) -> str:
        """A unit's name."""
        return self.units.get(code, code)

    def act(self, action: str) -> str:
        """What was done."""
        return _(ACTS[action]) if action in ACTS else action

    def kind(self, object_type: str) -> str:
        """What kind of thing something is."""
        try:
            return str(apps.get_model(object_type)._meta.verbose_name)
        except LookupError:
            return object_type

    def detail(self, entry: AuditEntry) -> str:
        """What else is known: each fact with its word."""
        kind = entry.object_type
        facts = ((_(DETAILS.get(key, key)), self.fact(kind, key, fact)) for key, fact in sorted(entry.detail.items()))
        return "；".join(f"{word} {fact}" for word, fact in facts if fact)

    def fact(self, kind: str, key: str, fact: Any) -> str:
        """A fact about this kind of thing as a reader knows it: fields by their names, choices by their words."""
        if fact is None:
            return ""
        if isinstance(fact, bool):
            return _("yes") if fact else _("no")
        if isinstance(fact, list):
            return "、".join(self.fact(kind, key, each) for each in fact)
        if isinstance(fact, dict):  # what a list of people was narrowed to
            return "、".join(f"{self.field(PERSON, of)} {self.fact(PERSON, of, word)}" for of, word in fact.items())
        if key in ("units", "to"):
            return self.unit(str(fact))
        if key == "decision":
            return str(dict(TeamReview.Decision.choices).get(fact, fact))
        if key in ("fields", "changed"):
            return self.field(kind, str(fact))
        choices = getattr(self.column(kind, key), "flatchoices", [])
        return str(dict(choices).get(fact, fact))

    def field(self, kind: str, name: str) -> str:
        """The name of a column."""
        return str(getattr(self.column(kind, name), "verbose_name", name))

    def column(self, kind: str, name: str) -> Any:
        """A column of this kind of thing, or nothing."""
        try:
            return apps.get_model(kind)._meta.get_field(name)
        except (LookupError, FieldDoesNotExist):
            return None


def line_of(entry: AuditEntry, words: Words) -> TrailLine:
    """An entry in words."""
    return TrailLine(
        moment=f"{localtime(entry.at):%Y-%m-%d %H:%M:%S}",
        account=str(entry.by) if entry.by else _("on the server"),
        role=str(dict(User.Role.choices).get(entry.role, entry.role)),
        act=words.act(entry.action),
        subject=f"{words.kind(entry.object_type)} {entry.object_id}".strip(),
        unit=words.unit(entry.unit),
        reason=readable(entry.reason),
        details=readable(words.detail(entry)),
        address=entry.address or "",
        session=entry.session,
        request=entry.request,
    )


def readable(text: str) -> str:
    """The text without what no table can hold."""
    return "".join(character if character.isprintable() else " " for character in text)


def trail(user: User) -> AuditQuerySet:
    """The entries somebody may read, the newest first."""
    return AuditEntry.objects.visible_to(user).select_related("by")


def lines_of(entries: AuditQuerySet) -> Iterator[TrailLine]:
    """Entries in words, streamed."""
    words = Words()
    return (line_of(entry, words) for entry in entries.iterator(chunk_size=2000))
