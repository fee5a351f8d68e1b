"""`manage.py worker`."""

from typing import Any

from django.conf import settings
from django.core.checks import WARNING
from django.core.management.base import BaseCommand

from jobs.worker import Worker


class Command(BaseCommand):
    """Do the waiting long work until stopped."""

    help = "Do the waiting long work until stopped."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Work, once the checks of the whole portal find nothing."""
        self.check(databases=["default"], include_deployment_checks=not settings.EMBEDDED, fail_level=WARNING)
        Worker().work()
