"""The office's board: one row a unit."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import django_tables2 as tables
from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign
from reports.board_lines import BoardLine, sums_of
from reports.board_rows import TITLES, board_row, row_of, with_note
from reports.comparing import Sums
from reports.lights import AMBER, GREEN, RED, UNJUDGED
from reports.quota import Quota
from units.models import Team, UnitYear

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


def any_of(choices: Iterable[tuple[str, Any]]) -> Callable[[], list[tuple[str, Any]]]:
    """These choices, and first that it does not matter; put together when shown, for every form copies its fields."""
    return lambda: [("", _("All")), *choices]


class BoardFilter(forms.Form):
    """What the office looks for, among lines that have been read anyhow."""

    name = forms.CharField(label=gettext_lazy("Unit"), required=False)
    kind = forms.ChoiceField(choices=any_of(UnitYear.Kind.choices), label=gettext_lazy("Kind"), required=False)
    light = forms.ChoiceField(choices=any_of(LIGHTS), label=gettext_lazy("Traffic light"), required=False)
    team = forms.ChoiceField(choices=any_of(Team.State.choices), label=gettext_lazy("Team"), required=False)
    missing = forms.ChoiceField(choices=any_of(MISSING), label=gettext_lazy("Missing"), required=False)

    def shown(self, lines: list[BoardLine]) -> list[BoardLine]:
        """Those of the lines that fit; a choice there is not asks for nothing."""
        self.full_clean()
        asked = {key: word for key, word in self.cleaned_data.items() if word}
        return [line for line in lines if all(FITS[key](line, word) for key, word in asked.items())]


def lacks(line: BoardLine, code: str) -> bool:
    """Whether the unit misses what this code stands for."""
    if code == "none":
        return not line.standing.findings
    if code in ("not-handed-in", "paper-missing"):
        light = line.by.get("submission" if code == "not-handed-in" else "paper")
        return light is not None and light.tone not in (GREEN, UNJUDGED)
    return any(finding.code == code for finding in line.standing.findings)


FITS: dict[str, Callable[[BoardLine, str], bool]] = {
    "name": lambda line, words: words.casefold() in line.unit_year.name.casefold(),
    "kind": lambda line, kind: line.unit_year.kind == kind,
    "light": lambda line, tone: line.light.tone == tone,
    "team": lambda line, state: line.figures.team_state == state,
    "missing": lacks,
}


def of_all(quota: Quota) -> str:
    """The rate of all units shown together."""
    return with_note(quota.text, f"{quota.count}/{quota.total}")


def column(key: str, order: str) -> tables.Column:
    """A column of the board: its title, and what it is sorted by."""
    return tables.Column(verbose_name=TITLES[key], order_by=(order,))


class BoardTable(tables.Table):
    """Where every unit stands; counts only, no names of people."""

    unit = column("unit", "unit_year__name")
    state = column("state", "urgency")
    rank = column("rank", "order")
    registered = column("registered", "standing__quota__per_mille")
    party = column("party", "standing__party__gap")
    joined = column("joined", "by__joined__degree")
    projects = column("projects", "figures__projects")
    team = column("team", "figures__team_state")
    submission = column("submission", "by__submission__degree")
    paper = column("paper", "by__paper__degree")

    class Meta:
        attrs = {"class": "table card-table table-mobile-md board"}
        template_name = "reports/board_table.html"

    def __init__(self, lines: list[BoardLine], campaign: Campaign) -> None:
        self.sums: Sums = sums_of(lines, campaign)
        super().__init__(lines, exclude=() if any("paper" in line.by for line in lines) else ("paper",))

    def done(self, measure: str) -> str:
        """How many units are green."""
        return _("%(done)s of %(units)s done") % {"done": self.sums.done.get(measure, 0), "units": self.sums.units}

    def foot(self) -> SafeString:
        """The totals of the units shown, each below its column."""
        cells = {
            "unit": _("%(units)s units") % {"units": self.sums.units},
            "state": self.done("all"),
            "rank": "",
            "registered": of_all(self.sums.registered),
            "party": of_all(self.sums.party),
            "joined": of_all(self.sums.joined),
            "projects": str(self.sums.projects),
            **{measure: self.done(measure) for measure in ("team", "submission", "paper")},
        }
        return row_of({key: cells[key] for key in self.columns.names()})

    def drawn(self) -> Iterator[SafeString]:
        """The rows in the order somebody asked for."""
        return map(board_row, self.data)
