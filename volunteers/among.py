"""People by tens of thousands of values at once: `filter(Among(F("fingerprint"), fingerprints))`."""

import json
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup
from django.db.models.sql.compiler import SQLCompiler

Sql = tuple[str, list[Any]]


class Among(Lookup):
    """Whether a field has one of these values; they travel as one parameter, where `in` would need one for each."""

    lookup_name = "among"
    prepare_rhs = False

    def stored(self, connection: BaseDatabaseWrapper) -> list[str]:
        """The values as the database keeps them."""
        field = self.lhs.output_field
        return [str(field.get_db_prep_value(value, connection)) for value in self.rhs]

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        """SQLite takes a list as JSON."""
        field, params = self.process_lhs(compiler, connection)
        return f"{field} IN (SELECT value FROM json_each(%s))", [*params, json.dumps(self.stored(connection))]  # noqa: S608 – a column

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        """PostgreSQL takes it as an array."""
        field, params = self.process_lhs(compiler, connection)
        return f"{field} = ANY(%s::{self.lhs.output_field.db_type(connection)}[])", [*params, self.stored(connection)]
