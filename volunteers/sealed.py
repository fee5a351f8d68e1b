"""The columns of all rooms that hold sealed values: each says what its values are bound to (SECURITY C11)."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.functions import Substr

from volunteers.encryption import HEADER_BYTES, newest_header


class SealedField(models.BinaryField):
    """Values sealed under a context made of the row's own columns, such as `volunteer.phone:{pk}`; empty is nothing."""

    def __init__(self, *args: Any, binds: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.binds = binds

    def deconstruct(self) -> Any:
        """In a migration it is a column of bytes: what they are bound to is a matter of the code."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs

    def context(self, row: models.Model) -> str:
        """What the row's value is bound to."""
        return self.binds.format(pk=row.pk, **{key: fact for key, fact in vars(row).items() if key[0] != "_"})

    @property
    def bound_columns(self) -> list[str]:
        """The columns its context is made of, besides the key."""
        columns = (column for column in self.model._meta.concrete_fields if f"{{{column.attname}}}" in self.binds)
        return [column.attname for column in columns]

    def sealed_rows(self) -> models.QuerySet[Any]:
        """The rows in which something is sealed, each with the `header` of its value; never through a manager."""
        rows: models.QuerySet[Any] = models.QuerySet(self.model).exclude(**{self.name: b""})
        header = Substr(self.name, 1, HEADER_BYTES, output_field=models.BinaryField())
        headed: models.QuerySet[Any] = rows.annotate(header=header)
        return headed

    def outdated_rows(self) -> models.QuerySet[Any]:
        """The rows whose value was sealed with an older key."""
        return self.sealed_rows().exclude(header=newest_header())

    def __str__(self) -> str:
        return f"{self.model._meta.label}.{self.name}"


def sealed_fields() -> Iterator[SealedField]:
    """Every sealed column there is."""
    for model in apps.get_models():
        yield from (field for field in model._meta.concrete_fields if isinstance(field, SealedField))
