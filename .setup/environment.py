"""Makes .venv and installs one lock into it: `python3 .setup/environment.py requirements.txt`.

Needs nothing but python3: a bare Debian has neither pip nor ensurepip, so a pinned pip lies beside this file.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

from stamps import fingerprint, is_current, leave

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PIP = ROOT / ".setup" / "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
OLDEST_PYTHON = (3, 11)
# Wheels only: a machine without a compiler gets one clear sentence instead of a page of errors.
PIP_OPTIONS = ("--require-hashes", "--only-binary=:all:", "--no-input", "--quiet", "--disable-pip-version-check")


def make_venv() -> None:
    """Makes .venv where there is none, and anew where its Python is gone."""
    works = PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], stderr=subprocess.DEVNULL).returncode == 0
    if not works:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", "--clear", VENV], check=True)


def install(lock: Path) -> None:
    """Installs exactly what the lock names, each file checked against its hash."""
    if hashlib.sha256(PIP.read_bytes()).hexdigest() != PIP_SHA256:
        sys.exit(f"The pip kept in .setup is damaged: run `git checkout .setup/{PIP.name}`, then try again.")
    print(f"Installing what {lock.name} names into .venv (about a minute, once) …", flush=True)
    done = subprocess.run([PYTHON, PIP / "pip", "install", *PIP_OPTIONS, "-r", lock], cwd=ROOT)
    if done.returncode:
        sys.exit(f"Not everything in {lock.name} could be installed: look at pip's message above, then run make again.")


def main() -> None:
    """Does nothing when the lock, pip and Python are those of the last time."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit("The portal needs Python 3.11 or newer: run `make PYTHON=python3.11 …` with a Python that is there.")
    lock = ROOT / sys.argv[1]
    stamp = VENV / f"{lock.name}.stamp"
    mark = fingerprint([lock, PIP], sys.version)
    if not (PYTHON.exists() and is_current(stamp, mark)):
        make_venv()
        install(lock)
        leave(stamp, mark)


if __name__ == "__main__":
    main()
