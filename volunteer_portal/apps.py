"""The whole portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The whole portal."""

    name = "volunteer_portal"

    def ready(self) -> None:
        """Have the start examined."""
        from volunteer_portal import checks as checks  # models are there only now
