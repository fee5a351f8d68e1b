"""Tables as people send them: bytes in, one sheet out, whatever is in the file (R1-R5, R12, R13; SECURITY C08, C09)."""

import json
import logging
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, astuple
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, cast

from sheets.cells import ROWS_READ, Cell, Mark, Odd, Row, Sheet
from sheets.gate import kind_of
from sheets.headers import AS_USUAL, Choice, Column
from sheets.outline import HeaderUnclear, Outline
from sheets.problems import Problem, Refused, gettext_noop

__all__ = ["Cell", "Choice", "HeaderUnclear", "Mark", "Odd", "Row", "Sheet", "begun", "marked", "read", "stand_by"]

READERS_AT_ONCE = 2
WALL_SECONDS = 90
ANSWER_BYTES = 64 * 2**20
KEPT_FROM_THE_ENVIRONMENT = ("LD_LIBRARY_PATH",)
HARDENED_PARSER = {"OPENPYXL_LXML": "False"}  # defusedxml, even where lxml is installed
START = "import sys; sys.path.insert(0, sys.argv[1]); from sheets.cage import main; main()"
ROOT = str(Path(__file__).resolve().parent.parent)

FILE_UNREADABLE = gettext_noop(
    "The file is too large or damaged and cannot be read. Please open it in Excel or WPS, save only the table as .xlsx "
    "and send it again."
)

FILE_NOT_MARKED = gettext_noop(
    "This file is too large or too unusual to be handed back with marks. Please mend it by the list of problems."
)

LOG = logging.getLogger("sheets")
Opening = Callable[[], tuple[Sheet, Iterator[Row], int]]
_readers = threading.BoundedSemaphore(READERS_AT_ONCE)
_standing_by: list[subprocess.Popen[bytes]] = []


def stand_by() -> None:
    """Let a fresh reader stand by, so that the next file need not wait for one to start; the one before is let go.

    It is for one file, of this process or of one that is forked from it. It ends by itself when nobody is left to ask:
    one that a forked process still reads with stays with that process alone.
    """
    while _standing_by:
        former = _standing_by.pop()
        for pipe in (former.stdin, former.stdout):
            cast(IO[bytes], pipe).close()
    with suppress(OSError):  # no room just now: then one starts with the file
        _standing_by.append(_started())


def read(content: bytes, name: str, columns: Sequence[Column], choice: Choice = AS_USUAL) -> Sheet:
    """The one sheet of a sent file that has the header, with its rows as they stand.

    `Refused` for the whole file, with what to do next; `HeaderUnclear` where a `choice` of columns would help. The
    parsing runs in a caged child process: content goes in by a pipe, nothing is written to disk, and a child that dies
    or dawdles is a refusal too. Two readers run at once at most, a third waits.
    """
    with begun(content, name, columns, choice) as opened:
        sheet, rows, _likely = opened()
        sheet.rows = list(rows)
        return sheet


@contextmanager
def begun(content: bytes, name: str, columns: Sequence[Column], choice: Choice = AS_USUAL) -> Iterator[Opening]:
    """The same for who has something to do meanwhile: waits for the sheet's head when it is asked for.

    Then come the rows one by one, and how many there will be, more or less. What the sheet has of problems, notices and
    hidden rows is there when its rows are at their end.
    """
    try:
        kind = kind_of(content, name)
        request = {"kind": kind.value, "columns": [asdict(column) for column in columns], "choice": asdict(choice)}
        with _readers, _answer(content, request) as lines:
            yield lambda: _opened(lines)
    except Refused as refused:
        told(refused, content)
        raise


def told(refused: Refused, content: bytes) -> None:
    """Leave a line about a refused file in the log; not its name, which may bear somebody's number (SECURITY C08)."""
    LOG.warning("file refused: %s, %d bytes, digest %s", refused.code, len(content), sha256(content).hexdigest())


def marked(
    content: bytes, name: str, columns: Sequence[Column], marks: Iterable[Mark], choice: Choice = AS_USUAL
) -> bytes:
    """The sender's file as .xlsx with marks at the cells, made in the same cage; `Refused` when that is too much."""
    request = {
        "kind": kind_of(content, name).value,
        "columns": [asdict(column) for column in columns],
        "choice": asdict(choice),
        "marks": [astuple(mark) for mark in marks],
    }
    with _readers, _answer(content, request) as lines:
        answer = b"".join(lines)
    length, _, made = answer.partition(b"\n")
    if length != b"%d" % len(made):
        raise Refused("file-not-marked", FILE_NOT_MARKED)
    return made


@contextmanager
def _answer(content: bytes, request: Mapping[str, object]) -> Iterator[Iterator[bytes]]:
    """The lines a child writes about the file; the child is gone afterwards."""
    process = _standing_by.pop() if _standing_by and _lives(_standing_by[0]) else _started()
    asked = json.dumps({"size": len(content), **request}).encode() + b"\n"
    feeder = threading.Thread(target=_feed, args=(process.stdin, asked, content), daemon=True)
    alarm = threading.Timer(WALL_SECONDS, _kill, (process,))
    with process:
        feeder.start()
        alarm.start()
        try:
            yield _lines(cast(IO[bytes], process.stdout))
        finally:
            alarm.cancel()
            alarm.join()  # or it might ring for whoever gets this process number next
            _kill(process)
            feeder.join()


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 our own interpreter with our own words; nothing of the sender's is in them
        [sys.executable, "-I", "-c", START, ROOT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={name: os.environ[name] for name in KEPT_FROM_THE_ENVIRONMENT if name in os.environ} | HARDENED_PARSER,
        process_group=0,
    )


def _lives(process: subprocess.Popen[bytes]) -> bool:
    """Whether somebody still listens; `poll()` answers only the process that started it."""
    asked = select.poll()
    asked.register(cast(IO[bytes], process.stdin), 0)
    return not asked.poll(0)


def _lines(answer: IO[bytes]) -> Iterator[bytes]:
    """At most 64 MB of them."""
    left = ANSWER_BYTES
    while (line := answer.readline(left)) and (left := left - len(line)) > 0:
        yield line


def _feed(pipe: IO[bytes], *parts: bytes) -> None:
    """A child may refuse a file before it has read all of it, or die: then the pipe is broken, and that is all."""
    with suppress(BrokenPipeError), pipe:
        for part in parts:
            pipe.write(part)


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def _unbroken() -> Iterator[None]:
    """An answer that is broken, or has no end, means that the child was killed."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as broken:
        raise Refused("file-unreadable", FILE_UNREADABLE) from broken


def _opened(lines: Iterator[bytes]) -> tuple[Sheet, Iterator[Row], int]:
    with _unbroken():
        head = _told(lines)
        sheet = Sheet(head["title"], head["header_row"], dict(head["columns"]), list(head["unknown"]))
        return sheet, _all_rows(lines, sheet), min(int(head["likely"]), ROWS_READ)


def _all_rows(lines: Iterator[bytes], sheet: Sheet) -> Iterator[Row]:
    count, keys = 0, tuple(sheet.columns)
    with _unbroken():
        while "end" not in (document := _told(lines)):
            count += len(document["rows"])
            yield from _rows(document["rows"], keys)
        if document["end"] != count:
            raise ValueError("Rows are missing.")
        sheet.hidden_rows = document["hidden_rows"]
        sheet.problems = [Problem(**problem) for problem in document["problems"]]
        sheet.notices = [Problem(**notice) for notice in document["notices"]]


def _told(lines: Iterator[bytes]) -> dict[str, Any]:
    """The next document, unless it is a refusal."""
    document: dict[str, Any] = json.loads(next(lines, b""))
    if "outline" in document:
        code, message, params = document["refused"]
        raise HeaderUnclear(code, message, params, _outline(**document["outline"]))
    if "refused" in document:
        raise Refused(*document["refused"])
    return document


def _rows(block: list[tuple[int, list[Any]]], keys: tuple[str, ...]) -> Iterator[Row]:
    for row, cells in block:
        told: Iterable[Cell] = map(_cell, cells) if list in map(type, cells) else cells
        yield row, dict(zip(keys, told, strict=True))


def _cell(cell: Any) -> Cell:
    if isinstance(cell, list):
        return date.fromisoformat(cell[1]) if len(cell) > 1 else Odd(cell[0])
    known: Cell = cell
    return known


def _outline(labels: list[str], samples: list[list[Any]], **others: Any) -> Outline:
    return Outline(labels=tuple(labels), samples=tuple(tuple(map(_cell, cells)) for cells in samples), **others)
