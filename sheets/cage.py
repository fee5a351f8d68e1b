"""The caged child process: one file in by stdin, one answer out by stdout, nothing else (SECURITY C09).

stdin is one line of JSON (size, kind, columns) and then the file's bytes; stdout is JSON, one document a line: the
sheet's particulars, blocks of rows, and the end with problems and notices – or at any time a refusal. Never pickle.
"""

import gc
import json
import resource
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from itertools import islice
from typing import BinaryIO

from python_calamine import CalamineError, PasswordError

from sheets import choosing, delimited, quick
from sheets.cells import Mark, Odd, Tab
from sheets.container import repacked
from sheets.gate import FILE_PASSWORD, Kind
from sheets.headers import AS_USUAL, Choice, Column, Header
from sheets.old import passed_over
from sheets.outline import HeaderUnclear
from sheets.problems import Problem, Refused

MEMORY = 2**30
PROCESSOR_SECONDS = 60
OPEN_FILES = 32
ROWS_IN_A_BLOCK = 500

Document = dict[str, object]


def lock() -> None:
    """Take away what a reader never needs: much memory, much time, core files, written files."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def main() -> None:
    """Read the one request on stdin and write the answer to stdout."""
    lock()
    gc.disable()  # a process that reads one file and ends gains a third by not looking for garbage
    if not (asked := sys.stdin.buffer.readline()):  # it stood by, and nobody had a file
        return
    request = json.loads(asked)
    columns = [Column(**{**column, "synonyms": tuple(column["synonyms"])}) for column in request["columns"]]
    kind, choice = Kind(request["kind"]), Choice(**request.get("choice", {}))
    content = sys.stdin.buffer.read(request["size"])
    if "marks" in request:
        hand_back(content, kind, columns, choice, [Mark(*mark) for mark in request["marks"]])
    else:
        write(answer(content, kind, columns, choice), sys.stdout.buffer)


def hand_back(content: bytes, kind: Kind, columns: Sequence[Column], choice: Choice, marks: Sequence[Mark]) -> None:
    """Write the marked workbook to stdout: its length on a line, then its bytes."""
    # Imported here, as below: reading does not need openpyxl.
    from sheets.marking import marked

    made = marked(content, kind, columns, choice, marks)
    sys.stdout.buffer.write(b"%d\n" % len(made) + made)
    sys.stdout.buffer.flush()


def write(documents: Iterator[Document], out: BinaryIO) -> None:
    """One document a line; half of a surrogate pair, which no encoding can hold, becomes a question mark."""
    for document in documents:
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=_odd)
        out.write(text.encode("utf-8", "replace") + b"\n")
    out.flush()


def _odd(cell: object) -> list[str]:
    if isinstance(cell, Odd):
        return [cell.value]
    if isinstance(cell, date):
        return ["day", cell.isoformat()]
    raise TypeError(cell.__class__.__name__)


def answer(content: bytes, kind: Kind, columns: Sequence[Column], choice: Choice = AS_USUAL) -> Iterator[Document]:
    """The documents that tell one file; the last one has the key `end` or `refused`."""
    try:
        yield from _sheet(content, kind, columns, choice)
    except Refused as refused:
        told: Document = {"refused": [refused.code, refused.message, dict(refused.params)]}
        yield told | ({"outline": asdict(refused.outline)} if isinstance(refused, HeaderUnclear) else {})


def _sheet(content: bytes, kind: Kind, columns: Sequence[Column], choice: Choice) -> Iterator[Document]:
    if kind is Kind.TEXT:
        header, rows, problems = delimited.read(content, columns, choice)
        tab, notices = Tab("", True, lambda: rows, lambda: content.count(b"\n")), list[Problem]()
    else:
        tab, header, notices = choosing.choose(tabs_of(content, kind)[0], columns, choice)
        problems = list[Problem]()
    yield _particulars(tab, header)
    count, hidden_rows = 0, 0
    lines, told = choosing.whole_lines(tab, header, columns)
    records = choosing.records(lines, header, problems)
    while block := list(islice(records, ROWS_IN_A_BLOCK)):
        count += len(block)
        hidden_rows += sum(row in tab.hidden for row, _ in block) if tab.hidden else 0
        yield {"rows": block}
    notices = header.notices() + notices + told + choosing.hidden_notice(hidden_rows)
    yield {
        "end": count,
        "hidden_rows": hidden_rows,
        "problems": [asdict(problem) for problem in problems],
        "notices": [asdict(notice) for notice in notices],
    }


def _particulars(tab: Tab, header: Header) -> Document:
    return {
        "title": tab.title,
        "header_row": header.row,
        "columns": [[key, name] for key, _, name in header.places],
        "unknown": list(header.unknown),
        "likely": max(0, tab.height() - header.row),
    }


def tabs_of(content: bytes, kind: Kind) -> tuple[list[Tab], bytes]:
    """The worksheets, and the bytes they were read from: of an .xlsx a fresh copy of checked parts."""
    if kind is Kind.OLD_WORKBOOK:
        try:
            return quick.tabs(content, passed_over), content
        except PasswordError as locked:
            raise Refused("file-password", FILE_PASSWORD) from locked
    content, plain = repacked(content)
    if plain:
        try:
            return quick.tabs(content), content
        except CalamineError:
            pass
    # Imported here because openpyxl costs 0.4 s and 30 MB that most files never need.
    from sheets import exact

    return exact.tabs(content), content
