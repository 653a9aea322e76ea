"""Columns of result tables: their values put on one scale, all of a column at a time."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection

from leaderboard.domain import table_values
from leaderboard.domain.table_values import Cell, Note
from leaderboard.models import EvaluationMetric, EvaluationValue

_LOCK = 0x9E7A1
"""Advisory lock: one transaction at a time writes result tables."""

CHUNK = 1_000


def lock() -> None:
    """Wait until nobody else writes result tables; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def rescale(columns: Iterable[int]) -> "Counter[Note]":
    """Bring the values of these columns to one scale each; what had to be decided, counted."""
    notes: Counter[Note] = Counter()
    for column in EvaluationMetric.objects.filter(pk__in=list(columns)).select_related("metric"):
        notes += _rescale(column)
    return notes


def _rescale(column: EvaluationMetric) -> "Counter[Note]":
    values = list(column.values.filter(result__withdrawn=False).order_by("pk"))
    cells = [Cell(value.value, value.unit) for value in values]
    percentage = column.metric.percentage if column.metric else None
    decided = table_values.column(cells, percentage=percentage)
    moved = []
    for value, (scaled, _) in zip(values, decided, strict=True):
        if value.scaled != scaled:
            value.scaled = scaled
            moved.append(value)
    EvaluationValue.objects.bulk_update(moved, ["scaled"], batch_size=CHUNK)
    return Counter(note for _, note in decided if note is not None)
