"""Password hashing that a small machine survives when everyone logs in at once."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id as OWASP asks: 19 MiB, two passes, one lane (Django's default takes 100 MiB a login)."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
