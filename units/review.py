"""The office decides on teams: approved or returned, one or a whole lane at a time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from jobs.running import enqueue
from units.models import HELD, Team, TeamReview
from units.return_reasons import LENGTH

FILED, APPROVED, RETURNED = TeamReview.Decision.FILED, TeamReview.Decision.APPROVED, TeamReview.Decision.RETURNED
NOTICE = "tell-decision"


@dataclass(frozen=True, slots=True)
class Passed:
    """What became of a lane: the approved teams, and those left out with the sentence that says why."""

    approved: list[Team]
    skipped: list[tuple[Team, str]]


def standing_decision(team: Team, version: int) -> TeamReview | None:
    """The decision in force on this version of a team, with who made it."""
    decisions = TeamReview.objects.valid().exclude(decision=FILED).filter(team=team, version=version)
    return decisions.select_related("by").last()


def refusal(team: Team, version: int) -> ValidationError:
    """Why a version cannot be decided any more: a colleague was quicker, or the unit filed again."""
    if (earlier := standing_decision(team, version)) is None:
        return ValidationError(
            _("The team was filed again since you opened it. Look at it once more."), code="team-changed"
        )
    facts = {
        "name": str(earlier.by or "—"),
        "time": timezone.localtime(earlier.at).strftime("%H:%M:%S"),
        "decision": earlier.get_decision_display(),
        "reason": earlier.reason,
    }
    sentence = _("Already decided by %(name)s at %(time)s: %(decision)s %(reason)s") % facts
    return ValidationError(sentence.strip(), code="already-decided")


def decide(
    team: Team,
    decision: TeamReview.Decision,
    *,
    version: int,
    reason: str = "",
    fields: Collection[str] = (),
    by: User,
    at: datetime,
) -> Team:
    """Set the team's state if nobody filed or decided since this version was looked at; twice the same is once."""
    waiting = Team.objects.filter(pk=team.pk, version=version, state=Team.State.FILED)
    if not waiting.update(state=decision.value):
        earlier = standing_decision(team, version)
        if earlier is None or (earlier.by_id, earlier.decision, earlier.reason) != (by.pk, decision, reason):
            raise refusal(team, version)
        return team
    team.refresh_from_db()
    review = TeamReview.objects.create(
        team=team,
        decision=decision,
        version=version,
        reason=reason,
        fields=list(fields),
        facts=team.snapshot,
        by=by,
        at=at,
    )
    enqueue(NOTICE, review, by=by, at=at, not_before=at + HELD)
    detail = {"version": version, "fields": list(fields)} if fields else {"version": version}
    record(f"team-{decision.value}", team, unit=team.unit_year.unit.code, reason=reason, by=by, at=at, **detail)
    return team


@transaction.atomic
def approve_team(team: Team, *, version: int, by: User, at: datetime) -> Team:
    """The team is in order as filed in this version."""
    return decide(team, APPROVED, version=version, by=by, at=at)


@transaction.atomic
def return_team(team: Team, *, version: int, reason: str, fields: Collection[str], by: User, at: datetime) -> Team:
    """Send the team back, naming the fields to be mended and a reason of at most 25 characters (DOMAIN 4)."""
    reason = reason.strip()
    if not 1 <= len(reason) <= LENGTH:
        raise ValidationError(_("Say in 1 to 25 characters what has to be mended."), code="reason-length")
    if not fields or not set(fields) <= set(Team.FACTS):
        raise ValidationError(_("Tick the fields that have to be mended."), code="fields-missing")
    return decide(
        team, RETURNED, version=version, reason=reason, fields=sorted(fields, key=Team.FACTS.index), by=by, at=at
    )


@transaction.atomic
def approve_clean(seen: Mapping[int, int], *, by: User, at: datetime) -> Passed:
    """Approve in one act the clean teams a reviewer saw (team → version); what changed since is left out, with why."""
    teams = list(
        Team.objects.for_campaign()
        .filter(pk__in=seen)
        .select_for_update(of=("self",))
        .select_related("unit_year__unit", "unit_year__campaign")
        .order_by("unit_year__position", "pk")
    )
    skipped = [(team, why) for team in teams if (why := why_not_clean(team, seen[team.pk]))]
    left_out = {team.pk for team, _why in skipped}
    approved = [team for team in teams if team.pk not in left_out]
    if not approved:
        return Passed([], skipped)
    Team.objects.filter(pk__in=[team.pk for team in approved]).update(state=Team.State.APPROVED)
    reviews = TeamReview.objects.bulk_create(
        TeamReview(team=team, decision=APPROVED, version=team.version, facts=team.snapshot, by=by, at=at)
        for team in approved
    )
    for review in reviews:
        enqueue(NOTICE, review, by=by, at=at, not_before=at + HELD)
    codes = [team.unit_year.unit.code for team in approved]
    record("teams-approved", approved[0].unit_year.campaign, by=by, at=at, units=codes, skipped=len(skipped))
    return Passed(approved, skipped)


def why_not_clean(team: Team, version: int) -> str:
    """Why a team may not pass with its lane; empty when it may."""
    if team.version != version or team.state != Team.State.FILED:
        return " ".join(refusal(team, version).messages)
    if team.findings:
        return _("A check does not pass any more. Look at this team.")
    return ""
