"""The office's board: one row a unit."""

from collections.abc import Callable

import django_filters
import django_tables2 as tables
from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign
from campaigns.sentences import sentence_of
from reports.board_lines import BoardLine, sums_of
from reports.comparing import Sums
from reports.lights import AMBER, GREEN, RED, UNJUDGED, Light
from reports.quota import Quota
from units.models import Team, UnitYear, UnitYearQuerySet

LIGHTS = (
    (RED, gettext_lazy("Red: blocked or late")),
    (AMBER, gettext_lazy("Amber: open")),
    (GREEN, gettext_lazy("Green: all done")),
)
MISSING = (
    ("head-count-missing", gettext_lazy("Head count missing")),
    ("quota-short", gettext_lazy("Quota short")),
    ("party-short", gettext_lazy("Party members short")),
    ("projects-too-few", gettext_lazy("Projects too few")),
    ("not-handed-in", gettext_lazy("Not handed in")),
    ("paper-missing", gettext_lazy("Signed paper missing")),
    ("none", gettext_lazy("Nothing missing")),
)
MEASURES = {
    "registered": gettext_lazy("Registered"),
    "party": gettext_lazy("Party members"),
    "joined": gettext_lazy("In the team"),
    "projects": gettext_lazy("Projects"),
    "team": gettext_lazy("Team"),
    "submission": gettext_lazy("Submission"),
    "paper": gettext_lazy("Signed paper"),
}


class BoardFilter(django_filters.FilterSet):
    """What the office looks for; `light` and `missing` are judged on the figures, not in the database."""

    name = django_filters.CharFilter(lookup_expr="icontains", label=gettext_lazy("Unit"))
    kind = django_filters.ChoiceFilter(choices=UnitYear.Kind.choices, label=gettext_lazy("Kind"))
    light = django_filters.ChoiceFilter(choices=LIGHTS, label=gettext_lazy("Traffic light"), method="judged_later")
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
        """Left to `fits`."""
        return units

    def fits(self, line: BoardLine) -> bool:
        """Whether the unit has the light, and misses what was asked for."""
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        light, code = chosen.get("light"), chosen.get("missing")
        return (not light or line.light.tone == light) and (not code or lacks(line, code))

    def shown(self, lines: list[BoardLine]) -> list[BoardLine]:
        """Those of the lines that were asked for."""
        chosen = set(self.qs.values_list("pk", flat=True))
        return [line for line in lines if line.unit_year.pk in chosen and self.fits(line)]


def lacks(line: BoardLine, code: str) -> bool:
    """Whether the unit misses what this code stands for."""
    if code == "none":
        return not line.standing.findings
    if code in ("not-handed-in", "paper-missing"):
        light = line.by.get("submission" if code == "not-handed-in" else "paper")
        return light is not None and light.tone not in (GREEN, UNJUDGED)
    return any(finding.code == code for finding in line.standing.findings)


def word(light: Light) -> SafeString:
    """A light in its tone, with its sign (by the sheet) and in words; short, for there are hundreds on a page."""
    return format_html('<span class="state tone-{}">{}</span>', light.tone, sentence_of(light))


def figure(light: Light) -> SafeString:
    """A figure with the numbers behind it."""
    return with_note(light.figure, light.note) if light.figure else format_html("{}", "")


def with_note(text: str, note: str) -> SafeString:
    """A figure and, smaller, what it is taken from."""
    return format_html("{} <small>{}</small> ", text, note) if note else format_html("{} ", text)


def said_of(measure: str) -> Callable[["BoardTable", BoardLine], SafeString]:
    """A method that draws a measure's cells: the figure, and below it what it means."""

    def render(table: "BoardTable", record: BoardLine) -> SafeString:
        light = record.by[measure]
        return figure(light) + word(light)

    return render


def of_all(quota: Quota) -> str:
    """The rate of all units shown together."""
    return with_note(quota.text, f"{quota.count}/{quota.total}")


class BoardTable(tables.Table):
    """Where every unit stands; counts only, no names of people."""

    unit = tables.Column(
        accessor="unit_year__name",
        empty_values=(),
        verbose_name=gettext_lazy("Party unit"),
        footer=lambda table: _("%(units)s units") % {"units": table.sums.units},
    )
    state = tables.Column(
        accessor="light",
        empty_values=(),
        verbose_name=gettext_lazy("Traffic light"),
        order_by=("urgency",),
        footer=lambda table: table.done("all"),
    )
    rank = tables.Column(verbose_name=gettext_lazy("Rank"), empty_values=(), order_by=("order",))
    rate = tables.Column(
        accessor="by__registered", verbose_name=MEASURES["registered"], empty_values=(),
        order_by=("standing__quota__per_mille",),
        footer=lambda table: of_all(table.sums.registered),
    )  # fmt: skip
    party = tables.Column(
        accessor="by__party", verbose_name=MEASURES["party"], empty_values=(),
        order_by=("standing__party__gap",),
        footer=lambda table: of_all(table.sums.party),
    )  # fmt: skip
    joined = tables.Column(
        accessor="by__joined", verbose_name=MEASURES["joined"], empty_values=(),
        order_by=("by__joined__degree",),
        attrs={"td": {"class": "stacked"}}, footer=lambda table: of_all(table.sums.joined),
    )  # fmt: skip
    projects = tables.Column(
        accessor="by__projects", verbose_name=MEASURES["projects"], empty_values=(),
        order_by=("figures__projects",),
        footer=lambda table: str(table.sums.projects),
    )  # fmt: skip
    team = tables.Column(
        accessor="by__team", verbose_name=MEASURES["team"], empty_values=(),
        order_by=("figures__team_state",),
        footer=lambda table: table.done("team"),
    )  # fmt: skip
    submission = tables.Column(
        accessor="by__submission", verbose_name=MEASURES["submission"], empty_values=(),
        order_by=("by__submission__degree",),
        footer=lambda table: table.done("submission"),
    )  # fmt: skip
    paper = tables.Column(
        accessor="by__paper", verbose_name=MEASURES["paper"], empty_values=(),
        order_by=("by__paper__degree",),
        footer=lambda table: table.done("paper"),
    )  # fmt: skip

    class Meta:
        attrs = {"class": "table card-table table-mobile-md board"}
        template_name = "parts/table.html"

    def __init__(self, lines: list[BoardLine], campaign: Campaign) -> None:
        self.sums: Sums = sums_of(lines, campaign)
        super().__init__(lines, exclude=() if any("paper" in line.by for line in lines) else ("paper",))

    def done(self, measure: str) -> str:
        """How many units are green."""
        return _("%(done)s of %(units)s done") % {"done": self.sums.done.get(measure, 0), "units": self.sums.units}

    def render_unit(self, record: BoardLine) -> SafeString:
        """The way to the unit's page."""
        unit_year = record.unit_year
        return format_html('<a href="{}">{}</a>', reverse("my_unit", args=(unit_year.unit.code,)), unit_year.name)

    def render_state(self, record: BoardLine) -> SafeString:
        """The unit as a whole."""
        return word(record.light)

    def render_rank(self, record: BoardLine) -> str:
        """The place among all units; a dash for those without a head count."""
        return str(record.rank or self.default)

    def render_joined(self, record: BoardLine) -> SafeString:
        """How many are in the team, without a goal."""
        return figure(record.by["joined"])

    render_rate, render_party, render_projects = said_of("registered"), said_of("party"), said_of("projects")
    render_team, render_submission, render_paper = said_of("team"), said_of("submission"), said_of("paper")
