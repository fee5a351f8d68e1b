"""Making a campaign the current one."""

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from campaigns.models import Campaign


@transaction.atomic
def make_current(campaign: Campaign, *, by: User | None, at: datetime) -> Campaign:
    """Let everyone work on this campaign from now on; the one before stays to be read."""
    Campaign.objects.filter(is_current=True).exclude(pk=campaign.pk).update(is_current=False)
    campaign.is_current = True
    campaign.full_clean()
    campaign.save()
    record("campaign-made-current", campaign, by=by, at=at, year=campaign.year)
    return campaign
