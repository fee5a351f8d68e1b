"""`manage.py worker`."""

from typing import Any

from django.core.management.base import BaseCommand

from jobs.worker import Worker
from volunteer_portal.starting import examine


class Command(BaseCommand):
    """Do the waiting long work until stopped."""

    help = "Do the waiting long work until stopped."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Work, once the start was examined."""
        examine()
        Worker().work()
