"""The list of a unit's people."""

from datetime import date
from typing import Any
from uuid import UUID

import django_filters
import django_tables2 as tables
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from volunteers.milestones import overdue_until
from volunteers.models import Volunteer, VolunteerQuerySet
from volunteers.roster.words import POLITICS

OVERDUE = ("overdue", gettext_lazy("verification overdue"))
PARTY = (("members", gettext_lazy("party members")), ("others", gettext_lazy("not in the party")))
NOBODY = UUID(int=0)  # has the form of a person's key
TONES = {"unregistered": "todo", "pending": "info", "registered": "done", "joined": "done", "declined": "todo"}


def departments_of(people: VolunteerQuerySet) -> list[tuple[str, str]]:
    """The classes and departments people may be chosen by."""
    names = people.order_by("department").values_list("department", flat=True).distinct()
    return [(name, name) for name in names if name]


class VolunteerFilter(django_filters.FilterSet):
    """Facts that may stand in an address; names and numbers never do (SECURITY C13)."""

    status = django_filters.ChoiceFilter(
        choices=[*Volunteer.Status.choices, OVERDUE], label=gettext_lazy("Status"), method="so_far"
    )
    category = django_filters.ChoiceFilter(choices=Volunteer.Category.choices, label=gettext_lazy("Category"))
    party = django_filters.ChoiceFilter(choices=PARTY, label=gettext_lazy("Party"), method="in_the_party")
    department = django_filters.ChoiceFilter(label=gettext_lazy("Class or department"))

    class Meta:
        model = Volunteer
        fields = ("status", "category", "department")

    def __init__(self, asked: QueryDict, people: VolunteerQuerySet, *, today: date) -> None:
        # Unbound while nothing is asked for: then its fields look the same to everybody.
        super().__init__(asked if asked.keys() & self.base_filters.keys() else None, queryset=people)
        self.today = today
        self.departments = self.filters["department"].extra["choices"] = departments_of(self.queryset)

    def so_far(self, people: VolunteerQuerySet, name: str, status: str) -> VolunteerQuerySet:
        """People with this status; overdue are those whom the national system should have verified by now."""
        if status == OVERDUE[0]:
            return people.filter(pending_since__lte=overdue_until(self.today))
        return people.filter(status=status)

    def in_the_party(self, people: VolunteerQuerySet, name: str, asked: str) -> VolunteerQuerySet:
        """Full and probationary members, or the others."""
        if asked == "members":
            return people.filter(politics__in=Volunteer.PARTY)
        return people.exclude(politics__in=Volunteer.PARTY)


class VolunteerTable(tables.Table):
    """People with masked numbers; with boxes to tick, or with their units."""

    people = tables.Column(empty_values=(), orderable=False, verbose_name=gettext_lazy("Ticked"))
    name = tables.Column(verbose_name=gettext_lazy("Full name"), attrs={"td": {"class": "person-name"}})
    unit = tables.Column(accessor="unit_year__name", verbose_name=gettext_lazy("Unit"), orderable=False)
    politics = tables.Column(verbose_name=gettext_lazy("Political affiliation"))
    document = tables.Column(
        accessor="document_number_sealed", verbose_name=gettext_lazy("Document number"), orderable=False
    )

    class Meta:
        model = Volunteer
        fields = (
            "people", "name", "status", "unit", "category", "department", "school_number", "politics", "document",
            "volunteer_number",
        )  # fmt: skip
        attrs = {"class": "table card-table table-mobile-md"}
        template_name = "parts/table.html"

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.overdue_until = overdue_until(today)
        self.page_of = reverse("volunteer", args=(NOBODY,)).replace(str(NOBODY), "{}").format
        self.states = {state.value: state_of(str(state.label), TONES[state]) for state in Volunteer.Status}

    def render_people(self, record: Volunteer) -> SafeString:
        """A box to tick."""
        box = '<input type="checkbox" class="form-check-input" name="people" value="{}" aria-label="{}">'
        return format_html(box, record.pk, record.name)

    def render_name(self, record: Volunteer) -> SafeString:
        """The way to the person's own page."""
        return format_html('<a href="{}">{}</a>', self.page_of(record.pk), record.name)

    def render_document(self, record: Volunteer) -> str:
        """The masked number; read here because a column that fails shows nothing, and a wrong key has to be noticed."""
        return record.masked_document_number

    def render_politics(self, value: str) -> str:
        """The official word."""
        return POLITICS.label(value)

    def render_status(self, record: Volunteer) -> SafeString:
        """How far the person is; of a verification since when, and whether it takes too long."""
        if not (since := record.pending_since):
            return self.states[record.status]
        is_overdue = since <= self.overdue_until
        state = state_of(_("verification overdue"), "warn") if is_overdue else self.states[record.status]
        return format_html('{} <span class="figure-note">{}</span>', state, since.isoformat())


def state_of(words: str, tone: str) -> SafeString:
    """How far somebody is, in the tone that says the same."""
    return format_html('<span class="state tone-{}">{}</span>', tone, words)
