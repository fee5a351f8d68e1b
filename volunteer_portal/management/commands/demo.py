"""`manage.py demo`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.models import Campaign
from volunteer_portal.demo.accounts import keep, make_accounts
from volunteer_portal.demo.school import load_school


class Command(BaseCommand):
    """Load a synthetic school into an empty database and print one account per role."""

    help = "Load a synthetic school into an empty database and print one account per role."

    def add_arguments(self, parser: CommandParser) -> None:
        """Sizes and seed."""
        parser.add_argument("--people", type=int, default=3000)
        parser.add_argument("--units", type=int, default=24)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, people: int, units: int, seed: int, **options: Any) -> None:
        """Load and print."""
        if not settings.EMBEDDED:
            raise CommandError(_("ALLOWED_HOSTS is set: the demo school is never loaded in production."))
        if Campaign.objects.exists() or User.objects.exists():
            raise CommandError(_("The database is not empty: the demo school is loaded only into an empty one."))
        if people < 0 or units < 1:
            raise CommandError(_("At least one unit and no negative number of people, please."))
        now = timezone.now()
        load_school(people, units, seed, now)
        lines = make_accounts(now)
        keep(lines, settings.DATA_DIR / "demo-accounts.txt")
        self.stdout.write(lines, ending="")
