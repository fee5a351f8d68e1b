"""The proof that a year's personal data are gone."""

import hashlib
import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Campaign


class CampaignPurge(models.Model):
    """The deletion of one closed year's personal data: who asked for it, what there was, and the digest of that."""

    campaign = models.OneToOneField(Campaign, models.PROTECT, related_name="purge", verbose_name=_("campaign"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("account"))
    at = models.DateTimeField(_("asked at"))
    done_at = models.DateTimeField(_("done at"), null=True)
    proof = models.JSONField(_("proof"), default=dict)
    digest = models.CharField(_("checksum"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("deletion of personal data")
        verbose_name_plural = _("deletions of personal data")

    def __str__(self) -> str:
        return str(self.campaign)

    @staticmethod
    def digest_of(proof: dict[str, Any]) -> str:
        """The sha256 of a proof as canonical JSON."""
        text = json.dumps(proof, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def is_intact(self) -> bool:
        """Whether the proof is as it was when the data were deleted."""
        return self.digest == self.digest_of(self.proof)
