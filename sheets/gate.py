"""The door: what kind of file this is, told by its content before any parser sees it (R1; SECURITY C08)."""

import codecs
from enum import Enum

from sheets.problems import Refused, gettext_noop

FILE_MEGABYTES = 20
EXTENSIONS = (".xlsx", ".xls", ".et", ".csv", ".txt")
ZIP = b"PK\x03\x04"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
OTHER_KINDS = (
    *(b"%PDF", b"{\\rtf", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ"),
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"SQLite format 3"),
)
MARKUP = ("<", "mime-version:")

FILE_NAME = gettext_noop(
    "The name of the file must end in .xlsx, .xls, .et, .csv or .txt. Please save the table as .xlsx and send it again."
)
FILE_EMPTY = gettext_noop("The file is empty. Please choose the file that holds your table.")
FILE_TOO_LARGE = gettext_noop(
    "The file is larger than %(limit)s MB. Please remove pictures and sheets that are not needed, and send it again."
)
FILE_DAMAGED = gettext_noop(
    "The file is damaged or incomplete and cannot be read. Please open it in Excel or WPS, save it as .xlsx and send "
    "it again."
)
FILE_KIND = gettext_noop(
    "This is not an Excel or csv file, whatever its name says. Please open your table in Excel or WPS and save it as "
    ".xlsx."
)
FILE_WEB_PAGE = gettext_noop(
    "This is a web page or XML file that only bears the name of a table. Please open it in Excel or WPS and save it as "
    ".xlsx."
)
FILE_PASSWORD = gettext_noop(
    "The file can only be opened with a password. Please remove the password and send it again."
)
FILE_MACROS = gettext_noop("The file contains macros, which are not accepted. Please save it as .xlsx without macros.")


class Kind(Enum):
    """The three kinds of file that are read."""

    WORKBOOK = "workbook"
    OLD_WORKBOOK = "old-workbook"
    TEXT = "text"


def kind_of(content: bytes, name: str) -> Kind:
    """The kind of a file by its content; `Refused` with what to do instead when it is none of ours."""
    if not name.lower().endswith(EXTENSIONS):
        raise Refused("file-name", FILE_NAME)
    if not content:
        raise Refused("file-empty", FILE_EMPTY)
    if len(content) > FILE_MEGABYTES * 2**20:
        raise Refused("file-too-large", FILE_TOO_LARGE, {"limit": FILE_MEGABYTES})
    return _kind(content)


def _kind(content: bytes) -> Kind:
    if content.startswith(ZIP):
        return Kind.WORKBOOK
    if content.startswith(OLE):
        return _old_workbook(content)
    if content.startswith(OTHER_KINDS) or ZIP in content:
        raise Refused("file-kind", FILE_KIND)
    if is_markup(content[:512].removeprefix(codecs.BOM_UTF8).decode("latin-1")):
        raise Refused("file-web-page", FILE_WEB_PAGE)
    return Kind.TEXT


def is_markup(text: str) -> bool:
    """Whether a text is a web page, an XML file or a saved mail rather than a table."""
    return text.lstrip("\ufeff \t\r\n").lower().startswith(MARKUP)


def _old_workbook(content: bytes) -> Kind:
    """Which program's file an OLE container is, by the names in its directory."""
    if _holds(content, "EncryptedPackage"):
        raise Refused("file-password", FILE_PASSWORD)
    if _holds(content, "_VBA_PROJECT_CUR"):
        raise Refused("file-macros", FILE_MACROS)
    if not (_holds(content, "Workbook") or _holds(content, "Book")):
        if _ends_before_its_directory(content):
            raise Refused("file-damaged", FILE_DAMAGED)
        raise Refused("file-kind", FILE_KIND)
    return Kind.OLD_WORKBOOK


def _ends_before_its_directory(content: bytes) -> bool:
    """Whether the OLE head points to a directory behind the end of the file."""
    size, first = int.from_bytes(content[30:32], "little"), int.from_bytes(content[48:52], "little")
    return (first + 1) << size >= len(content)


def _holds(content: bytes, name: str) -> bool:
    """Whether the OLE directory has this entry: entries are 128 bytes apart and begin with the name in UTF-16."""
    entry = name.encode("utf-16-le") + b"\0\0"
    found = content.find(entry)
    while found >= 0 and found % 128:
        found = content.find(entry, found + 1)
    return found >= 0
