"""Password hashing that a small machine survives when everyone logs in at once."""

from threading import BoundedSemaphore
from typing import Final

from django.contrib.auth.hashers import Argon2PasswordHasher

AT_ONCE: Final = 4
_places = BoundedSemaphore(AT_ONCE)


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id as OWASP asks: 19 MiB, two passes, one lane (Django's default takes 100 MiB a login); four at once."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """A new hash, when one of the four places is free."""
        with _places:
            encoded: str = super().encode(password, salt)
            return encoded

    def verify(self, password: str, encoded: str) -> bool:
        """Whether it is the password, when one of the four places is free."""
        with _places:
            return bool(super().verify(password, encoded))
