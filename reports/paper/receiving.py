"""The reception desk ticks a unit's signed paper in the ledger, and takes the tick back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from campaigns.models import Campaign
from reports.models import Submission
from reports.paper.checking import Verdict


@transaction.atomic
def receive_paper(paper: Submission, *, by: User | None, at: datetime) -> Submission:
    """Tick that the paper of this version is here; returns the version it counts for. Twice is as good as once.

    Paper of an earlier version counts only while everything printed on it is still the same.
    """
    # Nobody hands in a newer version meanwhile.
    campaign = Campaign.objects.select_for_update().get(pk=paper.campaign_id)
    if not campaign.is_current:
        sentence = _("This paper is of %(year)s. Ask for the one of this year.")
        raise ValidationError(sentence, code="paper-of-another-year", params={"year": campaign.year})
    verdict = Verdict.on(paper)
    if not verdict.is_good:
        sentence = _("Version %(version)s is the newest. Have the pages named here printed anew first.")
        raise ValidationError(sentence, code="paper-outdated", params={"version": verdict.current.version})
    waiting = Submission.objects.filter(pk=verdict.current.pk, paper_received_at=None)
    if waiting.update(paper_received_at=at, paper_received_by=by):
        unit, version = paper.unit_year.unit.code, verdict.current.version
        record("paper-received", verdict.current, unit=unit, by=by, at=at, version=version, printed=paper.version)
    verdict.current.refresh_from_db(fields=["paper_received_at", "paper_received_by"])
    return verdict.current


@transaction.atomic
def return_paper(submission: Submission, *, by: User | None, at: datetime) -> None:
    """Take the tick back: it was a slip, or the paper went back to the unit."""
    ticked = Submission.objects.filter(unit_year=submission.unit_year_id, paper_received_at__isnull=False)
    if not ticked.update(paper_received_at=None, paper_received_by=None):
        raise ValidationError(_("There is no paper of this unit to take back."), code="paper-not-received")
    unit = submission.unit_year.unit.code
    record("paper-receipt-undone", submission, unit=unit, by=by, at=at, version=submission.version)
