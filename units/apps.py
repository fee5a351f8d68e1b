"""Units and their teams."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnitsConfig(AppConfig):
    """Units and their teams."""

    name = "units"
    verbose_name = _("Units and teams")
