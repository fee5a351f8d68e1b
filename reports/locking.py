"""A workbook that opens with a password only, and passwords good enough for it (SECURITY C15)."""

import io
import secrets
from typing import Final

LEAST_LENGTH: Final = 8
MOST_LENGTH: Final = 64
# Nothing that looks like something else on paper or sounds like it over the telephone.
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS: Final = 4
LETTERS_IN_GROUP: Final = 4


def locked(workbook: bytes, password: str) -> bytes:
    """The workbook encrypted as Excel and WPS do it (ECMA-376 agile: AES-256, SHA-512)."""
    from msoffcrypto.format.ooxml import OOXMLFile  # only here: it takes long to fetch and is needed seldom

    sealed = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook)).encrypt(password, sealed)
    return sealed.getvalue()


def new_password() -> str:
    """A password nobody has thought of, easy to copy from a screen: 79 bits in four groups."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(LETTERS_IN_GROUP)) for _group in range(GROUPS))
