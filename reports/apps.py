"""Everything the office reads."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Everything the office reads."""

    name = "reports"
    verbose_name = _("Reports")
