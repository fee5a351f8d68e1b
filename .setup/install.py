"""Brings the portal's tables and static files up to date on a server: what `make install-production` does in .venv.

Needs the settings of production in its environment. Safe to run again, and with the portal running.
"""

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from catalogues import LOCALE, compile_catalogues

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Catalogues, tables, static files, and at last the checks that the portal makes at every start."""
    compile_catalogues(LOCALE)
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "volunteer_portal.settings")
    os.environ.setdefault("STATEMENT_TIMEOUT", "0")  # a table may take longer to change than a page to show
    django.setup()
    if settings.EMBEDDED:
        sys.exit("These are not the settings of production: set ALLOWED_HOSTS and the rest, see deploy/README.md.")
    call_command("migrate", interactive=False)
    call_command("createcachetable")
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("check", deploy=True, databases=["default"], fail_level="WARNING")
    print("Ready. What runs takes the new code by: systemctl reload portal-web && systemctl restart portal-worker@1")


if __name__ == "__main__":
    main()
