"""What SQLite knows of its tables: PostgreSQL looks them over by itself, SQLite has to be told to.

Without it a search by number reads through everybody of the year, though there is an index for each kind of number.
"""

from datetime import datetime

from django.db import OperationalError, connection

ROWS_LOOKED_AT = 1000


def look_over_tables(at: datetime) -> bool:
    """Let the planner see how full the tables are; of each index a few rows are enough, and take milliseconds."""
    if connection.vendor != "sqlite":
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
            cursor.execute("ANALYZE")
    except OperationalError:
        return False  # somebody is writing just now: the next time
    return True
