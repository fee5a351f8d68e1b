"""The office decides on a team."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from units.models import Team, TeamReview

REASON_LENGTH = 25


def decide(team: Team, decision: TeamReview.Decision, *, version: int, reason: str, by: User, at: datetime) -> Team:
    """Set the team's state if nobody filed or decided since this version was looked at."""
    waiting = Team.objects.filter(pk=team.pk, version=version, state=Team.State.FILED)
    if not waiting.update(state=decision.value):
        raise ValidationError(
            _("The team was filed again or decided by a colleague since you opened it. Look at it again."),
            code="team-changed",
        )
    TeamReview.objects.create(team=team, decision=decision, version=version, reason=reason, by=by, at=at)
    record(f"team-{decision.value}", team, unit=team.unit_year.unit.code, reason=reason, by=by, at=at, version=version)
    team.refresh_from_db()
    return team


@transaction.atomic
def approve_team(team: Team, *, version: int, by: User, at: datetime) -> Team:
    """The team is in order as filed in this version."""
    return decide(team, TeamReview.Decision.APPROVED, version=version, reason="", by=by, at=at)


@transaction.atomic
def return_team(team: Team, *, version: int, reason: str, by: User, at: datetime) -> Team:
    """Send the team back with what has to be mended, in at most 25 characters (DOMAIN 4)."""
    reason = reason.strip()
    if not 1 <= len(reason) <= REASON_LENGTH:
        raise ValidationError(_("Say in 1 to 25 characters what has to be mended."), code="reason-length")
    return decide(team, TeamReview.Decision.RETURNED, version=version, reason=reason, by=by, at=at)
