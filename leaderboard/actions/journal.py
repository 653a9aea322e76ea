"""What a change of names does to rows, written down row by row, so that it can be taken back exactly.

Tables and columns come from the code that calls; only ids and values are parameters.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count

from leaderboard.models import NameChange, NameMove

STAMPS = frozenset({"updated_at", "scaled"})
"""Columns that follow from others: a row that differs in these alone is still as the change left it."""

FIRST = ("leaderboard_benchmark", "leaderboard_metric", "leaderboard_system")
"""Tables whose rows others refer to: what was removed from them returns first."""

OF_CLAIMS = ("leaderboard_claimbenchmark", "leaderboard_claimsystem", "leaderboard_claimbaseline")


@dataclass(slots=True)
class Journal:
    """The rows that one change writes; `counts` are how many of which table, once it is sealed."""

    change: NameChange
    counts: dict[str, int] = field(default_factory=dict)

    def keep(self, table: str, columns: Sequence[str], *, ids: Iterable[int]) -> None:
        """Note these columns of the rows, which are about to be changed; those noted already keep theirs."""
        pairs = ", ".join(f"'{column}', {column}" for column in columns)
        self._note(
            table,
            f"""
            INSERT INTO leaderboard_namemove (change_id, place, row, before, after)
            SELECT %s, %s, id, jsonb_build_object({pairs}), '{{}}' FROM {table} WHERE id = ANY(%s)
            ON CONFLICT (change_id, place, row)
                DO UPDATE SET before = excluded.before || leaderboard_namemove.before
            """,  # noqa: S608
            ids,
        )

    def drop(self, table: str, *, ids: Iterable[int]) -> None:
        """Remove the rows, keeping them whole."""
        wanted = list(ids)
        self._note(
            table,
            f"""
            INSERT INTO leaderboard_namemove (change_id, place, row, before, after)
            SELECT %s, %s, id, to_jsonb(t), NULL FROM {table} t WHERE id = ANY(%s)
            ON CONFLICT (change_id, place, row) DO UPDATE
                SET before = excluded.before || leaderboard_namemove.before, after = NULL
            """,  # noqa: S608
            wanted,
        )
        _execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [wanted])  # noqa: S608

    def made(self, table: str, *, ids: Iterable[int]) -> None:
        """Note rows that this change made."""
        self._note(
            table,
            f"""
            INSERT INTO leaderboard_namemove (change_id, place, row, before, after)
            SELECT %s, %s, id, NULL, to_jsonb(t) FROM {table} t WHERE id = ANY(%s)
            """,  # noqa: S608
            ids,
        )

    def set(self, table: str, *, ids: Iterable[int], **values: Any) -> None:
        """Note the columns of the rows and give them these values."""
        wanted = list(ids)
        self.keep(table, list(values), ids=wanted)
        columns = ", ".join(f"{column} = %s" for column in values)
        _execute(f"UPDATE {table} SET {columns} WHERE id = ANY(%s)", [*values.values(), wanted])  # noqa: S608

    def seal(self) -> None:
        """Note what the kept columns hold now, at the end of the change, and count the rows, each once."""
        for table in _tables(self.change):
            _execute(
                f"""
                UPDATE leaderboard_namemove m SET after = (
                    SELECT jsonb_object_agg(k, to_jsonb(t) -> k) FROM jsonb_object_keys(m.before) k
                )
                FROM {table} t
                WHERE m.change_id = %s AND m.place = %s AND m.row = t.id AND m.before IS NOT NULL
                    AND m.after IS NOT NULL
                """,  # noqa: S608
                [self.change.pk, table],
            )

        moved = NameMove.objects.filter(change=self.change).order_by().values("place")
        self.counts = dict(moved.annotate(rows=Count("pk")).values_list("place", "rows"))

    def _note(self, table: str, sql: str, ids: Iterable[int]) -> None:
        _execute(sql, [self.change.pk, table, list(ids)])


def take_back(change: NameChange) -> int:
    """Put every row back as it was; how many stay as they are, because they were changed since.

    Rows that are as the change left them are what they were before, to the last column. Of those that
    were changed otherwise, the links alone go back. A row that points elsewhere by now is left alone.
    """
    tables = sorted(_tables(change), key=lambda table: (table not in FIRST, table))
    _remove_made(change, [table for table in tables if table == "leaderboard_nameredirect"])
    for table in tables:
        _bring_back(change, table)
    for table in tables:
        for columns in _column_sets(change, table):
            _put_back(change, table, columns)
    stayed = sum(_stayed(change, table) for table in tables)
    _remove_made(change, [table for table in reversed(tables) if table != "leaderboard_nameredirect"])
    return stayed


def in_the_way(change: NameChange) -> NameChange | None:
    """The latest change still in force that moved again what this one had moved; None if there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_LATER, {"change": change.pk, "things": list(FIRST)})
        row = cursor.fetchone()
    return NameChange.objects.get(pk=row[0]) if row else None


_LATER = """
    SELECT c.id FROM leaderboard_namemove m
        JOIN leaderboard_namemove n ON (n.place, n.row) = (m.place, m.row) AND n.change_id > m.change_id
        JOIN leaderboard_namechange c ON c.id = n.change_id AND c.undone_at IS NULL
    WHERE m.change_id = %(change)s AND m.place <> ALL(%(things)s) AND m.after IS NOT NULL
        AND (n.after IS NULL
             OR n.before ?| ARRAY['owner_id', 'system_id', 'metric_id', 'benchmark_id', 'task_id'])
        AND (m.before IS NULL
             OR m.before ?| ARRAY['owner_id', 'system_id', 'metric_id', 'benchmark_id', 'task_id'])
    ORDER BY c.id DESC LIMIT 1
"""


def _bring_back(change: NameChange, table: str) -> None:
    """The rows that were removed, unless what they belonged to is gone, or their place is taken."""
    claims = "WHERE EXISTS (SELECT FROM leaderboard_claim c WHERE c.id = r.claim_id)"
    _execute(
        f"""
        INSERT INTO {table}
        SELECT r.* FROM leaderboard_namemove m
            CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, m.before) r
        {claims if table in OF_CLAIMS else "WHERE true"}
            AND m.change_id = %s AND m.place = %s AND m.after IS NULL
        ORDER BY m.id
        ON CONFLICT DO NOTHING
        """,  # noqa: S608
        [change.pk, table],
    )


def _put_back(change: NameChange, table: str, columns: Sequence[str]) -> None:
    links = [column for column in columns if column not in STAMPS]
    keys = sorted(columns)
    _execute(
        _BACK.format(table=table, chosen=_chosen(columns), same="m.after"),
        [change.pk, table, keys],
    )
    if links and table not in FIRST:
        same = "(m.after - ARRAY['updated_at', 'scaled'])"
        stamp = ", updated_at = now()" if "updated_at" in columns else ""
        _execute(
            _BACK.format(table=table, chosen=_chosen(links) + stamp, same=same),
            [change.pk, table, keys],
        )


_BACK = """
    UPDATE {table} t SET {chosen}
    FROM leaderboard_namemove m
    WHERE m.change_id = %s AND m.place = %s AND m.row = t.id AND m.after IS NOT NULL AND m.before IS NOT NULL
        AND ARRAY(SELECT k FROM jsonb_object_keys(m.before) k ORDER BY k) = %s::text[]
        AND to_jsonb(t) @> {same} AND NOT to_jsonb(t) @> m.before
"""


def _chosen(columns: Sequence[str]) -> str:
    values = ", ".join(f"r.{column}" for column in columns)
    return f"({', '.join(columns)}) = (SELECT {values} FROM jsonb_populate_record(t, m.before) r)"  # noqa: S608


def _stayed(change: NameChange, table: str) -> int:
    """Rows whose links are not those of before, although the change is taken back."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT count(*) FROM leaderboard_namemove m JOIN {table} t ON t.id = m.row
            WHERE m.change_id = %s AND m.place = %s AND m.before IS NOT NULL AND m.after IS NOT NULL
                AND NOT to_jsonb(t) @> (m.before - ARRAY['updated_at', 'scaled'])
            """,  # noqa: S608
            [change.pk, table],
        )
        return int(cursor.fetchone()[0])


def _remove_made(change: NameChange, tables: Iterable[str]) -> None:
    for table in tables:
        made = "SELECT row FROM leaderboard_namemove WHERE change_id = %s AND place = %s AND before IS NULL"
        _execute(f"DELETE FROM {table} WHERE id IN ({made})", [change.pk, table])  # noqa: S608


def _tables(change: NameChange) -> list[str]:
    moves = NameMove.objects.filter(change=change).order_by().values_list("place", flat=True)
    return sorted(moves.distinct())


def _column_sets(change: NameChange, table: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT ARRAY(SELECT k FROM jsonb_object_keys(before) k ORDER BY k)
            FROM leaderboard_namemove
            WHERE change_id = %s AND place = %s AND before IS NOT NULL AND after IS NOT NULL
            """,
            [change.pk, table],
        )
        return sorted(tuple(row[0]) for row in cursor.fetchall())


def _execute(sql: str, parameters: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)
