"""The file of a backup: a line that says what it is, then sealed pieces in their order (SECURITY C24).

Each piece is bound to its file, its place and whether it is the last: what is left out, mixed or cut off is noticed.
"""

import json
import secrets
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from volunteers.encryption import DecryptionFailed, open_from_storage, seal_for_storage

FIRST_LINE: Final = b"volunteer portal backup 1\n"
PIECE: Final = 1 << 20
LENGTH_BYTES, NAME_BYTES, LONGEST_PIECE = 4, 16, 2 * PIECE


def write(file: IO[bytes], facts: dict[str, Any], content: Iterable[bytes]) -> None:
    """The facts about a backup, then its content, piece by piece; nothing of it ever lies open on the disk."""
    name = secrets.token_bytes(NAME_BYTES)
    file.write(FIRST_LINE + name)
    waiting, place = json.dumps(facts, ensure_ascii=False).encode(), 0
    for piece in in_pieces(content):
        write_piece(file, waiting, context(name, place, is_last=False))
        waiting, place = piece, place + 1
    write_piece(file, waiting, context(name, place, is_last=True))


def write_piece(file: IO[bytes], content: bytes, bound_to: str) -> None:
    """One sealed piece with its length before it."""
    sealed = seal_for_storage(content, bound_to)
    file.write(len(sealed).to_bytes(LENGTH_BYTES, "big") + sealed)


def in_pieces(content: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces that fit into memory and are worth sealing."""
    waiting = bytearray()
    for part in content:
        waiting += part
        while len(waiting) >= PIECE:
            yield bytes(waiting[:PIECE])
            del waiting[:PIECE]
    if waiting:
        yield bytes(waiting)


def read(file: IO[bytes]) -> tuple[dict[str, Any], Iterator[bytes]]:
    """The facts and the content of a backup; what is no backup of ours, or was changed or cut off, is refused."""
    if file.read(len(FIRST_LINE)) != FIRST_LINE:
        sentence = _("This file is no backup of the portal. Make backups with `manage.py backup FILE` only.")
        raise ValidationError(sentence, code="no-backup")
    pieces = opened(file, file.read(NAME_BYTES))
    facts: dict[str, Any] = json.loads(next(pieces))
    return facts, pieces


def opened(file: IO[bytes], name: bytes) -> Iterator[bytes]:
    """The pieces in their order, each opened; the one marked as the last has to be the end of the file."""
    place, length = 0, file.read(LENGTH_BYTES)
    while True:
        wanted = int.from_bytes(length, "big")
        sealed = file.read(wanted) if wanted <= LONGEST_PIECE else b""
        if len(length) < LENGTH_BYTES or len(sealed) < wanted:
            raise damaged()
        length = file.read(LENGTH_BYTES)
        try:
            yield open_from_storage(sealed, context(name, place, is_last=not length))
        except DecryptionFailed:
            raise damaged() from None
        if not length:
            return
        place += 1


def context(name: bytes, place: int, *, is_last: bool) -> str:
    """What binds a piece to its place."""
    return f"backup:{name.hex()}:{place}:{'last' if is_last else 'more'}"


def damaged() -> ValidationError:
    """The refusal of a file that does not open wholly."""
    sentence = _(
        "The backup does not open: the file is damaged or cut off, or BACKUP_KEY is not the key it was made with."
    )
    return ValidationError(sentence, code="backup-damaged")
