"""What the fast reader passes over in an .xls: errors, typed or computed, and hidden rows (R5, R7).

An .xls is a small file system (OLE) with one stream of records (BIFF 5 and 8); of the stream only three kinds of
record are looked at. Whatever cannot be followed is damage.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from struct import Struct, error, unpack_from

from sheets.cells import Odd
from sheets.gate import FILE_DAMAGED
from sheets.problems import Refused

STREAMS = ("Workbook", "Book")
FREE = 0xFFFFFFFA  # sector numbers from here on are no sectors
ENTRY = 128
RECORD = Struct("<HH")
BOUND_SHEET, END, FORMULA, BOOLEAN_OR_ERROR, ROW = 0x85, 0x0A, 0x06, 0x0205, 0x0208
ERROR_RESULT = b"\xff\xff", 2  # instead of a number, and of which kind
HIDDEN = 0x20


@dataclass(slots=True)
class Passed:
    """Of one sheet, with row numbers from 1 and columns from 0: the odd cells by row, and the hidden rows."""

    odd: dict[int, dict[int, Odd]] = field(default_factory=lambda: defaultdict(dict))
    hidden: set[int] = field(default_factory=set)


def passed_over(content: bytes) -> list[Passed]:
    """What the fast reader does not tell of each sheet, in the order of the sheets."""
    try:
        stream = Container(content).stream()
        places = [unpack_from("<I", data)[0] for kind, data in records(stream, 0) if kind == BOUND_SHEET]
        return [sheet(stream, place) for place in places]
    except (error, ValueError, IndexError, OverflowError, StopIteration) as damage:
        raise Refused("file-damaged", FILE_DAMAGED) from damage


def records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records from here to the end of this part of the stream."""
    while True:
        kind, length = RECORD.unpack_from(stream, place)
        if kind == END:
            return
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def sheet(stream: bytes, place: int) -> Passed:
    """The three kinds of record in one sheet."""
    found = Passed()
    for kind, data in records(stream, place):
        if kind == ROW and unpack_from("<H", data, 12)[0] & HIDDEN:
            found.hidden.add(unpack_from("<H", data)[0] + 1)
        elif kind == BOOLEAN_OR_ERROR and data[7] or kind == FORMULA and (data[12:14], data[6]) == ERROR_RESULT:
            row, column = unpack_from("<HH", data)
            found.odd[row + 1][column] = Odd.ERROR
    return found


class Container:
    """The file system: sectors in chains, and small streams in a stream of their own."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.size = 1 << unpack_from("<H", content, 30)[0]
        self.small_size = 1 << unpack_from("<H", content, 32)[0]
        first_entry, self.smallest, first_small = unpack_from("<I4xII", content, 48)
        self.next = numbers(b"".join(map(self.sector, self.table())))
        entries = self.chained(first_entry)
        self.entries = [entries[place : place + ENTRY] for place in range(0, len(entries), ENTRY)]
        self.next_small = numbers(self.chained(first_small)) if first_small < FREE else ()

    def table(self) -> Iterator[int]:
        """The sectors in which it stands which sector follows which."""
        yield from (number for number in unpack_from("<109I", self.content, 76) if number < FREE)
        more = unpack_from("<I", self.content, 68)[0]
        for _turn in range(len(self.content) // self.size):
            if more >= FREE:
                return
            *listed, more = numbers(self.sector(more))
            yield from (number for number in listed if number < FREE)

    def sector(self, number: int) -> bytes:
        """The bytes of one sector; the first comes after a head of the same size."""
        return self.content[(number + 1) * self.size : (number + 2) * self.size]

    def chain(self, first: int, following: "tuple[int, ...]") -> Iterator[int]:
        """The sectors from this one on; a chain that bites its tail ends."""
        number = first
        for _turn in range(len(following)):
            if number >= FREE:
                return
            yield number
            number = following[number]

    def chained(self, first: int) -> bytes:
        """The bytes of all sectors from this one on."""
        return b"".join(map(self.sector, self.chain(first, self.next)))

    def stream(self) -> bytes:
        """The stream with the records."""
        entry = next(entry for entry in self.entries if name_of(entry) in STREAMS)
        first, size = unpack_from("<II", entry, 116)
        if size >= self.smallest:
            return self.chained(first)[:size]
        root = self.chained(unpack_from("<I", self.entries[0], 116)[0])
        step = self.small_size
        parts = (root[number * step : (number + 1) * step] for number in self.chain(first, self.next_small))
        return b"".join(islice(parts, size // step + 1))[:size]


def numbers(data: bytes) -> tuple[int, ...]:
    """Sector numbers, four bytes each."""
    return unpack_from(f"<{len(data) // 4}I", data)


def name_of(entry: bytes) -> str:
    """What an entry of the directory is called."""
    length: int = unpack_from("<H", entry, 64)[0]
    return entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
