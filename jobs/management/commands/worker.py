"""`manage.py worker`."""

from typing import Any

from django.core.management.base import BaseCommand

from jobs.worker import Worker


class Command(BaseCommand):
    """Do the waiting long work until stopped."""

    help = "Do the waiting long work until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        Worker().work()
