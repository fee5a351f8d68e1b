import io
import struct
import warnings
import zipfile
from collections.abc import Callable

import pytest

from sheets.container import repacked
from sheets.problems import Refused
from sheets.tests.building import HEADER, PERSON, packed, parts, roster, row_of, worksheet

SHEET = worksheet(row_of(1, HEADER), row_of(2, PERSON))
GOOD = parts(SHEET)
CONTENT_TYPES = str(GOOD["[Content_Types].xml"])
SHEET_NAME = "xl/worksheets/sheet1.xml"
VBA = '<Override PartName="/xl/other.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
# To expat, which takes each byte alone, all of it is one comment; decoded by Python the comment ends early.
DOCTYPE_IN_ANOTHER_READING = (
    '<?xml version="1.0" encoding="raw_unicode_escape"?>'
    r"<!-- \u002d\u002d\u003e<!DOCTYPE a><!\u002d\u002d --><a/>"
)


def code_of(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        repacked(content)
    return refused.value.code


def bent(**changes: str | bytes) -> bytes:
    """The good workbook with members replaced or added."""
    return packed({**GOOD, **changes})


def of_type(main: str) -> bytes:
    ours = "openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return bent(**{"[Content_Types].xml": CONTENT_TYPES.replace(ours, main)})


def doubled() -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        out = io.BytesIO(packed(GOOD))
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr("XL/worksheets/sheet1.xml", SHEET)
    return out.getvalue()


def with_directory(change: Callable[[bytearray, int], None]) -> bytes:
    """The good workbook with the directory record of its sheet changed."""
    content = bytearray(packed(GOOD))
    record = content.index(b"PK\x01\x02", content.rindex(SHEET_NAME.encode()) - 60)
    change(content, record)
    return bytes(content)


def overlap(content: bytearray, record: int) -> None:
    first = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, record + 20, struct.unpack_from("<I", content, first + 20)[0] + 4000)


def same_place(content: bytearray, record: int) -> None:
    struct.pack_into("<I", content, record + 42, 0)


def set_flag(content: bytearray, record: int) -> None:
    struct.pack_into("<H", content, record + 8, 1)


def declare(size: int) -> Callable[[bytearray, int], None]:
    return lambda content, record: struct.pack_into("<I", content, record + 24, size)


def counted(*counts: int) -> bytes:
    """The good workbook with other numbers at its end: two of disks and two of members."""
    content = bytearray(packed(GOOD))
    struct.pack_into("<4H", content, len(content) - 18, *counts)
    return bytes(content)


def test_a_good_workbook_comes_out_as_checked_parts_alone() -> None:
    others: dict[str, str | bytes] = {"xl/media/image1.png": b"\x89PNG", "xl/drawings/a.vml": "<xml><br></xml>"}
    content, plain = repacked(bent(**others))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert sorted(archive.namelist()) == sorted(GOOD)
        assert archive.read(SHEET_NAME).decode() == SHEET
    assert plain


def test_parts_in_other_encodings_come_out_in_utf_8() -> None:
    wide = SHEET.replace("UTF-8", "UTF-16").encode("utf-16")
    content, plain = repacked(bent(**{SHEET_NAME: wide}))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read(SHEET_NAME).decode() == SHEET.partition("?>")[2]
    assert plain


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (packed(GOOD)[:-300], "file-damaged"),
        (packed(GOOD, zipfile.ZIP_STORED).replace("张三".encode(), "李四".encode()), "file-damaged"),
        (with_directory(declare(90)), "file-damaged"),
        (with_directory(declare(201 * 2**20)), "file-unpacked-too-large"),
        (with_directory(overlap), "file-unsafe"),
        (with_directory(same_place), "file-unsafe"),
        (with_directory(set_flag), "file-password"),
        (b"<html>" + packed(GOOD), "file-unsafe"),
        (packed(GOOD) + b"<html>", "file-unsafe"),
        (packed(GOOD) + packed(GOOD), "file-unsafe"),
        (doubled(), "file-unsafe"),
        (counted(0, 0, 2, 2), "file-unsafe"),
        (counted(1, 1, len(GOOD), len(GOOD)), "file-unsafe"),
        (packed(GOOD, zipfile.ZIP_LZMA), "file-unsafe"),
        (packed(GOOD, zipfile.ZIP_BZIP2), "file-unsafe"),
        (bent(**{"../evil.xml": "<a/>"}), "file-unsafe"),
        (bent(**{"/evil.xml": "<a/>"}), "file-unsafe"),
        (bent(**{"xl\\evil.xml": "<a/>"}), "file-unsafe"),
        (bent(**{f"xl/media/{number}.png": b"" for number in range(500)}), "file-unsafe"),
        (bent(**{"xl/vbaProject.bin": b"x"}), "file-macros"),
        (bent(**{"xl/macrosheets/sheet1.xml": "<a/>"}), "file-macros"),
        (of_type("ms-excel.sheet.macroEnabled.main+xml"), "file-macros"),
        (bent(**{"[Content_Types].xml": CONTENT_TYPES.replace("</Types>", VBA + "</Types>")}), "file-macros"),
        (of_type("ms-excel.sheet.binary.macroEnabled.main"), "file-binary-workbook"),
        (of_type("openxmlformats-officedocument.wordprocessingml.document.main+xml"), "file-kind"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "file-open-document"),
        (packed({"a.txt": "a"}), "file-kind"),
        (packed({}), "file-unsafe"),
        (bent(**{"docProps/app.xml": "<a><b></a>"}), "xml-damaged"),
        (bent(**{"docProps/app.xml": "<a>&#0;</a>"}), "xml-damaged"),
        (bent(**{"docProps/app.xml": '<?xml version="1.0" encoding="x-unknown"?><a/>'}), "xml-damaged"),
        (bent(**{"docProps/app.xml": "<!DOCTYPE a><a/>"}), "xml-doctype"),
        (bent(**{"xl/drawings/a.vml": "<!DOCTYPE a><a/>"}), "xml-doctype"),
        (bent(**{SHEET_NAME: ("<!DOCTYPE a>" + SHEET.partition("?>")[2]).encode("utf-16")}), "xml-doctype"),
        (bent(**{SHEET_NAME: ("\ufeff<!DOCTYPE a>" + SHEET.partition("?>")[2]).encode("utf-16-be")}), "xml-doctype"),
        (bent(**{SHEET_NAME: DOCTYPE_IN_ANOTHER_READING}), "xml-doctype"),
        (bent(**{"[Content_Types].xml": "<!DOCTYPE a>" + CONTENT_TYPES.partition("?>")[2]}), "xml-doctype"),
        (bent(**{"xl/sharedStrings.xml": "<a>" + "x" * (6 * 2**20) + "</a>"}), "text-too-long"),
    ],
)
def test_everything_else_is_refused(content: bytes, code: str) -> None:
    assert code_of(content) == code


@pytest.mark.parametrize(
    ("rows", "plain"),
    [
        ([row_of(2, PERSON)], True),
        (['<row r="2"><c r="A2" s="1"/><c r="BL2" t="n"><v>1</v></c></row>'], True),
        (['<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>'], False),
        (['<row r="2"><c r="BM2"><v>1</v></c></row>'], False),
        (['<row r="2"><c r="A100000"><v>1</v></c></row>'], False),
        (['<row r="2"><c><v>1</v></c></row>'], False),
        (['<row><c r="A2"><v>1</v></c></row>'], False),
        (['<row r="2"><c r="A2"><f>1+1</f></c></row>'], False),
        (['<row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>'], False),
        (['<row r="2"><c r="A2" s="1" t="s"><v>0</v></c><c r="B2" t="s" s="1"><v>1</v></c></row>'], True),
        (['<row r="2"><c r="A2" t="s"><v>-1</v></c></row>'], False),
        (['<row r="2"><c r="A2" t="s"><v>\n 1</v></c></row>'], False),
        (['<row r="2"><c r="A2"><v>-1.5E+17</v></c></row>'], True),
        (['<row r="2"><c r="A2"><v>110101196201010008 </v></c></row>'], False),
        (['<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>'], False),
        (['<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>'], False),
        (['<row r="3"><c r="A3"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'], False),
        (['<!-- x --><row r="2"><c r="A2"><v>1</v></c></row>'], False),
    ],
)
def test_the_fast_reader_is_trusted_with_plain_parts_only(rows: list[str], plain: bool) -> None:
    assert repacked(roster(*rows))[1] is plain


def test_absurd_counts_are_not_shown_to_the_fast_reader() -> None:
    strings = '<sst xmlns="x" count="4294967295" uniqueCount="4294967295"/>'
    assert repacked(bent(**{"xl/sharedStrings.xml": strings}))[1] is False
    merged = '<mergeCells count="4294967295"><mergeCell ref="A1:B1"/></mergeCells>'
    assert repacked(roster(row_of(2, PERSON), after=merged))[1] is False
