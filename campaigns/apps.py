"""The year's drive."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    """The year's drive."""

    name = "campaigns"
    verbose_name = _("Campaigns")
