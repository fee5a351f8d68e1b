"""One XML part of a workbook: well-formed, without a DTD, in UTF-8, plain enough for the fast reader or not (R3)."""

import codecs
import io
import re
import zipfile
from collections.abc import Iterator
from operator import lt
from xml.parsers import expat

from sheets.problems import Refused, gettext_noop

CHUNK = 2**18
CHUNKS_OF_BARE_TEXT = 16
BLOCK = 2**20
DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
UTF_8_NAMES = (None, "utf-8", "utf8", "us-ascii", "ascii")

# `(?:…|)` rather than `(?:…)?`, and the usual kinds of cells first: every cell of a sheet goes through here.
PLAIN_REFERENCE = rb'r="(?:[A-Z]|A[A-Z]|B[A-L])[1-9][0-9]{0,4}"'
PLAIN_STYLE = rb'(?: s="[0-9]+"|)'
PLAIN_CONTENT = PLAIN_STYLE + rb"(?: |)(?:/>|>(?:<v>%b</v>|)</c>)"
PLAIN_NUMBER = PLAIN_CONTENT % rb"(?:-|)[0-9]+(?:\.[0-9]+|)(?:[Ee][+-]?[0-9]+|)"
PLAIN_KINDS = (
    b's"' + PLAIN_CONTENT % rb"[0-9]+",
    b'inlineStr"' + PLAIN_STYLE + b">",
    b'n"' + PLAIN_NUMBER,
    b'str"' + PLAIN_CONTENT % rb"[^<]*",
    b'b"' + PLAIN_CONTENT % rb"[01]",
    b'd"' + PLAIN_CONTENT % rb"[0-9T:.Z-]+",
)
PLAIN_CELL = PLAIN_REFERENCE + PLAIN_STYLE + b'(?: t="(?:' + b"|".join(PLAIN_KINDS) + b")|" + PLAIN_NUMBER + b")"
OTHER_CELL = re.compile(rb"<c[\s/>](?!" + PLAIN_CELL + b")")
REFERENCE = re.compile(rb'<c r="([^"]*)')
ROW = re.compile(rb"<row[\s/>][^>]*")
PLAIN_ROW = re.compile(rb'<row r="([1-9][0-9]{0,4})"(?![^>]*hidden)')
FORMULA = re.compile(rb"<f[\s/>]")
ABSURD_COUNT = re.compile(rb'ount\s*=\s*["\'][0-9]{8,}')

SMALL_PART = 4 * 2**20
BLANKS_THAT_MATTER = 100_000
BLANK_CELL = re.compile(rb'<c r="[A-Z]+[0-9]+"(?: s="[0-9]+"| t="[a-z]+")* ?(?:/>|></c>)')
BLANK_ROW = re.compile(rb"<row(?: [^<>]*)?(?:/>|></row>)")
STRICT = b"http://purl.oclc.org/ooxml/"
USUAL_NAMES = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/", b"http://schemas.openxmlformats.org/spreadsheetml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)

XML_DAMAGED = gettext_noop(
    "A part of the workbook is damaged and cannot be read. Please open the file in Excel or WPS, save it as .xlsx and "
    "send it again."
)
XML_DOCTYPE = gettext_noop(
    "A part of the workbook is written in a way that is not safe, so the file was not read. Please copy the table into "
    "a new workbook and save it as .xlsx."
)
TEXT_TOO_LONG = gettext_noop(
    "A cell holds far too long a text, so the file cannot be read. Please shorten it and send the file again."
)


def read_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of one member, never more than its declared size; `zipfile` checks the sum at the end."""
    bare = 0
    part = io.BytesIO()  # gives its bytes away without a copy, which joining them would be
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            bare = 0 if b"<" in chunk else bare + 1
            if bare > CHUNKS_OF_BARE_TEXT:
                raise Refused("text-too-long", TEXT_TOO_LONG)
            part.write(chunk)
    return part.getvalue()


def checked_part(data: bytes, *, well_formed: bool = True) -> bytes:
    """The part in UTF-8; `Refused` when it has a DTD in whatever encoding, or is not well-formed XML."""
    encodings: list[str | None] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = lambda _version, encoding, _standalone: encodings.append(encoding)
    try:
        parser.Parse(data, True)
        fresh = _in_utf_8(data, encodings[0].lower() if encodings and encodings[0] else None)
    except (expat.ExpatError, UnicodeError, LookupError) as damage:
        if well_formed:
            raise Refused("xml-damaged", XML_DAMAGED) from damage
        return data
    # What was decoded is checked again: Python and expat may understand an encoding differently.
    return data if fresh is data else checked_part(fresh, well_formed=well_formed)


def _refuse_doctype(*_declaration: object) -> None:
    raise Refused("xml-doctype", XML_DOCTYPE)


def _in_utf_8(data: bytes, encoding: str | None) -> bytes:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    if encoding in UTF_8_NAMES:
        return data
    return DECLARATION.sub("", data.decode(encoding or "utf-8")).encode()


def simplified(part: bytes) -> bytes:
    """The part as the readers like it: usual names where Excel wrote its “strict” ones, and no bulk of blank cells.

    Somebody who gives borders to whole columns sends a million cells in which nothing stands.
    """
    if STRICT in part:
        for strict, usual in USUAL_NAMES:
            part = part.replace(strict, usual)
    if len(part) < SMALL_PART or part.count(b"/>") + part.count(b'"></c>') < BLANKS_THAT_MATTER:
        return part
    if _has_asides(part) or b"<sheetData" not in part:
        return part
    return b"".join(BLANK_ROW.sub(b"", BLANK_CELL.sub(b"", block)) for block in _blocks(part))


def _blocks(part: bytes) -> Iterator[bytes]:
    """The part in pieces of about a megabyte that begin with a row: all of it at once takes five times its memory."""
    start = 0
    while start < len(part):
        end = part.find(b"<row", start + BLOCK)
        yield part[start : end if end > 0 else len(part)]
        start = end if end > 0 else len(part)


def is_plain(part: bytes) -> bool:
    """Whether the fast reader tells the truth about this part.

    It cannot tell a formula without a result or an Excel error from a blank cell, knows no hidden rows, lets the later
    of two cells of one name win, takes the first string of all for one whose number it cannot read, and dies of a cell
    far away or of an absurd count. None of that may be in the part.
    """
    start = part.find(b"sheetData")
    if start < 0:
        return not ABSURD_COUNT.search(part)
    if part[start - 1 : start] != b"<" or _has_asides(part) or ABSURD_COUNT.search(part[part.rfind(b"sheetData") :]):
        return False
    return not OTHER_CELL.search(part) and not FORMULA.search(part) and _rows_in_order(part) and _cells_once(part)


def _has_asides(part: bytes) -> bool:
    """Comments, CDATA and the like. One sign is found at once; to look for two takes a millisecond a megabyte."""
    return b"!" in part and b"<!" in part


def _rows_in_order(part: bytes) -> bool:
    rows = [PLAIN_ROW.match(tag) for tag in ROW.findall(part)]
    numbers = [int(row[1]) for row in rows if row]
    return len(numbers) == len(rows) and all(map(lt, numbers, numbers[1:]))


def _cells_once(part: bytes) -> bool:
    references = REFERENCE.findall(part)
    return len(set(references)) == len(references)
