"""The five things a unit has to do, each with its state and the next step in words."""

from dataclasses import dataclass, field

from campaigns.terms import Terms
from reports.readiness import UnitFigures
from sheets.problems import gettext_noop

# Tones, as the pages colour them: done, todo (the unit's move), wait (somebody else's), warn (may be explained).


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five things to do; `key` is its page."""

    key: str
    title: str
    tone: str
    message: str
    params: dict[str, str | int] = field(default_factory=dict)


def head_count_step(figures: UnitFigures, confirmed: bool) -> Step:
    """Numbers first: without them nothing can be measured."""
    title = gettext_noop("Head count")
    if not figures.total:
        return Step(
            "head_count", title, "todo", gettext_noop("Enter how many staff, students and party members you have.")
        )
    params: dict[str, str | int] = {"total": figures.total, "party": figures.party_members or 0}
    if not confirmed:
        return Step(
            "head_count",
            title,
            "wait",
            gettext_noop("%(total)s people, %(party)s party members. The office will compare."),
            params,
        )
    return Step(
        "head_count",
        title,
        "done",
        gettext_noop("%(total)s people, %(party)s party members, confirmed by the office."),
        params,
    )


def team_step(figures: UnitFigures) -> Step:
    """The team is filed, then approved."""
    tone, message = {
        "draft": ("todo", gettext_noop("File your team under its standard name.")),
        "filed": ("wait", gettext_noop("Filed. The office looks at it next.")),
        "returned": ("todo", gettext_noop("The office returned it. Mend what it names and file again.")),
        "approved": ("done", gettext_noop("Approved by the office.")),
    }[figures.team_state]
    return Step("team", gettext_noop("Team"), tone, message)


def volunteers_step(figures: UnitFigures, terms: Terms) -> Step:
    """Enough people, all party members."""
    title = gettext_noop("Volunteers")
    quota, party = figures.quota(terms), figures.party(terms)
    if not figures.listed:
        return Step("volunteer_list", title, "todo", gettext_noop("Upload your roster."))
    if not quota.is_known:
        message = gettext_noop("%(count)s are registered. Enter the head count to see how many more are needed.")
        return Step("volunteer_list", title, "todo", message, {"count": quota.count})
    params: dict[str, str | int] = {
        "rate": quota.text,
        "gap": quota.gap or 0,
        "party": (party.gap or 0) if party else 0,
        "percent": quota.percent,
    }
    if not quota.is_reached:
        message = gettext_noop("Registered: %(rate)s. %(gap)s more to %(percent)s%%; party members missing: %(party)s.")
        return Step("volunteer_list", title, "warn", message, params)
    if party is not None and not party.is_reached:
        message = gettext_noop("Registered: %(rate)s, the goal is reached. Party members missing: %(party)s.")
        return Step("volunteer_list", title, "warn", message, params)
    if party is None:
        return Step("volunteer_list", title, "done", gettext_noop("Registered: %(rate)s, the goal is reached."), params)
    return Step("volunteer_list", title, "done", gettext_noop("Registered: %(rate)s, and every party member."), params)


def projects_step(figures: UnitFigures, terms: Terms) -> Step:
    """At least four, where they are owed."""
    title, needed = gettext_noop("Projects"), figures.projects_needed(terms)
    params: dict[str, str | int] = {
        "published": figures.projects,
        "needed": needed,
        "missing": max(0, needed - figures.projects),
    }
    if figures.projects < needed:
        return Step(
            "project_list",
            title,
            "todo",
            gettext_noop("%(published)s of %(needed)s published. Add %(missing)s more."),
            params,
        )
    if not needed:
        return Step(
            "project_list",
            title,
            "done",
            gettext_noop("%(published)s published; your unit may do as it sees fit."),
            params,
        )
    return Step(
        "project_list", title, "done", gettext_noop("%(published)s published, %(needed)s are asked for."), params
    )


def submission_step(receipt: str, version: int, *, may_submit: bool) -> Step:
    """Hand in, then print and sign."""
    title = gettext_noop("Submission")
    if receipt:
        message = gettext_noop("Version %(version)s handed in, receipt %(receipt)s. Print, sign and bring the paper.")
        return Step("submission", title, "done", message, {"version": version, "receipt": receipt})
    if may_submit:
        return Step(
            "submission", title, "todo", gettext_noop("Everything needed is there. Hand in, then print and sign.")
        )
    return Step("submission", title, "wait", gettext_noop("Comes last: finish the steps above first."))
