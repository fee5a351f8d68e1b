"""Secrets the embedded portal makes for itself, once, readable by nobody else."""

import base64
import os
import secrets
from pathlib import Path


def kept_secret(path: Path) -> str:
    """The secret in this file (32 random bytes, urlsafe base64); written with mode 0600 when it is not there yet."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secret := base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    return secret


def kept_secrets(folder: Path) -> list[str]:
    """Every secret that was ever made here."""
    return [path.read_text().strip() for path in folder.glob("*") if path.is_file()]
