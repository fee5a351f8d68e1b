"""What is kept of an examined roster for the pages: counts, effect on the figures, problems."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Final

from sheets.problems import Problem, Refused
from volunteers.encryption import fingerprint
from volunteers.models import Volunteer
from volunteers.roster.changes import ChangeSet, essence
from volunteers.roster.examining import FOUND_BY_COMPARING, Examined

FIGURES: Final = ("registered", "joined", "party_registered")
IN_QUOTA: Final = frozenset({Volunteer.Category.STAFF.value, Volunteer.Category.STUDENT.value})
REGISTERED: Final = frozenset(status.value for status in Volunteer.REGISTERED)


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


def effect(changes: ChangeSet) -> dict[str, dict[str, int]]:
    """For each part how many more registered and joined staff and students, and registered party members, it brings."""
    before = [change.known.facts for change in changes.changed]
    after = [change.after for change in changes.changed]
    return {
        "created": dict(zip(FIGURES, counted(person.facts for person in changes.created), strict=True)),
        "changed": {
            figure: new - old for figure, old, new in zip(FIGURES, counted(before), counted(after), strict=True)
        },
    }


def counted(people: Iterable[Mapping[str, str]]) -> list[int]:
    """What people with these facts add to each of the figures."""
    in_quota = [facts for facts in people if facts.get("category") in IN_QUOTA and facts.get("status") in REGISTERED]
    joined = sum(facts["status"] == "joined" for facts in in_quota)
    return [len(in_quota), joined, sum(facts.get("politics") in Volunteer.PARTY for facts in in_quota)]
