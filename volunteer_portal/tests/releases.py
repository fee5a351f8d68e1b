"""`python -m volunteer_portal.tests.releases VERSION`: keeps the school of a release, for the upgrades of later ones.

Done once, when a version is released: its migrations and its rows go into `released/VERSION.json.gz`. From then on a
test makes the tables of that release, puts the rows in, and lets every later migration run over them. Rows are put in
by the models of that day, as Django remembers them from the migrations: today's code has no part in it.
"""

import gzip
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from volunteer_portal.backups import postgresql
from volunteer_portal.backups.scratch import looking_into

FOLDER: Final = Path(__file__).parent / "released"
KEYS: Final = ("SECRET_KEY", "ENCRYPTION_KEYS", "FINGERPRINT_KEY")  # made for this school alone
NOT_KEPT: Final = ("sessions.session",)
Kept = dict[str, Any]


def kept_now(keys: dict[str, Any]) -> Kept:
    """The migrations, the columns and the rows of this database, and the keys that open them."""
    return {
        "keys": keys,
        "migrations": sorted(MigrationExecutor(connection).loader.graph.leaf_nodes()),
        "columns": columns(),
        "rows": {model._meta.label_lower: rows_of(model) for model in kept_models(apps.get_models)},
    }


def kept_models(get_models: Any) -> list[type[models.Model]]:
    """Every table a model has, those that join two others as well."""
    found = get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and model._meta.label_lower not in NOT_KEPT]


def columns() -> dict[str, list[str]]:
    """The columns of every table: a migration that was changed after its release shows here."""
    look = connection.introspection
    with connection.cursor() as cursor:
        return {
            table: sorted(column.name for column in look.get_table_description(cursor, table))
            for table in sorted(look.table_names(cursor))
            if table not in ("cache", "django_migrations") and not table.startswith("sqlite_")
        }


def rows_of(model: type[models.Model]) -> list[dict[str, Any]]:
    """The rows of a table as JSON holds them, in the order of their keys."""
    listed = model._base_manager.order_by("pk")
    return [{field.attname: said(field, row) for field in model._meta.concrete_fields} for row in listed]


def said(field: Any, row: models.Model) -> Any:
    """A value in words that its field understands."""
    return None if field.value_from_object(row) is None else field.value_to_string(row)


def put_in(kept: Kept) -> None:
    """The tables of a release with its rows, in an empty database."""
    targets = [(app, name) for app, name in kept["migrations"]]
    state = MigrationExecutor(connection).migrate(targets)
    with transaction.atomic():  # references are looked at when it ends
        for label, rows in kept["rows"].items():
            model = state.apps.get_model(label)
            fields = {field.attname: field for field in model._meta.concrete_fields}
            model._base_manager.bulk_create(
                model(**{name: fields[name].to_python(value) for name, value in row.items()}) for row in rows
            )
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept_models(state.apps.get_models)):
            cursor.execute(statement)


@contextmanager
def empty_database(folder: Path) -> Iterator[None]:
    """Meanwhile the models of this thread speak to a database in which there is nothing yet."""
    if connection.vendor == "sqlite":
        with looking_into(str(folder / "release.sqlite3")):
            yield
        return
    name = f"release_{os.getpid()}"
    postgresql.make(name)
    try:
        with looking_into(name):
            yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def write(version: str, kept: Kept) -> Path:
    """Into the file of its release."""
    FOLDER.mkdir(exist_ok=True)
    file = FOLDER / f"{version}.json.gz"
    file.write_bytes(gzip.compress(json.dumps(kept, ensure_ascii=False, sort_keys=True).encode(), mtime=0))
    return file


def read(file: Path) -> Kept:
    """What was kept."""
    found: Kept = json.loads(gzip.decompress(file.read_bytes()))
    return found


def main() -> None:
    """Make the school of the tests in a folder of its own and keep it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "volunteer_portal.settings"}
        django.setup()
        from volunteer_portal.tests.school import two_units  # its models want Django to stand

        call_command("migrate", verbosity=0)
        two_units()
        keys = {name: getattr(settings, name) for name in KEYS}
        print(write(sys.argv[1], kept_now(keys)))


if __name__ == "__main__":
    main()
