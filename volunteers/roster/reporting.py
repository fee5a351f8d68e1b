"""What is kept of an examined roster for the pages: counts, effect on the figures, problems."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sheets.problems import Problem, Refused
from volunteers.encryption import fingerprint
from volunteers.models import Volunteer
from volunteers.roster.changes import ChangeSet, essence
from volunteers.roster.examining import FOUND_BY_COMPARING, Examined


def as_json(found: Problem | Refused) -> dict[str, Any]:
    """A problem as it is kept: code, sentence and what goes into it; values are already masked."""
    if isinstance(found, Problem):
        return {**asdict(found), "params": dict(found.params)}
    first = getattr(found, "first", None)
    return {
        "code": found.code,
        "message": found.message,
        "params": dict(found.params),
        "first": as_json(first) if first else None,
    }


def kept_problems(report: Mapping[str, Any]) -> tuple[list[Problem], list[Problem]]:
    """Problems and notices of the file itself, without those that came from comparing it."""
    problems = [Problem(**kept) for kept in report["problems"] if kept["code"] not in FOUND_BY_COMPARING]
    return problems, [Problem(**kept) for kept in report["notices"]]


def report_of(examined: Examined) -> dict[str, Any]:
    """What the preview shows; no clear number and no name stands in it. By `essence` an equal change set is known."""
    return {
        "counts": examined.counts(),
        "essence": fingerprint(essence(examined.changes)),
        "absent": len(examined.changes.absent),
        "effect": effect(examined.changes),
        "problems": [as_json(problem) for problem in examined.problems],
        "notices": [as_json(notice) for notice in examined.notices],
    }


def effect(changes: ChangeSet) -> dict[str, int]:
    """How many more registered and joined staff and students, and registered party members, there would be."""
    sums = dict.fromkeys(("registered", "joined", "party_registered"), 0)
    pairs: list[tuple[Mapping[str, str], Mapping[str, str]]] = [({}, person.facts) for person in changes.created]
    pairs += [(change.known.facts, change.after) for change in changes.changed]
    for before, after in pairs:
        for key in sums:
            sums[key] += counts_as(after)[key] - counts_as(before)[key]
    return sums


def counts_as(facts: Mapping[str, str]) -> dict[str, int]:
    """What a person with these facts adds to the figures."""
    in_quota = facts.get("category") in ("staff", "student")
    registered = in_quota and facts.get("status") in Volunteer.REGISTERED
    return {
        "registered": int(registered),
        "joined": int(registered and facts.get("status") == Volunteer.Status.JOINED),
        "party_registered": int(registered and facts.get("politics") in Volunteer.PARTY),
    }
