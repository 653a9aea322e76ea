"""The rows that a batch is about: fixed when it begins, worked off in order, each once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from leaderboard.models import Batch, BatchItem


def fix(batch: Batch, *, subjects: Iterable[tuple[int, datetime | None]]) -> int:
    """How many rows the batch is about: their ids, and when they were changed last."""
    rows = [BatchItem(batch=batch, subject=subject, seen=seen) for subject, seen in subjects]
    BatchItem.objects.bulk_create(rows, batch_size=5000)
    return len(rows)


def fix_found(batch: Batch, *, found: "QuerySet[Any, Any]") -> int:
    """How many rows the batch is about; `found` gives pairs of their ids and when they were changed last."""
    sql, given = found.order_by("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_FIX.format(sql), [batch.pk, *given])
        return int(cursor.rowcount)


_FIX = """
    INSERT INTO leaderboard_batchitem (batch_id, subject, seen, outcome, note)
    SELECT %s, found.*, 'waiting', '' FROM ({}) found
"""


def following(batch: Batch, *, size: int, note: str | None = None) -> list[BatchItem]:
    """The next rows that nothing was done about yet; those with this note alone, if one is given."""
    waiting = BatchItem.objects.filter(batch=batch, outcome=BatchItem.Outcome.WAITING)
    if note is not None:
        waiting = waiting.filter(note=note)
    return list(waiting.order_by("pk")[:size])


def mark(items: Sequence[BatchItem], outcome: BatchItem.Outcome, *, note: str = "") -> None:
    """Say what became of the rows."""
    BatchItem.objects.filter(pk__in=[item.pk for item in items]).update(outcome=outcome, note=note)
