"""What keeps the portal from starting in production: settings that would not protect anybody (SECURITY C28)."""

import re
from base64 import urlsafe_b64decode
from collections.abc import Collection, Iterator, Mapping
from ipaddress import ip_address
from typing import Final

KEYS: Final = ("SECRET_KEY", "ENCRYPTION_KEYS", "FINGERPRINT_KEY", "BACKUP_KEY")
NEEDED: Final = (*KEYS, "DATABASE_URL", "SITE_URL", "EMAIL_URL")
LEAST_SECRET: Final = 50
LEAST_DIFFERENT: Final = 12
KEY_BYTES: Final = 32
REAL_MAIL: Final = ("smtp", "smtps", "smtp+tls", "smtp+ssl")
YES: Final = ("1", "true", "yes", "on", "y", "ok")


def refusals(said: Mapping[str, str], generated: Collection[str] = ()) -> list[str]:
    """Why the portal must not start with this environment, each naming its setting; `generated` are keys it made."""
    missing = [name for name in NEEDED if not said.get(name, "").strip()]
    found = [f"{name} is missing: the portal does not start in production without it." for name in missing]
    found += [
        sentence
        for name, check in CHECKS.items()
        if name not in missing
        for sentence in check(said.get(name, "").strip(), said)
    ]
    return found + [
        f"{name} is a key the portal made for trying it out: make one for this school and keep it elsewhere."
        for name in KEYS
        if name not in missing and not set(generated).isdisjoint(parts(said[name]))
    ]


def parts(value: str) -> list[str]:
    """The members of a list in the environment."""
    return [part.strip() for part in value.split(",") if part.strip()]


def debug_faults(value: str, said: Mapping[str, str]) -> Iterator[str]:
    """Error pages that show everything are for developers."""
    if value.lower() in YES:
        yield "DEBUG is on: switch it off, its error pages show identity numbers to everybody."


def host_faults(value: str, said: Mapping[str, str]) -> Iterator[str]:
    """Hosts are named one by one, or a link in a mail could lead to somebody else's machine."""
    if any(host.startswith(("*", ".")) for host in parts(value)):
        yield "ALLOWED_HOSTS holds a wildcard: name each host in full."


def secret_faults(value: str, said: Mapping[str, str]) -> Iterator[str]:
    """A secret nobody guesses."""
    if len(value) < LEAST_SECRET or len(set(value)) < LEAST_DIFFERENT or value.startswith("django-insecure-"):
        yield f"SECRET_KEY is weak: give {LEAST_SECRET} characters or more, drawn by chance."


def key_faults(value: str, said: Mapping[str, str]) -> Iterator[str]:
    """Keys of the right length, as many as are told apart."""
    if not all(map(is_key, parts(value))):
        yield f"ENCRYPTION_KEYS: each key is urlsafe base64 of {KEY_BYTES} bytes drawn by chance, the newest first."


def fingerprint_faults(value: str, said: Mapping[str, str]) -> Iterator[str]:
    """Who may read the numbers must not for that reason be able to search for them, and the other way round."""
    if not is_key(value):
        yield f"FINGERPRINT_KEY: urlsafe base64 of {KEY_BYTES} bytes drawn by chance."
    if value in (said.get("SECRET_KEY", "").strip(), *parts(said.get("ENCRYPTION_KEYS", ""))):
        yield "FINGERPRINT_KEY is also another key: each key has one purpose."


def backup_faults(value: str, said: Mapping[str, str]) -> Iterator[str]:
    """Whoever holds a backup must not for that reason be able to read a number in it."""
    if not is_key(value):
        yield f"BACKUP_KEY: urlsafe base64 of {KEY_BYTES} bytes drawn by chance."
    others = (name for name in KEYS if name != "BACKUP_KEY")
    if value in {part for name in others for part in parts(said.get(name, ""))}:
        yield "BACKUP_KEY is also another key: each key has one purpose."


def is_key(value: str) -> bool:
    """Whether this is a key of 256 bits that somebody drew by chance."""
    try:
        content = urlsafe_b64decode(value)
    except ValueError:
        return False
    return len(content) == KEY_BYTES and len(set(content)) >= LEAST_DIFFERENT


def database_faults(value: str, said: Mapping[str, str]) -> Iterator[str]:
    """A database that is still there tomorrow."""
    if value.startswith("sqlite:") and not value.startswith("sqlite:////"):
        yield "DATABASE_URL: a SQLite file is named by its full path (sqlite:////srv/…), nothing in memory."


def site_faults(value: str, said: Mapping[str, str]) -> Iterator[str]:
    """Links in mails lead here, encrypted."""
    scheme, _, rest = value.partition("://")
    if scheme != "https":
        yield "SITE_URL must begin with https://: passwords and numbers travel encrypted or not at all."
    if re.split("[:/?#]", rest)[0] not in parts(said.get("ALLOWED_HOSTS", "")):
        yield "SITE_URL names a host that is not among ALLOWED_HOSTS."


def mail_faults(value: str, said: Mapping[str, str]) -> Iterator[str]:
    """Invitations and resets reach people, not a log."""
    if value.partition("://")[0] not in REAL_MAIL:
        yield "EMAIL_URL does not send mail: give smtp+tls://user:password@host:587 or the like."


def sender_faults(value: str, said: Mapping[str, str]) -> Iterator[str]:
    """An address of the school, if one is said at all."""
    if value and ("@" not in value or value.endswith(("@localhost", "@example.com"))):
        yield "FROM_EMAIL is not an address of this school."


def syslog_place(said: str) -> str | tuple[str, int]:
    """A socket of this machine, or an address and a port; in digits, for a name would be looked up at every act."""
    if said.startswith("/"):
        return said
    host, _, port = said.rpartition(":")
    return str(ip_address(host.strip("[]"))), int(port)


def syslog_faults(value: str, said: Mapping[str, str]) -> Iterator[str]:
    """A place for the record's copy that needs no looking up, if one is said at all."""
    try:
        syslog_place(value or "/dev/log")
    except ValueError:
        yield "AUDIT_SYSLOG is no place for the record's copy: give /dev/log, or an address in digits (10.0.0.5:514)."


CHECKS: Final = {
    "DEBUG": debug_faults,
    "ALLOWED_HOSTS": host_faults,
    "SECRET_KEY": secret_faults,
    "ENCRYPTION_KEYS": key_faults,
    "FINGERPRINT_KEY": fingerprint_faults,
    "BACKUP_KEY": backup_faults,
    "DATABASE_URL": database_faults,
    "SITE_URL": site_faults,
    "EMAIL_URL": mail_faults,
    "FROM_EMAIL": sender_faults,
    "AUDIT_SYSLOG": syslog_faults,
}
