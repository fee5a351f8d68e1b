"""The office's board: one row a unit."""

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.models import Submission
from reports.readiness import head_count_changed
from reports.tallies import UnitStanding
from units.models import Team, UnitYear, UnitYearQuerySet

MISSING = (
    ("head-count-missing", gettext_lazy("Head count missing")),
    ("quota-short", gettext_lazy("Quota short")),
    ("party-short", gettext_lazy("Party members short")),
    ("projects-too-few", gettext_lazy("Projects too few")),
    ("none", gettext_lazy("Nothing missing")),
)
NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
TEAM_TONES = {"draft": "todo", "filed": "info", "approved": "done", "returned": "warn"}


class BoardFilter(django_filters.FilterSet):
    """What the office looks for; `missing` is judged on the figures, not in the database."""

    name = django_filters.CharFilter(lookup_expr="icontains", label=gettext_lazy("Unit"))
    kind = django_filters.ChoiceFilter(choices=UnitYear.Kind.choices, label=gettext_lazy("Kind"))
    team = django_filters.ChoiceFilter(choices=Team.State.choices, label=gettext_lazy("Team"), method="in_state")
    missing = django_filters.ChoiceFilter(choices=MISSING, label=gettext_lazy("Missing"), method="judged_later")

    class Meta:
        model = UnitYear
        fields = ("name", "kind")
        form = forms.Form

    def in_state(self, units: UnitYearQuerySet, name: str, state: str) -> UnitYearQuerySet:
        """Units whose team is in this state; one that was never filed is a draft."""
        if state == Team.State.DRAFT:
            return units.exclude(team__state__in=[Team.State.FILED, Team.State.APPROVED, Team.State.RETURNED])
        return units.filter(team__state=state)

    def judged_later(self, units: UnitYearQuerySet, name: str, code: str) -> UnitYearQuerySet:
        """Left to `lacks`."""
        return units

    def lacks(self, standing: UnitStanding) -> bool:
        """Whether the unit misses what was asked for."""
        code = self.form.cleaned_data.get("missing") if self.form.is_valid() else ""
        if code == "none":
            return not standing.findings
        return not code or any(finding.code == code for finding in standing.findings)


def with_handed_in(units: UnitYearQuerySet) -> UnitYearQuerySet:
    """The units with the figures they last handed in, for comparison."""
    versions = Submission.objects.filter(unit_year=OuterRef("pk")).order_by("-version")
    return units.annotate(handed_in=Subquery(versions.values("figures")[:1]))


class BoardTable(tables.Table):
    """Where every unit stands; counts only, no names of people."""

    position = tables.Column(accessor="unit_year__position", verbose_name=gettext_lazy("No."))
    unit = tables.Column(
        accessor="unit_year__name",
        verbose_name=gettext_lazy("Party unit"),
        linkify=lambda record: reverse("my_unit", args=(record.unit_year.unit.code,)),
    )
    rate = tables.Column(accessor="quota__per_mille", verbose_name=gettext_lazy("Rate"), empty_values=())
    gap = tables.Column(accessor="quota__gap", verbose_name=gettext_lazy("Still needed"), empty_values=(), attrs=NUMBER)
    joined = tables.Column(accessor="figures__joined", verbose_name=gettext_lazy("In the team"), attrs=NUMBER)
    party = tables.Column(accessor="party__gap", verbose_name=gettext_lazy("Party members"), empty_values=())
    projects = tables.Column(accessor="figures__projects", verbose_name=gettext_lazy("Projects"))
    team = tables.Column(accessor="figures__team_state", verbose_name=gettext_lazy("Team"))
    missing = tables.Column(accessor="findings", verbose_name=gettext_lazy("Missing"), order_by="missing_count")

    class Meta:
        attrs = {"class": "table card-table table-mobile-md board"}
        order_by = ("position",)
        template_name = "parts/table.html"

    def render_rate(self, record: UnitStanding) -> str:
        """The truncated rate, with the numbers behind it."""
        if not record.quota.is_known:
            return _("no head count")
        state = "met" if record.quota.is_reached else "short"
        handed_in = getattr(record.unit_year, "handed_in", None)
        is_changed = head_count_changed(handed_in, record.figures)
        return format_html(
            '<span class="figure figure-{}">{}</span> <span class="figure-note">{}/{}</span>{}',
            state,
            record.quota.text,
            record.quota.count,
            record.quota.total,
            format_html(' <span class="state tone-warn">{}</span>', _("changed since")) if is_changed else "",
        )

    def render_gap(self, record: UnitStanding) -> str:
        """How many people more."""
        return "—" if record.quota.gap is None else str(record.quota.gap)

    def render_party(self, record: UnitStanding) -> str:
        """Registered of all party members."""
        if record.party is None:
            return _("none in the unit")
        if not record.party.is_known:
            return "—"
        state = "met" if record.party.is_reached else "short"
        return format_html('<span class="figure figure-{}">{}/{}</span>', state, record.party.count, record.party.total)

    def render_projects(self, record: UnitStanding) -> str:
        """Published of those owed."""
        state = "met" if record.figures.projects >= record.projects_needed else "short"
        return format_html(
            '<span class="figure figure-{}">{}/{}</span>', state, record.figures.projects, record.projects_needed
        )

    def render_team(self, record: UnitStanding) -> str:
        """The team's state in words."""
        state = Team.State(record.figures.team_state)
        return format_html('<span class="state tone-{}">{}</span>', TEAM_TONES[state], state.label)

    def render_missing(self, value: list[Any]) -> str:
        """How many things are missing, and whether they block."""
        if not value:
            return format_html('<span class="state tone-done">{}</span>', _("nothing"))
        blocking = sum(finding.blocking for finding in value)
        if not blocking:
            return format_html('<span class="state tone-warn">{}</span>', _("%(n)s to explain") % {"n": len(value)})
        return format_html('<span class="state tone-stop">{}</span>', _("%(n)s blocking") % {"n": blocking})
