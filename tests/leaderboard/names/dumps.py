"""Whole tables as text, to compare the database before and after."""

from django.db import connection

WORKED_OUT = {
    "leaderboard_standing": ("id",),
    "leaderboard_contradiction": ("id",),
    "leaderboard_boardtotals": ("id", "version", "changed_at"),
}
"""What is worked out from other rows again, with new ids: its content is compared, its bookkeeping not."""

HISTORY = frozenset(
    f"leaderboard_{table}" for table in ("event", "boardlog", "namechange", "namemove", "boardchange")
)
"""What tells that something was done; that it was taken back is one more line in it."""


def dump() -> dict[str, list[str]]:
    """Every row of every table of the site as JSON text, timestamps included, sorted."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() "
            "AND tablename LIKE 'leaderboard_%'"
        )
        tables = sorted({row[0] for row in cursor.fetchall()} - HISTORY)
        return {table: _rows(cursor, table) for table in tables}


def _rows(cursor: object, table: str) -> list[str]:
    left_out = list(WORKED_OUT.get(table, ()))
    cursor.execute(f"SELECT (to_jsonb(t) - %s::text[])::text FROM {table} t ORDER BY 1", [left_out])  # type: ignore[attr-defined]
    return [row[0] for row in cursor.fetchall()]  # type: ignore[attr-defined]
