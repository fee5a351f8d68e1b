"""`manage.py reset_second_factor`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from accounts.second_factor import reset_second_factor


class Command(BaseCommand):
    """Take the second factor of an account away: for the only administrator whose telephone is lost."""

    help = "Take the second factor of an account away. The next login asks for the password and sets up a new one."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("account")

    def handle(self, *args: Any, account: str, **options: Any) -> None:
        """Take it away."""
        user = User.objects.filter(username=account).first()
        if user is None:
            raise CommandError(f"There is no account {account}.")
        reset_second_factor(user, by=None, at=timezone.now())
        self.stdout.write(f"{account} logs in with the password next time and sets up a new second factor.")
