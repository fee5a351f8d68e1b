"""Changes that remember what stood there before, so that they can be taken back as a whole."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _

from reports.models import DailyFigures

AT_ONCE = 5000


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def parts(keys: list[Any]) -> Iterator[list[Any]]:
    """The keys in portions that a query can hold."""
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


class Ledger:
    """Writes changes to the database and into a list."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []

    def change(self, rows: models.QuerySet[Any], **facts: Any) -> list[Any]:
        """Give these facts (by column: `unit_id`) to the rows that have others; returns the keys of those changed."""
        groups: dict[tuple[Any, ...], list[Any]] = {}
        for key, *old in rows.order_by("pk").values_list("pk", *facts):
            groups.setdefault(tuple(old), []).append(key)
        groups.pop(tuple(facts.values()), None)
        for old, keys in groups.items():
            self.note(rows.model, keys, old=_named(facts, old), new=_named(facts, tuple(facts.values())))
            for part in parts(keys):
                rows.model._default_manager.filter(pk__in=part).update(**facts)
        return [key for keys in groups.values() for key in keys]

    def add(self, row: models.Model) -> None:
        """Store a new row."""
        row.full_clean()
        row.save()
        self.note(type(row), [row.pk], old=None, new={})

    def note(
        self, model: type[models.Model], keys: list[Any], *, old: dict[str, Any] | None, new: dict[str, Any]
    ) -> None:
        """Remember what became of these rows."""
        self.entries.append({"model": model._meta.label, "rows": [plain(key) for key in keys], "old": old, "new": new})


def _named(facts: dict[str, Any], values: tuple[Any, ...]) -> dict[str, Any]:
    return {field: plain(value) for field, value in zip(facts, values, strict=True)}


def take_back(entries: list[dict[str, Any]]) -> None:
    """Undo the last change first; refused as soon as something no longer stands as it was left."""
    for entry in reversed(entries):
        model = apps.get_model(entry["model"])
        new = {field: model._meta.get_field(field).to_python(value) for field, value in entry["new"].items()}
        for part in parts(entry["rows"]):
            rows = model._default_manager.filter(pk__in=part)
            if rows.filter(**new).count() != len(part):
                raise built_upon()
            _restore(rows, entry["old"])


def _restore(rows: models.QuerySet[Any], old: dict[str, Any] | None) -> None:
    if old is not None:
        rows.update(**{field: rows.model._meta.get_field(field).to_python(value) for field, value in old.items()})
        return
    collector = Collector(using=rows.db)
    try:
        collector.collect(rows)
    except models.ProtectedError:
        raise built_upon() from None
    others = {*collector.data, *(found.model for found in collector.fast_deletes if found.exists())}
    if others - {rows.model, DailyFigures}:  # the worker's figures of a day are nobody's act
        raise built_upon()
    rows.delete()


def built_upon() -> ValidationError:
    """Something hangs on what would be taken back."""
    return ValidationError(
        _("This can no longer be taken back: what it changed was changed again since. Re-organise anew instead."),
        code="built-upon",
    )
