from hashlib import sha256

import pytest

from sheets.gate import OLE, Kind, kind_of
from sheets.problems import Refused
from sheets.reading import read
from sheets.tests.building import COLUMNS


def old(*names: str) -> bytes:
    """An OLE container as far as the door looks: the names stand in its directory, 128 bytes apart."""
    entries = b"".join((name.encode("utf-16-le") + b"\0\0").ljust(128, b"\0") for name in names)
    return OLE + bytes(504) + entries


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"PK\x03\x04", "名单.xlsx", Kind.WORKBOOK),
        (b"PK\x03\x04", "名单.CSV", Kind.WORKBOOK),
        (b"PK\x03\x04", ".xlsx", Kind.WORKBOOK),
        (old("Root Entry", "Workbook"), "名单.et", Kind.OLD_WORKBOOK),
        (old("Book"), "名单.xls", Kind.OLD_WORKBOOK),
        ("姓名".encode(), "名单.txt", Kind.TEXT),
        (b"\xff\xfe\x11\x22", "名单.xlsx", Kind.TEXT),
    ],
)
def test_the_content_decides(content: bytes, name: str, expected: Kind) -> None:
    assert kind_of(content, name) is expected


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"PK\x03\x04", "名单.xlsx.exe", "file-name"),
        (b"PK\x03\x04", "名单", "file-name"),
        (b"PK\x03\x04", "名单.xlsm", "file-name"),
        (b"", "名单.xlsx", "file-empty"),
        (b"a" * (20 * 2**20 + 1), "名单.csv", "file-too-large"),
        (old("Workbook", "EncryptedPackage"), "名单.xlsx", "file-password"),
        (old("Workbook", "_VBA_PROJECT_CUR"), "名单.xls", "file-macros"),
        (old("WordDocument"), "名单.xls", "file-kind"),
        (OLE, "名单.xls", "file-kind"),
        (OLE + bytes(22) + b"\x09\0" + bytes(16) + b"\x05\0" + bytes(974), "名单.xls", "file-damaged"),
        (OLE + b"x" + "Workbook".encode("utf-16-le") + b"\0\0", "名单.xls", "file-kind"),
        (b"%PDF-1.7", "名单.xlsx", "file-kind"),
        (b"\x89PNG\r\n", "名单.csv", "file-kind"),
        (b"\x1f\x8b\x08", "名单.xlsx", "file-kind"),
        (b"<html>PK\x03\x04", "名单.xlsx", "file-kind"),
        (b"name,PK\x03\x04", "名单.csv", "file-kind"),
        (b" \r\n<HTML><table>", "名单.xls", "file-web-page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "名单.xlsx", "file-web-page"),
        (b"MIME-Version: 1.0\r\n", "名单.xls", "file-web-page"),
    ],
)
def test_everything_else_is_refused(content: bytes, name: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        kind_of(content, name)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"%PDF-1.7 110101199001010011", "file-kind"), ("号码,备注\n1,2\n".encode(), "text-header-missing")],
)
def test_a_refusal_stands_in_the_log_without_the_files_name(
    content: bytes, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Refused):
        read(content, "110101199001010011 王芳.xlsx", COLUMNS)
    assert caplog.messages == [f"file refused: {code}, {len(content)} bytes, digest {sha256(content).hexdigest()}"]
