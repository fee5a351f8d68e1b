"""Making a campaign the current one."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.audit import record
from accounts.models import User
from campaigns.models import Campaign


@transaction.atomic
def make_current(campaign: Campaign, *, by: User | None, at: datetime) -> Campaign:
    """Let everyone work on this campaign from now on; the one before stays to be read."""
    list(Campaign.objects.select_for_update().filter(is_current=True))  # two at once wait for one another here
    Campaign.objects.filter(is_current=True).exclude(pk=campaign.pk).update(is_current=False)
    campaign.is_current = True
    store(campaign)
    record("campaign-made-current", campaign, by=by, at=at, year=campaign.year)
    return campaign


def store(campaign: Campaign) -> None:
    """Store a campaign that is in order; whoever was overtaken at the same moment is told what a later one is told."""
    campaign.full_clean()
    try:
        with transaction.atomic():
            campaign.save()
    except IntegrityError:
        campaign.full_clean()
        raise
