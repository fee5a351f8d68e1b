"""Remembers what has been made from which files, so that a second call has nothing to do."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """One number for these files, by name and content, and for the words that matter beside them."""
    digest = hashlib.sha256("\0".join(words).encode())
    for file in sorted(files):
        digest.update(f"\0{file}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def is_current(stamp: Path, mark: str) -> bool:
    """True when the stamp was left for exactly this fingerprint."""
    return stamp.is_file() and stamp.read_text() == mark


def leave(stamp: Path, mark: str) -> None:
    """Writes the stamp; the last act of a step, so that an interrupted step is done again."""
    stamp.write_text(mark)
