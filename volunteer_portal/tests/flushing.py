"""Between two tests the tables are emptied, the guarded record too; loaded by pytest.ini, known to nothing else."""

from typing import Any

import pytest
from django.db import connections

GUARDS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


@pytest.fixture(autouse=True, scope="session")
def _record_can_be_emptied() -> None:
    """Emptying goes past the guards of the record, which stand again afterwards."""
    operations = type(connections["default"].ops)
    flush = operations.execute_sql_flush

    def unguarded(self: Any, sql_list: Any) -> None:
        if self.connection.vendor == "postgresql":
            flush(self, ["SET session_replication_role = replica", *sql_list, "RESET session_replication_role"])
            return
        with self.connection.cursor() as cursor:
            guards = cursor.execute(GUARDS).fetchall()
            flush(self, [*(f"DROP TRIGGER {name}" for name, _sql in guards), *sql_list, *(sql for _, sql in guards)])

    operations.execute_sql_flush = unguarded  # type: ignore[method-assign]
