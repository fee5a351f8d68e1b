"""What units undertake."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    """What units undertake."""

    name = "projects"
    verbose_name = _("Projects")
