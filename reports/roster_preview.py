"""What a roster would do to the unit's figures, before anything is taken over."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from campaigns.sentences import sentence_of
from reports.readiness import UnitFigures
from reports.tallies import standing
from sheets.problems import Problem
from units.models import UnitYear
from volunteers.models import RosterImport
from volunteers.roster.changes import PARTS
from volunteers.roster.reporting import FIGURES

MOST_SHOWN = 500
EXAMINED = (RosterImport.State.CHECKED, RosterImport.State.APPLIED)


def before_and_after(received: RosterImport, taken: Collection[str] = PARTS) -> list[dict[str, Any]]:
    """Registered people and party members now and once the parts are taken; nothing for one of the whole school."""
    if received.unit_year is None or received.state not in EXAMINED:
        return []
    now = standing(received.unit_year).figures
    if received.state == RosterImport.State.APPLIED:
        return figures_in_rows(now, now, received.unit_year)
    return figures_in_rows(now, afterwards(now, received.report["effect"], taken), received.unit_year)


def afterwards(now: UnitFigures, effect: Mapping[str, Mapping[str, int]], taken: Collection[str]) -> UnitFigures:
    """The figures once these parts are taken over."""
    brought = [effect[part] for part in taken if part in effect]
    return replace(now, **{key: getattr(now, key) + sum(part[key] for part in brought) for key in FIGURES})


def figures_in_rows(now: UnitFigures, after: UnitFigures, unit_year: UnitYear) -> list[dict[str, Any]]:
    """One row a figure: label, before, after, and the gap that stays."""
    terms = unit_year.campaign.terms
    rows: list[dict[str, Any]] = [
        {"label": _("Staff and students registered"), "before": now.quota(terms), "after": after.quota(terms)},
        {"label": _("Party members registered"), "before": now.party(terms), "after": after.party(terms)},
    ]
    return [row for row in rows if row["after"] is not None]


def found(kept: dict[str, Any]) -> Problem:
    """A kept problem again."""
    return Problem(**kept)


def shown_problems(received: RosterImport) -> list[dict[str, Any]]:
    """The problems as the page shows them, sentences in the reader's language."""
    return [in_words(found(kept)) for kept in received.report.get("problems", [])[:MOST_SHOWN]]


def in_words(problem: Problem) -> dict[str, Any]:
    """Row, column, masked value and sentence."""
    return {
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "code": problem.code,
        "sentence": sentence_of(problem),
    }


def notices_in_words(received: RosterImport) -> list[str]:
    """What was tidied or left aside: one sentence for each kind, with the number of rows it concerns."""
    kinds: dict[str, list[int]] = {}
    for kept in received.report.get("notices", []):
        rows = kinds.setdefault(sentence_of(found(kept)), [])
        if kept["row"] is not None:
            rows.append(kept["row"])
    return [f"{sentence} {rows_in_words(sorted(set(rows)))}".strip() for sentence, rows in kinds.items()]


def rows_in_words(rows: list[int]) -> str:
    """The first rows a notice is about."""
    if not rows:
        return ""
    listed = "、".join(str(row) for row in rows[:5])
    if len(rows) > 5:
        return _("(rows %(rows)s and %(more)s more)") % {"rows": listed, "more": len(rows) - 5}
    return _("(row %(rows)s)") % {"rows": listed}


def refusal_in_words(received: RosterImport) -> str:
    """Why the whole file was refused."""
    refused = received.report.get("refused")
    if not refused:
        return ""
    first = refused.pop("first", None)
    sentence = sentence_of(found(refused))
    return f"{sentence} {sentence_of(found(first))}" if first else sentence


def not_done_in_words(received: RosterImport) -> str:
    """Why the worker could not take it over, or back, as it was asked to."""
    told = received.report.get("not_done")
    return sentence_of(found(told)) if told else ""
