"""People by tens of thousands of values at once: `filter(Among(F("fingerprint"), fingerprints))`."""

import json
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup
from django.db.models.sql.compiler import SQLCompiler

Sql = tuple[str, list[Any]]


class Among(Lookup):
    """Whether a field has one of these values; they travel as one text of JSON, where `in` would need one each."""

    lookup_name = "among"
    prepare_rhs = False

    def with_values(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        """The field, and the parameters with the values as the database keeps them."""
        field, params = self.process_lhs(compiler, connection)
        prepared = self.lhs.output_field.get_db_prep_value
        return field, [*params, json.dumps([str(prepared(value, connection)) for value in self.rhs])]

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        """Looked up one by one, by index."""
        field, params = self.with_values(compiler, connection)
        return f"{field} IN (SELECT value FROM json_each(%s))", params  # noqa: S608 – a column

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        """As an array that the planner does not look into: one written out takes it longer than the search."""
        field, params = self.with_values(compiler, connection)
        kind = self.lhs.output_field.db_type(connection)
        return f"{field} = ANY(ARRAY(SELECT value::{kind} FROM json_array_elements_text(%s) AS value))", params  # noqa: S608
