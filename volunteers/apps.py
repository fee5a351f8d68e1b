"""People."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VolunteersConfig(AppConfig):
    """People."""

    name = "volunteers"
    verbose_name = _("Volunteers")

    def ready(self) -> None:
        """Have the keys examined at every start."""
        from volunteers import checks as checks  # models are there only now
