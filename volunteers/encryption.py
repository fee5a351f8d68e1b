"""Personal data at rest: AES-256-GCM bound to its row, and the keyed fingerprint people are found by (SECURITY C11).

A sealed value is: algorithm (1 byte), key id (4), nonce (12), ciphertext with tag. Keys come from the settings,
urlsafe base64 of 32 bytes: `ENCRYPTION_KEYS`, the newest first, `FINGERPRINT_KEY`, and `BACKUP_KEY` for backups.
"""

import hashlib
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

AES_256_GCM: Final = b"\x01"
KEY_BYTES: Final = 32
KEY_ID_BYTES: Final = 4
NONCE_BYTES: Final = 12
SECOND_FACTOR: Final = "mfa_authenticator.data"
FORM: Final = "session.kept_form:{}"
SHORT_DIGITS: Final = 24
HEADER_BYTES: Final = len(AES_256_GCM) + KEY_ID_BYTES
CONTENT_BEGINS: Final = HEADER_BYTES + NONCE_BYTES

Sealed = bytes | bytearray | memoryview


class DecryptionFailed(Exception):
    """A sealed value does not open: its key is not among the present ones, it was moved, or it was changed."""


def encrypt(text: str, context: str) -> bytes:
    """The text sealed with the newest key; it opens only under the same context, such as `volunteer.phone:{pk}`."""
    return encrypt_bytes(text.encode(), context)


def decrypt(sealed: Sealed, context: str) -> str:
    """The text that was sealed under this context; `DecryptionFailed` when it does not open."""
    return decrypt_bytes(sealed, context).decode()


def encrypt_many(texts: Iterable[tuple[str, str]]) -> list[bytes]:
    """Many (text, context) pairs sealed at once; the nonces are drawn in one batch, which is ten times as fast."""
    pairs = list(texts)
    header, cipher = _newest(_keys())
    nonces = os.urandom(NONCE_BYTES * len(pairs))
    places = range(0, len(nonces), NONCE_BYTES)
    return [
        _seal(cipher, header, nonces[place : place + NONCE_BYTES], text.encode(), context)
        for place, (text, context) in zip(places, pairs, strict=True)
    ]


def decrypt_many(sealed: Iterable[tuple[Sealed, str]]) -> list[str]:
    """Many values opened, each under its own context; nothing where nothing was sealed."""
    ciphers = _ciphers(_keys())
    return [_open(ciphers, bytes(content), context).decode() if content else "" for content, context in sealed]


def encrypt_bytes(content: bytes, context: str) -> bytes:
    """A file or other content sealed with the newest key."""
    header, cipher = _newest(_keys())
    return _seal(cipher, header, os.urandom(NONCE_BYTES), content, context)


def decrypt_bytes(sealed: Sealed, context: str) -> bytes:
    """The content that was sealed under this context; `DecryptionFailed` when it does not open."""
    return _open(_ciphers(_keys()), bytes(sealed), context)


def seal_for_storage(content: bytes, context: str) -> bytes:
    """A piece of a backup, sealed with its own key: whoever holds a backup still lacks the keys of the people in it."""
    header, cipher = _newest((settings.BACKUP_KEY,))
    return _seal(cipher, header, os.urandom(NONCE_BYTES), content, context)


def open_from_storage(sealed: bytes, context: str) -> bytes:
    """A piece of a backup; `DecryptionFailed` when it does not open."""
    return _open(_ciphers((settings.BACKUP_KEY,)), sealed, context)


def newest_header() -> bytes:
    """How every value begins that is sealed from now on; others are renewed when keys are rotated."""
    return _newest(_keys())[0]


def known_headers() -> set[bytes]:
    """How values begin that the present keys open."""
    return set(_ciphers(_keys()))


def seal_second_factor(secret: str) -> str:
    """The secret of an account's second factor, sealed, as text."""
    return urlsafe_b64encode(encrypt(secret, SECOND_FACTOR)).decode()


def open_second_factor(sealed: str) -> str:
    """The secret again; this opens nothing else."""
    return decrypt(urlsafe_b64decode(sealed), SECOND_FACTOR)


def is_outdated_second_factor(sealed: str) -> bool:
    """Whether this was sealed with an older key."""
    return urlsafe_b64decode(sealed)[:HEADER_BYTES] != newest_header()


def seal_form(typed: str, account: int) -> str:
    """What somebody filled in, sealed for their account, as text."""
    return urlsafe_b64encode(encrypt(typed, FORM.format(account))).decode()


def open_form(sealed: str, account: int) -> str:
    """The same for that account again; `DecryptionFailed` for any other, and this opens nothing else."""
    return decrypt(urlsafe_b64decode(sealed), FORM.format(account))


def fingerprint(person_key: str) -> str:
    """The keyed hash by which a person is found without opening anything (HMAC-SHA-256, 64 hexadecimal digits)."""
    keyed = _fingerprint_start(settings.FINGERPRINT_KEY).copy()
    keyed.update(person_key.encode())
    return keyed.finalize().hex()


def phone_fingerprint(phone: str) -> str:
    """The same for a phone number, in short: two people may share one; nothing for nothing."""
    return fingerprint(f"phone:{phone}")[:SHORT_DIGITS] if phone else ""


def _seal(cipher: AESGCM, header: bytes, nonce: bytes, content: bytes, context: str) -> bytes:
    return header + nonce + cipher.encrypt(nonce, content, header + context.encode())


def _open(ciphers: Mapping[bytes, AESGCM], blob: bytes, context: str) -> bytes:
    header = blob[:HEADER_BYTES]
    cipher = ciphers.get(header)
    if cipher is None:
        raise DecryptionFailed("sealed with a key that is not among the present ones")
    try:
        return cipher.decrypt(blob[HEADER_BYTES:CONTENT_BEGINS], blob[CONTENT_BEGINS:], header + context.encode())
    except (InvalidTag, ValueError):
        raise DecryptionFailed("sealed in another place, or changed since") from None


def _keys() -> tuple[str, ...]:
    return tuple(settings.ENCRYPTION_KEYS)


@lru_cache(maxsize=8)
def _ciphers(keys: tuple[str, ...]) -> dict[bytes, AESGCM]:
    if not keys:
        raise ImproperlyConfigured("ENCRYPTION_KEYS holds no key.")
    return {_header(key): AESGCM(key) for key in (_key_bytes(key, "ENCRYPTION_KEYS") for key in keys)}


@lru_cache(maxsize=8)
def _newest(keys: tuple[str, ...]) -> tuple[bytes, AESGCM]:
    return next(iter(_ciphers(keys).items()))


@lru_cache(maxsize=8)
def _fingerprint_start(key: str) -> HMAC:
    return HMAC(_key_bytes(key, "FINGERPRINT_KEY"), SHA256())


def _header(key: bytes) -> bytes:
    # The id follows from the key, not from its place in the list, so that a rotation leaves old values readable.
    return AES_256_GCM + hashlib.sha256(b"key id\0" + key).digest()[:KEY_ID_BYTES]


def _key_bytes(key: str, setting: str) -> bytes:
    try:
        content = urlsafe_b64decode(key)
    except ValueError:
        content = b""
    if len(content) != KEY_BYTES:
        raise ImproperlyConfigured(f"{setting}: each key is urlsafe base64 of {KEY_BYTES} bytes.")
    return content
