"""How many more a unit needs, and who they could be."""

from datetime import date
from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import EVERYONE, Request, access
from accounts.paging import show_by_key
from reports.downloads import download
from reports.missing import chat_text
from reports.missing_export import export_missing
from reports.missing_listing import MissingCounts, missing_lines, missing_people
from reports.pace import pace, pace_findings
from reports.tables import Undrawable
from reports.tallies import standing
from units.models import UnitYear
from units.visiting import visited_unit
from volunteers.models import Volunteer, VolunteerQuerySet
from volunteers.tables import VolunteerTable, departments_of

ROWS = 50


class MissingFilter(django_filters.FilterSet):
    """One class or department at a time, as the chat groups are."""

    category = django_filters.ChoiceFilter(choices=Volunteer.Category.choices[:2], label=gettext_lazy("Category"))
    department = django_filters.ChoiceFilter(label=gettext_lazy("Class or department"))

    class Meta:
        model = Volunteer
        fields = ("category", "department")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["department"].extra["choices"] = departments_of(self.queryset)


class MissingTable(VolunteerTable):
    """Names, and how far each is; no number of any document."""

    class Meta(VolunteerTable.Meta):
        exclude = ("people", "unit", "document", "volunteer_number")
        orderable = False


def people_of(unit_year: UnitYear) -> VolunteerQuerySet:
    """The unit's people who may still register."""
    return missing_people(unit_year.volunteers.all())


@access(*EVERYONE)
def missing(request: Request, code: str) -> HttpResponse:
    """How many more, who, at which pace; the text to copy is the unit's own contact's."""
    unit_year, today = visited_unit(request, code, "team"), localdate(request.received_at)
    chosen = MissingFilter(request.GET, queryset=people_of(unit_year))
    table = MissingTable(chosen.qs, today=today)
    show_by_key(table, request, ROWS)
    found, counts, day = standing(unit_year), MissingCounts.of(unit_year, today), unit_year.last_day
    gap = found.quota.gap or 0
    context = {
        "unit_year": unit_year,
        "standing": found,
        "counts": counts,
        "not_listed": max(0, gap - counts.listed),
        "pace": pace_findings(pace(gap, counts.this_week, today, day), today, day),
        "filter": chosen,
        "table": table,
        "chat_text": text_to_copy(request, unit_year, chosen.qs, day),
    }
    return render(request, "reports/missing.html", context)


def text_to_copy(request: Request, unit_year: UnitYear, people: VolunteerQuerySet, day: date) -> str:
    """The text for a chat group; only the unit's own contact gets it."""
    return chat_text(missing_lines(people), unit_year.standard_name, day) if request.user.is_contact else ""


@access(*EVERYONE)
def missing_xlsx(request: Request, code: str) -> HttpResponse:
    """The same list as a workbook; it is recorded who took it."""
    unit_year = visited_unit(request, code, "team")
    chosen = MissingFilter(request.GET, queryset=people_of(unit_year))
    try:
        people, words = chosen.qs, {name: word for name, word in chosen.form.cleaned_data.items() if word}
        made = export_missing(unit_year, people, chosen=words, by=request.user, at=request.received_at)
        return download(made.name, made.whole())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    except Undrawable as refusal:
        messages.error(request, _(refusal.message) % refusal.params)
    return redirect("missing", code)
