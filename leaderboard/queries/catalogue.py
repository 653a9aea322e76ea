"""The boards that exist, with their leaders: all of them, or those of a task, benchmark or metric."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet

from leaderboard.models import Claim, ClaimBenchmark
from leaderboard.queries import ranking
from leaderboard.queries.claims import SHOWN, ClaimRow, Name, rows_by_id
from leaderboard.queries.keysets import Cursor, Key, Page, page, whole

PAGE = 50


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
    """One page of the boards, those with most claims first, narrowed to the ids given."""
    chosen = {"benchmark__task": task, "benchmark": benchmark, "claim__metric": metric}
    placed = links().filter(**{field: value for field, value in chosen.items() if value is not None})
    counted = placed.values(*_FIELDS).annotate(
        results=Count("pk", filter=Q(claim__kind=Claim.Kind.ABSOLUTE)), claims=Count("pk")
    )
    found = page(counted, keys=_KEYS, cursor=cursor, size=size)
    leaders = _leaders(found.rows)
    return found.of([_line(row, leaders.get(_pair(row))) for row in found.rows])


def count() -> int:
    """How many boards there are."""
    return links().values("benchmark", "claim__metric").distinct().count()


def links() -> "QuerySet[ClaimBenchmark]":
    """The places of shown claims on boards, in no order."""
    return ClaimBenchmark.objects.filter(
        benchmark__isnull=False, claim__metric__isnull=False, claim__state__in=SHOWN
    ).order_by()


def _leaders(boards: Sequence[dict[str, Any]]) -> dict[tuple[int, int], ClaimRow]:
    """The first of each board's ranked claims, by its pair of ids."""
    if not boards:
        return {}
    either = reduce(or_, (Q(claim_benchmarks__benchmark=b, metric=m) for b, m in map(_pair, boards)))
    fields = ("claim_benchmarks__benchmark", "metric")
    claims = ranking.firsts(Claim.objects.filter(either), board=fields).values_list("pk", *fields)
    found = {pk: (benchmark, metric) for pk, benchmark, metric in claims}
    return {found[row.pk]: row for row in rows_by_id(list(found))}


def _pair(row: dict[str, Any]) -> tuple[int, int]:
    return row["benchmark"], row["claim__metric"]


def _line(row: dict[str, Any], leader: ClaimRow | None) -> BoardLine:
    return BoardLine(
        benchmark=Name(row["benchmark__name"], row["benchmark__slug"]),
        metric=Name(row["claim__metric__name"], row["claim__metric__slug"]),
        direction=row["claim__metric__direction"],
        task=Name(row["benchmark__task__name"] or "", row["benchmark__task__slug"]),
        area=row["benchmark__task__area"] or "",
        results=row["results"],
        claims=row["claims"],
        leader=leader,
    )


_FIELDS = (
    *("benchmark", "benchmark__slug", "benchmark__name"),
    *("benchmark__task__slug", "benchmark__task__name", "benchmark__task__area"),
    *("claim__metric", "claim__metric__slug", "claim__metric__name", "claim__metric__direction"),
)
_KEYS = (
    Key("results", whole, descending=True),
    Key("claims", whole, descending=True),
    Key("benchmark", whole),
    Key("claim__metric", whole),
)
