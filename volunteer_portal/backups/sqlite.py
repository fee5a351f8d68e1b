"""SQLite's own way to copy a database while people write to it (a copied file may hold nothing, SECURITY F4)."""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from volunteer_portal.backups.contents import facts
from volunteer_portal.backups.scratch import looking_into
from volunteer_portal.backups.sealing import PIECE

FOLDER = "scratch-"
PATIENCE = 20  # seconds


@contextmanager
def snapshot() -> Iterator[tuple[dict[str, Any], Iterator[bytes]]]:
    """The facts and the bytes of the database as it is at one moment."""
    with TemporaryDirectory(prefix=FOLDER, dir=settings.DATA_DIR) as folder:
        copy = Path(folder, "copy.sqlite3")
        copy_over(str(connection.settings_dict["NAME"]), str(copy))
        with looking_into(str(copy)):
            found = facts()
        yield found, packed(copy)


@contextmanager
def scratch(content: Iterable[bytes]) -> Iterator[None]:
    """Look into the database a backup holds, in a file of its own."""
    with TemporaryDirectory(prefix=FOLDER, dir=settings.DATA_DIR) as folder:
        file = Path(folder, "restored.sqlite3")
        unpack(content, file)
        with looking_into(str(file)):
            refuse_unless_whole()
            yield


def load(content: Iterable[bytes]) -> None:
    """Put a backup's content in the place of the portal's own database, wholly or not at all."""
    own = str(connection.settings_dict["NAME"])
    connection.close()
    with scratch(content):
        copy_over(str(connection.settings_dict["NAME"]), own)


def copy_over(source: str, target: str) -> None:
    """Copy a database in one step: readers of the target see the old one or the new one."""
    with closing(sqlite3.connect(source, timeout=PATIENCE)) as read, closing(sqlite3.connect(target)) as written:
        try:
            written.execute(f"PRAGMA busy_timeout={PATIENCE * 1000}")
            read.backup(written)
        except sqlite3.OperationalError as failure:
            raise OSError(0, str(failure), target) from None  # full, or held by another process


def packed(file: Path) -> Iterator[bytes]:
    """The file's bytes, compressed."""
    packing = zlib.compressobj(1)
    with file.open("rb") as source:
        while part := source.read(PIECE):
            yield packing.compress(part)
    yield packing.flush()


def unpack(content: Iterable[bytes], file: Path) -> None:
    """Write the bytes out again."""
    unpacking = zlib.decompressobj()
    with file.open("xb") as target:
        for part in content:
            target.write(unpacking.decompress(part))
        target.write(unpacking.flush())


def refuse_unless_whole() -> None:
    """SQLite's own check of every page and of every reference."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        is_whole = cursor.fetchall() == [("ok",)]
        cursor.execute("PRAGMA foreign_key_check")
        if not is_whole or cursor.fetchone():
            raise ValidationError(_("SQLite finds faults in the database."), code="database-damaged")
