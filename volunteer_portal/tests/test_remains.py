"""What the search for numbers finds, and that nothing it is shown in vain looks like one."""

import base64
import hashlib
import os

import pytest

from volunteer_portal.tests.remains import Wanted
from volunteer_portal.tests.school import on_a_roster

PERSON = on_a_roster(1001)
NUMBER, PHONE = PERSON.document_number, PERSON.phone
WANTED = Wanted([NUMBER, PHONE])
WIDE = NUMBER.translate({ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789X"})
FORMS = {
    "plain": f"证件 {NUMBER}。".encode(),
    "phone": f"电话+86{PHONE}".encode(),
    "amid digits": f"00{NUMBER}00".encode(),
    "small x": NUMBER.lower().encode(),
    "utf-16": f"a{NUMBER}".encode("utf-16-le"),
    "utf-16 the other way": f"a{NUMBER}".encode("utf-16-be"),
    "full width": WIDE.encode(),
    "full width in utf-16": WIDE.encode("utf-16-le"),
    "reversed": NUMBER[::-1].encode(),
    "first 17 reversed": NUMBER[:17][::-1].encode(),
    "phone reversed": PHONE[::-1].encode(),
    **{f"base64 at {at}": base64.b64encode(b"x" * at + NUMBER.encode() + b"tail") for at in range(3)},
    "base64 for addresses": base64.urlsafe_b64encode(f"{{{NUMBER}}}".encode()),
    "phone in base64": base64.b64encode(f"a{PHONE}b".encode()),
    "md5": hashlib.md5(NUMBER.encode()).hexdigest().encode(),  # noqa: S324 – what is looked for
    "sha1": hashlib.sha1(PHONE.encode()).hexdigest().upper().encode(),  # noqa: S324
    "sha256": b"00" + hashlib.sha256(NUMBER.encode()).hexdigest().encode(),
}


@pytest.mark.parametrize("content", FORMS.values(), ids=FORMS)
def test_found_in_every_form(content: bytes) -> None:
    assert len(WANTED.in_text(b"\x00\xff before " + content + b" after")) >= 1


def test_digests_are_found_as_they_are() -> None:
    content = os.urandom(500) + hashlib.sha256(PHONE.encode()).digest() + os.urandom(500)
    assert (WANTED.in_bytes(content), WANTED.in_text(content)) == ({PHONE.encode()}, set())


def test_other_numbers_are_not_found() -> None:
    other = on_a_roster(1002)
    content = f"{other.document_number} {other.phone} {NUMBER[:-1]} {PHONE[1:]}".encode() + os.urandom(50_000)
    assert WANTED.in_bytes(content) == set()
