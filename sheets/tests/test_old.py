"""An .xls made byte by byte: what the fast reader passes over is told, and a crooked one is damage."""

from functools import partial
from struct import pack, pack_into

import pytest

from sheets.cells import Odd
from sheets.gate import OLE
from sheets.old import passed_over
from sheets.reading import read
from sheets.tests.building import COLUMNS, HEADER, PERSON, outcome

SECTOR, END, FAT_SECTOR, FREE = 512, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
PHONE = HEADER.index("手机号")
NOT_AVAILABLE = 0x2A


def record(kind: int, data: bytes = b"") -> bytes:
    return pack("<HH", kind, len(data)) + data


def label(row: int, column: int, text: str) -> bytes:
    wide = text.encode("utf-16-le")
    return record(0x0204, pack("<HHHHB", row, column, 0, len(text), 1) + wide)


def error(row: int, column: int) -> bytes:
    return record(0x0205, pack("<HHHBB", row, column, 0, NOT_AVAILABLE, 1))


def formula(row: int, column: int, result: bytes) -> bytes:
    return record(0x06, pack("<HHH", row, column, 0) + result + pack("<HIH", 0, 0, 0))


def hidden(row: int) -> bytes:
    return record(0x0208, pack("<HHHHHHHI", row, 0, 9, 255, 0, 0, 0x20, 0)[:16])


def stream_of(*cells: bytes) -> bytes:
    """The records of a workbook with one sheet: the header, one person, and these."""
    people = [
        label(row, column, text) for row, texts in enumerate((HEADER, PERSON)) for column, text in enumerate(texts)
    ]
    body = record(0x0809, pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)) + b"".join([*people, *cells]) + record(0x0A)
    name = "名单".encode("utf-16-le")
    begin = record(0x0809, pack("<HHHHII", 0x0600, 0x05, 0, 0, 0, 0))
    place = len(begin) + 4 + 8 + len(name) + 4
    sheets = record(0x85, pack("<IBBBB", place, 0, 0, 2, 1) + name)
    return begin + sheets + record(0x0A) + body


def old_workbook(stream: bytes) -> bytes:
    """The stream in its container: head, table of sectors, directory, then the stream, at least 4,096 bytes of it."""
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % SECTOR)
    count = len(stream) // SECTOR
    table = [FAT_SECTOR, END, *range(3, count + 2), END]
    head = bytearray(SECTOR)
    pack_into("<8s", head, 0, OLE)
    pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    pack_into("<IIIIIIIII", head, 40, 0, 1, 1, 0, 4096, END, 0, END, 0)
    pack_into("<109I", head, 76, 0, *[FREE] * 108)
    entries = entry("Root Entry", 5, END, 0) + entry("Workbook", 2, 2, len(stream))
    sectors = pack("<128I", *table, *[FREE] * (128 - len(table))), entries.ljust(SECTOR, b"\0")
    return bytes(head) + b"".join(sectors) + stream


def entry(name: str, kind: int, first: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    middle = pack("<HBBIII", len(text), kind, 1, FREE, FREE, 1 if kind == 5 else FREE)
    return text.ljust(64, b"\0") + middle + bytes(36) + pack("<III", first, size, 0)


def test_it_is_read() -> None:
    sheet = read(old_workbook(stream_of()), "名单.xls", COLUMNS)
    assert [(row, list(cells.values())) for row, cells in sheet.rows] == [(2, PERSON)]


@pytest.mark.parametrize(
    "cell, expected",
    [
        (error(2, PHONE), Odd.ERROR),
        (formula(2, PHONE, b"\2\0\x2a\0\0\0\xff\xff"), Odd.ERROR),
        (formula(2, PHONE, b"\3\0\0\0\0\0\xff\xff"), None),  # what =IF(…,"") leaves
        (formula(2, PHONE, pack("<d", 19900000000.0)), 19900000000),
    ],
)
def test_errors_are_never_blank(cell: bytes, expected: object) -> None:
    sheet = read(old_workbook(stream_of(label(2, 0, "李四"), cell)), "名单.xls", COLUMNS)
    assert (sheet.rows[1][0], sheet.rows[1][1]["name"], sheet.rows[1][1]["phone"]) == (3, "李四", expected)


def test_hidden_rows_are_read_and_counted() -> None:
    sheet = read(old_workbook(stream_of(hidden(1))), "名单.xls", COLUMNS)
    assert (len(sheet.rows), sheet.hidden_rows, [notice.code for notice in sheet.notices]) == (1, 1, ["rows-hidden"])


def test_a_crooked_one_is_damage_or_read() -> None:
    content = old_workbook(stream_of(error(2, PHONE)))
    crooked = [content[:length] for length in range(600, len(content), 301)]
    for place in [*range(30, 80), *range(80, len(content), 97)]:
        bent = bytearray(content)
        bent[place] ^= 0xFF
        crooked.append(bytes(bent))
    refusals = {refused and refused.code for one in crooked for _found, refused in [outcome(partial(passed_over, one))]}
    assert refusals == {None, "file-damaged"}
