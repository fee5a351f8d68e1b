"""A unit files its team."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from units.models import Team, TeamReview, UnitYear


@transaction.atomic
def file_team(
    unit_year: UnitYear, *, facts: Mapping[str, Any], version: int | None = None, by: User | None, at: datetime
) -> Team:
    """Hand the team's facts (keys of Team.FACTS) to the office; a filing after a decision opens the review again.

    `version` is the one the sender had before them (0 for none); with an older one nothing is overwritten silently.
    """
    unit_year.check_open(by=by, at=at)
    UnitYear.objects.select_for_update().get(pk=unit_year.pk)  # two clicks at once are two filings, not an error
    team = Team.objects.filter(unit_year=unit_year).first()
    is_new = team is None
    team = team or Team(unit_year=unit_year, version=0)
    changed = sorted(field for field in Team.FACTS if is_new or getattr(team, field) != facts[field])
    if version is not None and version != team.version:
        if not changed and team.state == Team.State.FILED:
            return team  # the same form sent twice
        raise ValidationError(
            _("Somebody else filed this team while you were writing. Compare, then file again."), code="team-changed"
        )
    for field in Team.FACTS:
        setattr(team, field, facts[field])
    team.state, team.version = Team.State.FILED, team.version + 1
    team.full_clean()
    team.save()
    TeamReview.objects.create(team=team, decision=TeamReview.Decision.FILED, version=team.version, by=by, at=at)
    record("team-filed", team, unit=unit_year.unit.code, by=by, at=at, version=team.version, changed=changed)
    return team
