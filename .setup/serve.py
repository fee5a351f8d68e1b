"""Brings the portal up on this machine: what `make run` does once .venv is there."""

import errno
import os
import socket
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import transaction

from catalogues import LOCALE, compile_catalogues
from stamps import fingerprint, is_current, leave

ROOT = Path(__file__).resolve().parent.parent
HONCHO = [sys.executable, "-m", "honcho", "-f", str(ROOT / ".setup" / "Procfile"), "-d", str(ROOT), "start"]


def refuse_taken_port(port: int) -> None:
    """Stops before anything is done when another program, or this portal, answers there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            reason = "in use" if error.errno == errno.EADDRINUSE else f"not to be had ({error.strerror})"
            sys.exit(f"Port {port} is {reason}: stop what listens there, or choose another with `make run PORT=8001`.")


def collect_static() -> None:
    """Collects the static files when the portal's own or an installed package's changed."""
    sources = [Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])]
    mark = fingerprint(sources, settings.STORAGES["staticfiles"]["BACKEND"])
    collected = Path(settings.STATIC_ROOT)
    stamp = collected.with_suffix(".stamp")
    if not (collected.is_dir() and is_current(stamp, mark)):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        leave(stamp, mark)


def prepare_database() -> None:
    """Brings the tables up to date, and moves the demo school into an empty house."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    accounts = Path(settings.DATA_DIR, "demo-accounts.txt")
    if not get_user_model().objects.exists():
        print("Making the demo school. Its accounts, with the passwords made for this machine:", flush=True)
        # All or nothing: a first start that was interrupted finds an empty house again.
        with transaction.atomic():
            call_command("demo")
    elif accounts.exists():
        print(f"The data of the last time is kept. The demo school's accounts, as first made:\n{accounts.read_text()}")


def main() -> None:
    """Prepares everything, then hands over to honcho, which runs web and worker and stops both."""
    port = os.environ.get("PORT", "8000")
    refuse_taken_port(int(port))
    compile_catalogues(LOCALE)
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "volunteer_portal.settings")
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
    django.setup()
    if not settings.EMBEDDED:
        sys.exit("`make run` tries the portal out on this machine: unset ALLOWED_HOSTS, which names a real host.")
    prepare_database()
    collect_static()
    print("Accounts of the office are asked for a code besides; in the demo the page itself shows it.")
    print(f"The portal: http://127.0.0.1:{port}  (stop it with Ctrl-C)", flush=True)
    os.execv(sys.executable, HONCHO)


if __name__ == "__main__":
    main()
