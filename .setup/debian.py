"""Debian's packages unpacked in a folder of ours and not installed, which needs no root."""

import shutil
import subprocess
from pathlib import Path


def unpack(home: Path, *packages: str) -> Path:
    """Downloads the packages, with all they need and the machine lacks, and unpacks them under home/root."""
    state, cache, root = home / "apt" / "state", home / "apt" / "cache", home / "root"
    for folder in (state / "lists" / "partial", cache / "archives" / "partial"):
        folder.mkdir(parents=True, exist_ok=True)
    options = {
        "Dir::State": state,
        "Dir::State::status": "/var/lib/dpkg/status",
        "Dir::Cache": cache,
        "Debug::NoLocking": "1",
        "APT::Sandbox::User": "root",  # apt must not hand our folder to its own user
        "APT::Install-Recommends": "0",
    }
    apt = ["apt-get", "-qq", *(f"-o{name}={value}" for name, value in options.items())]
    subprocess.run([*apt, "update"], check=True)
    subprocess.run([*apt, "install", "--download-only", "-y", *packages], check=True)
    for package in sorted((cache / "archives").glob("*.deb")):
        subprocess.run(["dpkg", "-x", package, root], check=True)
    shutil.rmtree(home / "apt")
    return root


def libraries(root: Path) -> str:
    """Where the unpacked programs find their libraries, as LD_LIBRARY_PATH wants it."""
    return ":".join(sorted({str(file.parent) for file in root.rglob("lib*.so*")}))
