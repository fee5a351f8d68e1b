"""The zip around a workbook: judged by its directory, unpacked by count, packed again from checked parts (R2, R3).

The readers never see the sender's zip, only a fresh one that holds nothing but checked XML parts. So it does not
matter how differently two readers would understand a crooked one.
"""

import io
import struct
import zipfile
import zlib
from itertools import pairwise

from sheets.cells import COLUMNS_READ, ROWS_READ
from sheets.gate import FILE_DAMAGED, FILE_KIND, FILE_MACROS, FILE_PASSWORD
from sheets.parts import checked_part, is_plain, read_part, simplified
from sheets.problems import Refused, gettext_noop

MEMBERS = 500
MEMBER_MEGABYTES = 200
TOTAL_MEGABYTES = 256
LARGE_PART = 32 * 2**20  # packed again, for memory; smaller ones are not, for speed
STRINGS = ROWS_READ * COLUMNS_READ  # more texts than any table that is read has cells
END_RECORD = b"PK\x05\x06"
DIRECTORY_RECORD = b"PK\x01\x02"
LOCAL_HEADER = struct.Struct("<26xHH")
END_COUNTS = struct.Struct("<4x4H")  # this disk, the directory's disk, members on it, members in all
COUNTED_ELSEWHERE = 0xFFFF
ENCRYPTED_FLAG = 0x1
MACRO_SHEETS = "xl/macrosheets/"

FILE_UNSAFE = gettext_noop(
    "The inner structure of the file is not safe, so it was not read. Please open it in Excel or WPS, save it as .xlsx "
    "and send it again."
)
FILE_UNPACKED_TOO_LARGE = gettext_noop(
    "The file becomes too large when it is unpacked. Please copy the table into a new workbook and save it as .xlsx."
)
FILE_BINARY_WORKBOOK = gettext_noop(
    "Binary workbooks (.xlsb) are not read, whatever their name says. Please save the table as .xlsx."
)
FILE_OPEN_DOCUMENT = gettext_noop(
    "OpenDocument tables (.ods) are not read, whatever their name says. Please save the table as .xlsx."
)
MAIN_TYPES = (
    (b"macroenabled.main+xml", "file-macros", FILE_MACROS),
    (b"ms-office.vbaproject", "file-macros", FILE_MACROS),
    (b"macrosheet+xml", "file-macros", FILE_MACROS),
    (b"sheet.binary.macroenabled.main", "file-binary-workbook", FILE_BINARY_WORKBOOK),
)


def repacked(content: bytes) -> tuple[bytes, bool]:
    """The workbook in a fresh zip of checked XML parts, and whether a fast reader may be trusted with it.

    Raises `Refused` for anything R2 and R3 do not allow.
    """
    fresh = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(_whole(content))) as archive, zipfile.ZipFile(fresh, "w") as clean:
            members = _judged(archive, content)
            _workbook_only(archive, {member.filename.casefold() for member in members})
            plain = [_copied(archive, member, clean) for member in members]
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, UnicodeDecodeError) as damage:
        raise Refused("file-damaged", FILE_DAMAGED) from damage
    return fresh.getvalue(), all(plain)


def _whole(content: bytes) -> bytes:
    """One directory at the very end and none hidden in a comment: what we judge is what is there."""
    if content.count(DIRECTORY_RECORD) > MEMBERS:
        raise Refused("file-unsafe", FILE_UNSAFE)
    end = content.rfind(END_RECORD)
    if end < 0:
        raise Refused("file-damaged", FILE_DAMAGED)
    if end + 22 != len(content):
        raise Refused("file-unsafe", FILE_UNSAFE)
    return content


def _judged(archive: zipfile.ZipFile, content: bytes) -> list[zipfile.ZipInfo]:
    """The members by place, after every rule that needs only the directory."""
    members = sorted(archive.infolist(), key=lambda member: member.header_offset)
    names = [member.orig_filename.casefold() for member in members]
    if any(name.endswith("vbaproject.bin") or name.startswith(MACRO_SHEETS) for name in names):
        raise Refused("file-macros", FILE_MACROS)
    if any(member.flag_bits & ENCRYPTED_FLAG for member in members):
        raise Refused("file-password", FILE_PASSWORD)
    if (
        not 0 < len(members) <= MEMBERS
        or len(set(names)) < len(names)
        or any(_strays(name) for name in names)
        or any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members)
        or _miscounted(content, len(members))
        or _overlapping(members, content, archive.start_dir)
    ):
        raise Refused("file-unsafe", FILE_UNSAFE)
    sizes = [member.file_size for member in members]
    if max(sizes) > MEMBER_MEGABYTES * 2**20 or sum(sizes) > TOTAL_MEGABYTES * 2**20:
        raise Refused("file-unpacked-too-large", FILE_UNPACKED_TOO_LARGE)
    return members


def _strays(name: str) -> bool:
    return name.startswith("/") or ".." in name.split("/") or any(sign in name for sign in "\\:\0")


def _miscounted(content: bytes, members: int) -> bool:
    """Whether the end of the zip tells of another number of members, or of other disks, than its directory."""
    *disks, here, in_all = END_COUNTS.unpack_from(content, len(content) - 22)
    return any(disks) or here != in_all or in_all not in (members, COUNTED_ELSEWHERE)


def _overlapping(members: list[zipfile.ZipInfo], content: bytes, directory: int) -> bool:
    """Whether members share bytes or leave something in front of the first (CVE-2024-0450, polyglots)."""
    edges = [(0, 0)]
    for member in members:
        name, extra = LOCAL_HEADER.unpack_from(content, member.header_offset)
        start = member.header_offset
        edges.append((start, start + 30 + name + extra + member.compress_size))
    edges.append((directory, directory))
    return edges[1][0] != 0 or any(after[0] < before[1] for before, after in pairwise(edges))


def _workbook_only(archive: zipfile.ZipFile, names: set[str]) -> None:
    """Office files of other programs are zips too: their list of contents tells."""
    if "mimetype" in names:
        raise Refused("file-open-document", FILE_OPEN_DOCUMENT)
    if "[content_types].xml" not in names:
        raise Refused("file-kind", FILE_KIND)
    types = checked_part(read_part(archive, archive.getinfo("[Content_Types].xml"))).lower()
    for word, code, message in MAIN_TYPES:
        if word in types:
            raise Refused(code, message)
    if b"spreadsheetml.sheet.main+xml" not in types and b"spreadsheetml.template.main+xml" not in types:
        raise Refused("file-kind", FILE_KIND)


def _copied(archive: zipfile.ZipFile, member: zipfile.ZipInfo, clean: zipfile.ZipFile) -> bool:
    """Copy a checked XML part; pictures and the like are left behind unread."""
    name = member.filename.casefold()
    if not name.endswith((".xml", ".rels", ".vml")):
        return True
    data = read_part(archive, member)
    if name.endswith(".vml"):
        checked_part(data, well_formed=False)
        return True
    data = simplified(checked_part(data))
    if len(data) > STRINGS and data.count(b"<si") > STRINGS:
        raise Refused("file-unpacked-too-large", FILE_UNPACKED_TOO_LARGE)
    clean.writestr(member.filename, data, zipfile.ZIP_DEFLATED if len(data) > LARGE_PART else None, 1)
    return is_plain(data)
