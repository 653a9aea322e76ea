"""The boards that exist, with their leaders: all of them, or those of a task, benchmark or metric."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from leaderboard.models import BoardTotals, Standing
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
    chosen = {"benchmark__task": task, "benchmark": benchmark, "metric": metric}
    totals = BoardTotals.objects.filter(
        **{name: value for name, value in chosen.items() if value is not None}
    )
    found = page(totals.values(*_FIELDS), keys=_KEYS, cursor=cursor, size=size)
    return found.of(_lines(found.rows))


def count() -> int:
    """How many boards there are."""
    return BoardTotals.objects.count()


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
