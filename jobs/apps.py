"""Work that takes long."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Work that takes long."""

    name = "jobs"
    verbose_name = _("Jobs")
