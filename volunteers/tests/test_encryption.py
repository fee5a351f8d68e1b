"""Personal data at rest: what opens, what does not, and what never shows."""

from base64 import urlsafe_b64encode

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from volunteers.encryption import (
    DecryptionFailed,
    decrypt,
    decrypt_bytes,
    encrypt,
    encrypt_bytes,
    encrypt_many,
    fingerprint,
    newest_header,
)

OLD, NEW, OTHER = (urlsafe_b64encode(bytes([number]) * 32).decode() for number in (1, 2, 3))
NUMBER, PLACE = "11010119620105000X", "volunteer.document_number:1"


@pytest.fixture(autouse=True)
def keys(settings: Settings) -> None:
    settings.ENCRYPTION_KEYS = [OLD]
    settings.FINGERPRINT_KEY = OTHER


@pytest.mark.parametrize("text", [NUMBER, "", "𬭎㛃"])
def test_what_was_sealed_opens_in_its_place(text: str) -> None:
    assert decrypt(encrypt(text, PLACE), PLACE) == text
    assert decrypt(memoryview(encrypt(text, PLACE)), PLACE) == text


def test_content_of_files() -> None:
    content = bytes(range(256)) * 100
    assert decrypt_bytes(encrypt_bytes(content, "file:1"), "file:1") == content


def test_many_at_once_open_one_by_one_and_never_repeat() -> None:
    pairs = [(NUMBER, f"place:{number}") for number in range(100)]
    sealed = encrypt_many(pairs)
    assert [decrypt(blob, place) for blob, (_, place) in zip(sealed, pairs, strict=True)] == [NUMBER] * 100
    assert len({blob[5:17] for blob in sealed}) == 100
    assert encrypt_many([]) == []


def test_a_sealed_value_says_algorithm_and_key_and_hides_the_rest() -> None:
    sealed = encrypt(NUMBER, PLACE)
    assert (sealed[:1], len(sealed)) == (b"\x01", 1 + 4 + 12 + len(NUMBER) + 16)
    assert NUMBER.encode() not in sealed
    assert sealed[:5] == encrypt("", "elsewhere")[:5]


@pytest.mark.parametrize("place", [0, 1, 5, 20, -1])
def test_a_changed_byte_does_not_open(place: int) -> None:
    sealed = bytearray(encrypt(NUMBER, PLACE))
    sealed[place] ^= 1
    with pytest.raises(DecryptionFailed):
        decrypt(sealed, PLACE)


@pytest.mark.parametrize("length", [0, 4, 10, 17, 30])
def test_a_torn_value_does_not_open(length: int) -> None:
    with pytest.raises(DecryptionFailed):
        decrypt(encrypt(NUMBER, PLACE)[:length], PLACE)


def test_a_value_moved_to_another_row_does_not_open_and_tells_nothing() -> None:
    with pytest.raises(DecryptionFailed) as failed:
        decrypt(encrypt(NUMBER, PLACE), "volunteer.document_number:2")
    assert NUMBER not in repr(failed.value)


def test_rotation_reads_both_keys_and_seals_with_the_newest(settings: Settings) -> None:
    before = encrypt(NUMBER, PLACE)
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    after = encrypt(NUMBER, PLACE)
    assert (decrypt(before, PLACE), decrypt(after, PLACE)) == (NUMBER, NUMBER)
    assert (before.startswith(newest_header()), after.startswith(newest_header())) == (False, True)
    settings.ENCRYPTION_KEYS = [NEW]
    with pytest.raises(DecryptionFailed):
        decrypt(before, PLACE)


def test_fingerprints_depend_on_person_and_key_alone(settings: Settings) -> None:
    first = fingerprint("id:1")
    assert (len(first), first, first != fingerprint("id:2")) == (64, fingerprint("id:1"), True)
    settings.ENCRYPTION_KEYS = [NEW]
    assert fingerprint("id:1") == first
    settings.FINGERPRINT_KEY = NEW
    assert fingerprint("id:1") != first


@pytest.mark.parametrize("keys_given", [[], ["short"], ["not base64 at all!"], [OLD, ""]])
def test_unusable_keys_are_named_by_their_setting(settings: Settings, keys_given: list[str]) -> None:
    settings.ENCRYPTION_KEYS = keys_given
    with pytest.raises(ImproperlyConfigured, match="ENCRYPTION_KEYS"):
        encrypt(NUMBER, PLACE)
