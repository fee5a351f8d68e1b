"""A database beside the portal's own, for as long as something is looked at in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.db.utils import DEFAULT_DB_ALIAS


@contextmanager
def looking_into(name: str) -> Iterator[None]:
    """Meanwhile the models and `connection` of this thread speak to another database of this name."""
    own = connections[DEFAULT_DB_ALIAS]
    other = own.copy()
    other.settings_dict["NAME"] = name
    connections[DEFAULT_DB_ALIAS] = other
    try:
        yield
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = own
