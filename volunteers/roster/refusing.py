"""A roster that could not be used: what is kept of it, so that its sender can go on from there."""

from datetime import date
from typing import Any

from sheets.outline import HeaderUnclear
from sheets.problems import NoGoodRow, Problem, Refused
from volunteers.models import RosterImport
from volunteers.roster.columns import columns
from volunteers.roster.guessing import to_be_named
from volunteers.roster.remembering import mended_rows
from volunteers.roster.reporting import as_json


def keep_refusal(received: RosterImport, refusal: Refused, today: date) -> None:
    """Set what the pages show of a refused roster; its file is kept only where its sender can do something about it."""
    received.state = RosterImport.State.REFUSED
    received.staged_sealed = received.changes_sealed = b""
    received.report = {"refused": as_json(refusal)}
    if isinstance(refusal, HeaderUnclear):
        known = columns(unit_given=received.unit_year is not None)
        received.keep("mending", {"to_name": to_be_named(refusal.outline, known, today)})
        received.report["to_name"] = True
    elif isinstance(refusal, NoGoodRow):
        received.report |= all_ignored(refusal.problems)
    else:
        received.upload_sealed = b""


def all_ignored(problems: list[Problem]) -> dict[str, Any]:
    """Counts and problems of a roster without one good row: rows in = accepted + held + ignored, here too."""
    rows = len({problem.row for problem in problems})
    nothing = dict.fromkeys(("accepted", "created", "updated", "unchanged", "held"), 0)
    return {
        "counts": {"rows": rows, **nothing, "ignored": rows},
        "problems": [as_json(problem) for problem in problems],
    }


def next_page(received: RosterImport) -> str:
    """The name of the page on which its sender goes on."""
    if received.report.get("to_name"):
        return "roster_columns"
    without_good_row = "refused" in received.report and "problems" in received.report
    return "roster_problems" if without_good_row or mended_rows(received) else "roster_preview"
