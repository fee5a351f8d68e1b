"""The portal as it is in production: its settings, its data in a folder of its own, its real server."""

import base64
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from volunteer_portal.tests.source_tree import ROOT

HOST: Final = "volunteer.example.edu.cn"
PREPARE: Final = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
"""
FILL: Final = f"{PREPARE}from volunteer_portal.tests.school import two_units\ntwo_units()\n"
GUNICORN: Final = ("-m", "gunicorn", "--no-control-socket", "--worker-class", "gthread", "--bind", "127.0.0.1:0")
PORTAL: Final = "volunteer_portal.wsgi"
PATIENCE: Final = 120  # seconds; the machine may have other things to do
LISTENS: Final = re.compile(r"Listening at: (http://\S+)")
Environment = dict[str, str]


def made_key(seed: int) -> str:
    """A key of 256 bits, the same for the same seed."""
    return base64.urlsafe_b64encode(random.Random(seed).randbytes(32)).decode()  # noqa: S311 – for tests


def production(folder: Path, **changes: str) -> Environment:
    """An environment in which the portal starts, with its data in this folder."""
    sound = {
        "DATA_DIR": str(folder), "ALLOWED_HOSTS": HOST, "SITE_URL": f"https://{HOST}",
        "SECRET_KEY": made_key(1) + made_key(2), "ENCRYPTION_KEYS": made_key(3), "FINGERPRINT_KEY": made_key(4),
        "BACKUP_KEY": made_key(5),
        "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3", "FROM_EMAIL": f"portal@{HOST}",
        "EMAIL_URL": f"smtp+tls://portal:word@mail.{HOST}:587",
    }  # fmt: skip
    here = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return here | {"DJANGO_SETTINGS_MODULE": "volunteer_portal.settings", "PYTHONPATH": str(ROOT)} | sound | changes


def ran(environment: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Python with these words."""
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)


def filled(folder: Path) -> Environment:
    """The environment of a portal with two units in it."""
    folder.mkdir(mode=0o700)
    environment = production(folder)
    done = ran(environment, "-c", FILL)
    assert done.returncode == 0, done.stderr
    return environment


def wait_until(is_so: Callable[[], object], what: str) -> None:
    """Until it is so; not for ever."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain: {what}")
        time.sleep(0.05)


@contextmanager
def served(environment: Mapping[str, str], log: Path, *more: str, application: str = PORTAL) -> Iterator[str]:
    """The address at which gunicorn answers, once it does; its log goes to a file."""
    with log.open("w") as out:
        command = [sys.executable, *GUNICORN, *more, application]
        server = subprocess.Popen(command, cwd=ROOT, env=dict(environment), stdout=out, stderr=out)
    try:
        yield waited_for(server, log)
    finally:
        server.terminate()
        server.wait(60)


def waited_for(server: "subprocess.Popen[bytes]", log: Path) -> str:
    """Where the server listens."""
    wait_until(lambda: server.poll() is not None or LISTENS.search(log.read_text()), "the server listens")
    found = LISTENS.search(log.read_text())
    assert found, log.read_text()
    return found[1]
