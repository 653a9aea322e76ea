"""The boards that exist, with their leaders: all of them, or those of a task, benchmark or metric."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from leaderboard.models import Benchmark, BoardTotals, Metric, Standing, Task
from leaderboard.queries.claims import ClaimRow, Name, rows_by_id
from leaderboard.queries.keysets import Cursor, Key, Page, page, whole

PAGE = 50
LOOKED_AT = 8
"""Records that are looked at for each that is shown: some lead a board of their own alone."""


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A board in a list: what it is about, how much it holds, and who leads it (None: nobody is ranked)."""

    benchmark: Name
    metric: Name
    direction: str | None
    task: Name
    area: str
    results: int
    claims: int
    leader: ClaimRow | None


def boards(
    *,
    cursor: Cursor | None = None,
    size: int = PAGE,
    task: int | None = None,
    benchmark: int | None = None,
    metric: int | None = None,
) -> Page[BoardLine]:
    """One page of the boards, those with most results first, narrowed to the ids given."""
    totals = _narrowed(task, benchmark, metric)
    found = page(totals.values(*_FIELDS), keys=_KEYS, cursor=cursor, size=size)
    return found.of(_lines(found.rows))


def count(*, task: int | None = None, benchmark: int | None = None, metric: int | None = None) -> int:
    """How many boards there are, narrowed to the ids given."""
    return _narrowed(task, benchmark, metric).count()


def ids(**slugs: str) -> dict[str, int] | None:
    """The ids of the task, benchmark and metric with these slugs; None where one of them names nothing."""
    models = {"task": Task, "benchmark": Benchmark, "metric": Metric}
    found = {}
    for name, slug in slugs.items():
        pk = models[name]._default_manager.filter(slug=slug).values_list("pk", flat=True).first()
        if pk is None:
            return None
        found[name] = pk
    return found


def newest_records(*, most: int) -> list[BoardLine]:
    """The boards that were taken over last, the latest first; those with a single result are left out.

    Papers without a full date are no records.
    """
    led = Standing.objects.filter(record=True, rank=1).order_by("-day", "-pk")
    pairs = list(dict.fromkeys(led.values_list("benchmark", "metric")[: most * LOOKED_AT]))
    totals = BoardTotals.objects.filter(
        benchmark__in={benchmark for benchmark, _ in pairs}, metric__in={metric for _, metric in pairs}
    )
    rows = {
        (row["benchmark_id"], row["metric_id"]): row for row in totals.filter(results__gt=1).values(*_FIELDS)
    }
    return _lines([rows[pair] for pair in pairs if pair in rows][:most])


def _narrowed(task: int | None, benchmark: int | None, metric: int | None) -> "QuerySet[BoardTotals]":
    chosen = {"benchmark__task": task, "benchmark": benchmark, "metric": metric}
    return BoardTotals.objects.filter(**{name: value for name, value in chosen.items() if value is not None})


def _lines(rows: Sequence[dict[str, Any]]) -> list[BoardLine]:
    leaders = {row.pk: row for row in rows_by_id([row["leader"] for row in rows if row["leader"]])}
    return [_line(row, leaders.get(row["leader"])) for row in rows]


def _line(row: dict[str, Any], leader: ClaimRow | None) -> BoardLine:
    return BoardLine(
        benchmark=Name(row["benchmark__name"], row["benchmark__slug"]),
        metric=Name(row["metric__name"], row["metric__slug"]),
        direction=row["metric__direction"],
        task=Name(row["benchmark__task__name"] or "", row["benchmark__task__slug"]),
        area=row["benchmark__task__area"] or "",
        results=row["results"],
        claims=row["claims"],
        leader=leader,
    )


_FIELDS = (
    *("benchmark_id", "benchmark__slug", "benchmark__name"),
    *("benchmark__task__slug", "benchmark__task__name", "benchmark__task__area"),
    *("metric_id", "metric__slug", "metric__name", "metric__direction"),
    *("results", "claims", "leader"),
)
_KEYS = (
    Key("results", whole, descending=True),
    Key("claims", whole, descending=True),
    Key("benchmark_id", whole),
    Key("metric_id", whole),
)
