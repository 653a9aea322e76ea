"""Everything that has a page of its own, in parts that search engines accept.

A part is a range of ids, or for boards what follows a pair of them: no part costs more for being late.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from leaderboard.models import (
    Benchmark,
    BoardTotals,
    Claim,
    ClaimBenchmark,
    EfficiencyTotals,
    Metric,
    Paper,
    System,
    Task,
)
from leaderboard.queries.claims import SHOWN, shown

PART = 50_000
"""The most addresses that a part of a sitemap may hold."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the address of a page is made of, and when the row behind it changed last (None: not known)."""

    name: str
    changed: datetime | None = None
    second: str = ""


@dataclass(frozen=True, slots=True)
class After:
    """The pair of ids that a part of the boards begins behind."""

    benchmark: int = 0
    metric: int = 0


def parts(kind: str) -> int:
    """How many parts of this kind there are, the last one perhaps empty; `kind` is a key of KINDS."""
    last: int | None = KINDS[kind].aggregate(last=Max("pk"))["last"]
    return 0 if last is None else last // PART + 1


def places(kind: str, *, part: int) -> Iterator[Place]:
    """The pages of a part, counted from 0, by id."""
    fields = _FIELDS.get(kind, ("slug", "updated_at"))
    within = KINDS[kind].filter(pk__gte=part * PART, pk__lt=(part + 1) * PART).order_by("pk")
    for name, changed in within.values_list(*fields).iterator():
        yield Place(str(name), changed)


def board_parts() -> list[After]:
    """Where the parts of the boards begin; memory does not grow with their number."""
    found, before = [], After()
    for number, (benchmark, metric) in enumerate(_pairs().values_list(*_PAIR).iterator()):
        if number % PART == 0:
            found.append(before)
        before = After(benchmark, metric)
    return found


def boards(after: After) -> Iterator[Place]:
    """The boards of the part that begins behind the pair."""
    behind = Q(benchmark__gt=after.benchmark) | Q(benchmark=after.benchmark, metric__gt=after.metric)
    found = _pairs().filter(behind).values_list("benchmark__slug", "metric__slug", "changed_at")[:PART]
    for benchmark, metric, changed in found.iterator():
        yield Place(benchmark, changed, second=metric)


def _pairs() -> "QuerySet[BoardTotals]":
    return BoardTotals.objects.order_by(*_PAIR)


_PAIR = ("benchmark_id", "metric_id")
_MEASURED = ClaimBenchmark.objects.filter(claim__state__in=SHOWN)
_FIELDS = {"papers": ("uid", "updated_at"), "efficiency": ("family", "changed_at")}
"""What addresses are made of, and when a page changed, where it is not a slug and `updated_at`."""

KINDS: dict[str, "QuerySet[Any]"] = {
    "efficiency": EfficiencyTotals.objects.all(),
    "papers": Paper.objects.filter(merged_into=None),
    "systems": System.objects.filter(Exists(shown().filter(system=OuterRef("pk")))),
    "benchmarks": Benchmark.objects.filter(Exists(_MEASURED.filter(benchmark=OuterRef("pk")))),
    "metrics": Metric.objects.filter(Exists(Claim.objects.filter(state__in=SHOWN, metric=OuterRef("pk")))),
    "tasks": Task.objects.filter(Exists(_MEASURED.filter(benchmark__task=OuterRef("pk")))),
}
"""What has a page; of names, those that claims mention."""
