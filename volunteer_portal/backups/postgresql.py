"""PostgreSQL's own programs: pg_dump in the snapshot the facts were taken in, pg_restore in one transaction."""

import os
import secrets
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction
from django.utils.translation import gettext as _

from volunteer_portal.backups.contents import facts
from volunteer_portal.backups.scratch import looking_into
from volunteer_portal.backups.sealing import PIECE

ANYBODYS = ("--no-owner", "--no-privileges")  # restored by whichever role the portal has there
WHOLLY = ("--single-transaction", "--exit-on-error", "--clean", "--if-exists")
WHERE = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}


@contextmanager
def snapshot() -> Iterator[tuple[dict[str, Any], Iterator[bytes]]]:
    """The facts and the dump of the database as it is at one moment."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            (seen,) = cursor.fetchone()
        yield facts(), dumped(str(seen))


def dumped(seen: str) -> Iterator[bytes]:
    """What pg_dump writes of a snapshot."""
    words = ["pg_dump", "--format=custom", f"--snapshot={seen}", *ANYBODYS]
    with TemporaryFile() as said, started(words, said) as process:
        while part := process.stdout.read(PIECE):
            yield part
        refuse_failure(process, said)


@contextmanager
def scratch(content: Iterable[bytes]) -> Iterator[None]:
    """Look into the database a backup holds, in a database of its own that is dropped afterwards."""
    name = f"portal_scratch_{secrets.token_hex(6)}"
    make(name)
    try:
        restored_into(name, content)
        with looking_into(name):
            yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def make(name: str) -> None:
    """A new database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    except ProgrammingError:
        sentence = _(
            "The portal's role may not make a database to look at the backup in: give it CREATEDB, or check elsewhere."
        )
        raise ValidationError(sentence, code="no-scratch-database") from None


def load(content: Iterable[bytes]) -> None:
    """Put a backup's content in the place of the portal's own tables, wholly or not at all."""
    name = str(connection.settings_dict["NAME"])
    connection.close()
    restored_into(name, content)


def restored_into(name: str, content: Iterable[bytes]) -> None:
    """Let pg_restore write the content; when it or the content fails, nothing is written."""
    words = ["pg_restore", *WHOLLY, *ANYBODYS, f"--dbname={name}"]
    with TemporaryFile() as said, started(words, said) as process:
        try:
            for part in content:
                process.stdin.write(part)
            process.stdin.close()
        except BrokenPipeError:
            process.wait()
        refuse_failure(process, said)


@contextmanager
def started(words: list[str], said: IO[bytes]) -> Iterator[Any]:
    """One of PostgreSQL's programs, told by its environment where the database is; it does not outlive its use."""
    own = connection.settings_dict
    where = {variable: str(own[key]) for key, variable in WHERE.items() if own[key]}
    where |= {"PGDATABASE": str(own["NAME"])}
    if mode := own["OPTIONS"].get("sslmode"):
        where["PGSSLMODE"] = mode
    try:
        process: Any = subprocess.Popen(  # noqa: S603 – our own words; nothing of a user's is in them
            words, env=os.environ | where, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said
        )
    except FileNotFoundError:
        sentence = _("%(program)s is not here: install PostgreSQL's client programs of the server's version.")
        raise ValidationError(sentence, code="program-missing", params={"program": words[0]}) from None
    try:
        yield process
    finally:
        process.kill()
        with suppress(BrokenPipeError):
            process.stdin.close()
        process.stdout.close()
        process.wait()


def refuse_failure(process: Any, said: IO[bytes]) -> None:
    """What the program complained of, in its first line: the following ones may quote data."""
    if process.wait():
        said.seek(0)
        line = said.readline().decode(errors="replace").strip()
        sentence = _("PostgreSQL's program failed: %(line)s")
        raise ValidationError(sentence, code="program-failed", params={"line": line})
