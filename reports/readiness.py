"""Is a unit ready to submit, and what is missing? (DOMAIN 2, our readings)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from campaigns.findings import Finding
from campaigns.terms import Terms
from projects.minimum import project_findings, projects_needed
from reports.quota import Quota, party_quota
from sheets.problems import gettext_noop


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """What is known of a unit in a campaign, in numbers; head counts are None until the unit sets them."""

    staff: int | None
    students: int | None
    party_members: int | None
    has_students: bool
    projects_waived: bool
    listed: int
    registered: int
    joined: int
    party_registered: int
    projects: int
    team_state: str

    @property
    def total(self) -> int | None:
        """Staff and students together."""
        return None if self.staff is None or self.students is None else self.staff + self.students

    def quota(self, terms: Terms) -> Quota:
        """Registered staff and students against the head count."""
        return Quota(self.registered, self.total, terms.quota_percent)

    def party(self, terms: Terms) -> Quota | None:
        """Registered party members against all party members; None when the unit has none."""
        return party_quota(self.party_registered, self.party_members, terms.party_percent)

    def projects_needed(self, terms: Terms) -> int:
        """How many projects the unit owes."""
        return projects_needed(terms.projects_minimum, has_students=self.has_students, waived=self.projects_waived)


TEAM_MESSAGES = {
    "draft": ("team-not-filed", gettext_noop("The team is not filed yet. Fill in the team page and file it.")),
    "filed": ("team-not-approved", gettext_noop("The team waits for the office's approval.")),
    "returned": ("team-returned", gettext_noop("The office returned the team. Mend what it names and file it again.")),
}


def head_count_findings(figures: UnitFigures) -> list[Finding]:
    """Without a head count there is no rate."""
    if figures.total:
        return []
    return [
        Finding(
            "head-count-missing", gettext_noop("There is no head count. Enter staff, students and party members."), True
        )
    ]


def team_findings(figures: UnitFigures) -> list[Finding]:
    """The team has to be approved."""
    if figures.team_state not in TEAM_MESSAGES:
        return []
    code, message = TEAM_MESSAGES[figures.team_state]
    return [Finding(code, message, True)]


def people_findings(figures: UnitFigures, terms: Terms) -> list[Finding]:
    """Quotas warn only: nobody can be forced to register (志愿服务条例 §25)."""
    found = []
    quota, party = figures.quota(terms), figures.party(terms)
    if quota.is_known and not quota.is_reached:
        message = gettext_noop(
            "Registered are %(rate)s of staff and students, %(percent)s%% are the goal: %(gap)s more."
        )
        found.append(
            Finding(
                "quota-short", message, False, {"rate": quota.text, "percent": quota.percent, "gap": quota.gap or 0}
            )
        )
    if party is not None and party.is_known and not party.is_reached:
        message = gettext_noop("%(count)s of %(total)s party members are registered: %(gap)s more.")
        found.append(
            Finding(
                "party-short", message, False, {"count": party.count, "total": party.total or 0, "gap": party.gap or 0}
            )
        )
    return found


def findings(figures: UnitFigures, terms: Terms) -> list[Finding]:
    """Everything that is missing, what blocks first."""
    found = [
        *head_count_findings(figures),
        *team_findings(figures),
        *project_findings(figures.projects, figures.projects_needed(terms)),
        *people_findings(figures, terms),
    ]
    return sorted(found, key=lambda finding: not finding.blocking)


def head_count_changed(handed_in: Mapping[str, object] | None, figures: UnitFigures) -> bool:
    """Whether the head count is no longer the one that was handed in; nothing handed in, nothing changed."""
    if not handed_in:
        return False
    now = {"staff": figures.staff, "students": figures.students, "party_total": figures.party_members}
    return any(handed_in.get(key) != number for key, number in now.items())


def may_submit(found: Sequence[Finding]) -> bool:
    """Whether nothing blocks."""
    return not any(finding.blocking for finding in found)


def is_ready(found: Sequence[Finding]) -> bool:
    """Whether nothing at all is missing."""
    return not found
