"""The ledger of the paper deadline: whose signed paper is here, since when, and whose is not (DOMAIN 2.4)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.models import Submission
from reports.paper.states import TONES, WORDS, PaperState, paper_state
from units.models import UnitYear, UnitYearQuerySet

DAY = "%Y-%m-%d %H:%M"


@dataclass(frozen=True)
class LedgerRow:
    """A unit in the ledger, at this moment."""

    unit_year: UnitYear
    at: datetime

    @cached_property
    def versions(self) -> list[Submission]:
        """What the unit handed in, the newest first."""
        return list(self.unit_year.submissions.all())

    @property
    def newest(self) -> Submission | None:
        """The version that counts."""
        return self.versions[0] if self.versions else None

    @cached_property
    def ticked(self) -> Submission | None:
        """The version whose paper lies here."""
        return next((version for version in self.versions if version.paper_received_at), None)

    @property
    def state(self) -> PaperState:
        """Received, late, of an earlier version, or missing."""
        newest, lying = (version.version if version else 0 for version in (self.newest, self.ticked))
        received = self.ticked.paper_received_at if self.ticked else None
        return paper_state(newest, lying, received, due=self.unit_year.paper_deadline)

    @property
    def is_overdue(self) -> bool:
        """Whether the paper should be here by now."""
        return self.state.is_owed and self.at >= self.unit_year.paper_deadline


class LedgerFilter(django_filters.FilterSet):
    """What the office looks for; the state is judged on the versions, not in the database."""

    name = django_filters.CharFilter(lookup_expr="icontains", label=gettext_lazy("Unit"))
    state = django_filters.ChoiceFilter(
        choices=[(state.value, gettext_lazy(words)) for state, words in WORDS.items()],
        label=gettext_lazy("Signed paper"),
        method="judged_later",
    )

    class Meta:
        model = UnitYear
        fields = ("name",)
        form = forms.Form

    def judged_later(self, units: UnitYearQuerySet, name: str, state: str) -> UnitYearQuerySet:
        """Left to `fits`."""
        return units

    def fitting(self, rows: Iterable[LedgerRow]) -> list[LedgerRow]:
        """The rows of the units asked for whose paper is where was asked for."""
        state = self.form.cleaned_data.get("state") if self.form.is_valid() else ""
        units = set(self.qs.values_list("pk", flat=True))
        return [row for row in rows if row.unit_year.pk in units and (not state or row.state == state)]


class LedgerTable(tables.Table):
    """One line a unit."""

    position = tables.Column(accessor="unit_year__position", verbose_name=gettext_lazy("No."))
    unit = tables.Column(
        accessor="unit_year__name",
        verbose_name=gettext_lazy("Party unit"),
        linkify=lambda record: reverse("submission_versions", args=(record.unit_year.unit.code,)),
    )
    version = tables.Column(accessor="newest__version", verbose_name=gettext_lazy("Handed in"), empty_values=())
    state = tables.Column(verbose_name=gettext_lazy("Signed paper"), empty_values=())
    received = tables.Column(
        accessor="ticked__paper_received_at", verbose_name=gettext_lazy("Received"), default="—", orderable=False
    )
    undo = tables.TemplateColumn(
        template_name="reports/paper_undo.html",
        accessor="ticked",
        empty_values=(None,),
        default="",
        verbose_name=gettext_lazy("Take back"),
        orderable=False,
    )

    class Meta:
        attrs = {"class": "table card-table table-mobile-md"}
        order_by = ("position",)
        template_name = "parts/table.html"

    def render_version(self, record: LedgerRow) -> str:
        """Version and moment of the receipt."""
        if record.newest is None:
            return "—"
        words = _("version %(version)s, %(moment)s")
        return words % {"version": record.newest.version, "moment": f"{localtime(record.newest.at):{DAY}}"}

    def render_state(self, record: LedgerRow) -> str:
        """The state in words, and whether it is too late already."""
        words = _("%(state)s, overdue") if record.is_overdue else "%(state)s"
        text = words % {"state": _(WORDS[record.state])}
        return format_html('<span class="state tone-{}">{}</span>', TONES[record.state], text)

    def render_received(self, record: LedgerRow) -> str:
        """When, by whom, and which version when it is not the newest."""
        ticked = record.ticked
        text = f"{localtime(ticked.paper_received_at):{DAY}} {ticked.paper_received_by or ''}"  # type: ignore[union-attr]
        if ticked is record.newest:
            return text
        return _("%(received)s (version %(version)s)") % {"received": text, "version": ticked.version}  # type: ignore[union-attr]


def ledger_rows(units: UnitYearQuerySet, at: datetime) -> list[LedgerRow]:
    """The units in the order of Attachment 1: two queries, however many there are."""
    versions = Submission.objects.lean().select_related("paper_received_by").order_by("-version")
    listed = units.select_related("unit", "campaign").prefetch_related(Prefetch("submissions", versions))
    return [LedgerRow(unit_year, at) for unit_year in listed]


def counts(rows: Iterable[LedgerRow]) -> list[tuple[str, str, int]]:
    """How many units are in each state."""
    found = Counter(row.state for row in rows)
    return [(state.value, _(WORDS[state]), found[state]) for state in PaperState]
