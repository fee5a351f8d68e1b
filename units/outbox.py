"""Decisions wait ten minutes in the outbox: they may be taken back, or released so that the notices leave together."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from campaigns.models import Campaign
from jobs.running import hasten
from units.models import Team, TeamReview
from units.review import NOTICE


@transaction.atomic
def undo_decisions(numbers: Collection[int], *, by: User, at: datetime) -> list[Team]:
    """Take decisions back, whoever made them; those released, too old or overtaken by a new filing stay."""
    held = TeamReview.objects.in_outbox(at).filter(pk__in=numbers)
    unchanged = held.filter(team__version=F("version"), team__state=F("decision"))
    reviews = list(unchanged.select_related("team__unit_year__unit").select_for_update(of=("self", "team")))
    if not reviews:
        raise ValidationError(
            _("It is too late to take this back: the decision has left the outbox."), code="undo-too-late"
        )
    TeamReview.objects.filter(pk__in=[review.pk for review in reviews]).update(undone_at=at)
    teams = [review.team for review in reviews]
    Team.objects.filter(pk__in=[team.pk for team in teams]).update(state=Team.State.FILED)
    codes = [team.unit_year.unit.code for team in teams]
    record("decisions-undone", teams[0].unit_year.campaign, by=by, at=at, units=codes, decision=reviews[0].decision)
    return teams


@transaction.atomic
def release_decisions(campaign: Campaign, *, by: User, at: datetime) -> int:
    """Let one's own decisions go: from now on they cannot be taken back, and their notices leave together."""
    held = TeamReview.objects.in_outbox(at).filter(by=by, team__unit_year__campaign=campaign)
    numbers = list(held.select_for_update(of=("self",)).values_list("pk", flat=True))
    if numbers:
        TeamReview.objects.filter(pk__in=numbers).update(released_at=at)
        hasten(NOTICE, numbers)
        record("decisions-released", campaign, by=by, at=at, decisions=len(numbers))
    return len(numbers)
