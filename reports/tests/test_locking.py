"""A workbook behind a password: opened by other hands than those that locked it."""

import io
import re

import msoffcrypto
import openpyxl
import pytest
from msoffcrypto.exceptions import InvalidKeyError

from reports import xlsx
from reports.locking import locked, new_password
from reports.tests.paper import small_table

PASSWORD = "kx7m-2wqe"


def workbook() -> bytes:
    return b"".join(xlsx.stream(small_table(("王𬭎", "007", 3))))


def opened(content: bytes, password: str) -> bytes:
    office, plain = msoffcrypto.OfficeFile(io.BytesIO(content)), io.BytesIO()
    office.load_key(password=password, verify_password=True)
    office.decrypt(plain, verify_integrity=True)
    return plain.getvalue()


@pytest.mark.parametrize("password", [PASSWORD, "四月的雨 2026", "a" * 64, "!\"#$%&'()*+,-./<>"])
def test_the_password_opens_the_same_workbook(password):
    assert opened(locked(workbook(), password), password) == workbook()


@pytest.mark.parametrize("password", ["kx7m-2wq", "kx7m-2wqE", "kx7m-2wqe ", "VelvetSweatshop"])
def test_another_password_does_not_open_it(password):
    with pytest.raises(InvalidKeyError):
        opened(locked(workbook(), PASSWORD), password)


def test_without_the_password_nothing_of_the_workbook_is_to_be_found():
    content = locked(workbook(), PASSWORD)
    assert (content[:8].hex(), msoffcrypto.OfficeFile(io.BytesIO(content)).is_encrypted()) == ("d0cf11e0a1b11ae1", True)
    assert [word for word in (b"xl/worksheets", b"PK\x03\x04", "王".encode()) if word in content] == []
    with pytest.raises(Exception, match="not a zip file"):
        openpyxl.load_workbook(io.BytesIO(content))


def test_it_is_encrypted_as_strongly_as_excel_does_it():
    [info] = re.findall(rb"<\?xml.*?</encryption>", locked(workbook(), PASSWORD), re.DOTALL)
    for said in (b'cipherAlgorithm="AES"', b'keyBits="256"', b'hashAlgorithm="SHA512"', b'spinCount="100000"'):
        assert said in info


def test_the_same_workbook_is_never_locked_twice_alike():
    assert locked(workbook(), PASSWORD) != locked(workbook(), PASSWORD)


def test_passwords_we_make():
    made = {new_password() for _time in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch("([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", password) for password in made)
