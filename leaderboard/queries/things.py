"""Systems, benchmarks, metrics and tasks: what each is, and what is claimed outside of boards."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from leaderboard.models import (
    Benchmark,
    BenchmarkAlias,
    Claim,
    ClaimBaseline,
    ClaimBenchmark,
    ClaimSystem,
    Metric,
    MetricAlias,
    System,
    SystemAlias,
    Tally,
    Task,
)
from leaderboard.queries.claims import ClaimRow, rows_by_id, shown
from leaderboard.queries.keysets import Cursor, Key, Page, page, whole

PAGE = 50
LISTED = 100
NO_DAY = date(1, 1, 1)
MOST_ALIASES = 100


class Part(StrEnum):
    """What is said of a system: its own numbers, or those of others compared with it."""

    OWN = "own"
    COMPARED = "compared"


@dataclass(frozen=True, slots=True)
class SystemPage:
    """A system, its other spellings, and how many claims are about it and compared with it."""

    system: System
    aliases: tuple[str, ...]
    counts: dict[Part, int]


@dataclass(frozen=True, slots=True)
class BenchmarkPage:
    """A benchmark and its other spellings."""

    benchmark: Benchmark
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MetricPage:
    """A metric and its other spellings."""

    metric: Metric
    aliases: tuple[str, ...]


class Kind(StrEnum):
    """What has a name and a page."""

    SYSTEMS = "systems"
    BENCHMARKS = "benchmarks"
    METRICS = "metrics"
    TASKS = "tasks"


@dataclass(frozen=True, slots=True)
class Row:
    """A named thing in the list of all, and how many claims mention it."""

    slug: str
    name: str
    claims: int


def system(slug: str) -> SystemPage | None:
    """The system with this slug; None where there is none."""
    found = System.objects.filter(slug=slug).first()
    if found is None:
        return None
    counts = {part: _claims_of(found, part).count() for part in Part}
    return SystemPage(found, _aliases(SystemAlias.objects.filter(owner=found), found.name), counts)


def benchmark(slug: str) -> BenchmarkPage | None:
    """The benchmark with this slug; None where there is none."""
    found = Benchmark.objects.select_related("task").filter(slug=slug).first()
    if found is None:
        return None
    return BenchmarkPage(found, _aliases(BenchmarkAlias.objects.filter(owner=found), found.name))


def metric(slug: str) -> MetricPage | None:
    """The metric with this slug; None where there is none."""
    found = Metric.objects.filter(slug=slug).first()
    if found is None:
        return None
    return MetricPage(found, _aliases(MetricAlias.objects.filter(owner=found), found.name))


def task(slug: str) -> Task | None:
    """The task with this slug; None where there is none."""
    return Task.objects.filter(slug=slug).first()


def listed(kind: Kind, cursor: Cursor | None, *, size: int = LISTED) -> Page[Row]:
    """One page of the things of a kind that claims mention, those with most claims first."""
    counted = Tally.objects.filter(kind=kind.value).values("slug", "name", "claims")
    found = page(counted, keys=_MOST, cursor=cursor, size=size)
    return found.of([Row(**row) for row in found.rows])


def system_claims(system: System, *, part: Part, cursor: Cursor | None) -> Page[ClaimRow]:
    """One page of the claims about a system, or of those compared with it, the latest first."""
    return _latest(_claims_of(system, part), cursor)


def claims_without_benchmark(metric: Metric, cursor: Cursor | None) -> Page[ClaimRow]:
    """One page of a metric's claims that name no benchmark and so stand on no board."""
    linked = ClaimBenchmark.objects.filter(claim=OuterRef("pk"), benchmark__isnull=False)
    return _latest(shown().filter(~Exists(linked), metric=metric), cursor)


def claims_without_metric(benchmark: Benchmark, cursor: Cursor | None) -> Page[ClaimRow]:
    """One page of the claims on a benchmark whose metric is not known, so that no board holds them."""
    return _latest(shown().filter(claim_benchmarks__benchmark=benchmark, metric=None), cursor)


def _claims_of(system: System, part: Part) -> "QuerySet[Claim]":
    if part is Part.COMPARED:
        return shown().filter(Exists(ClaimBaseline.objects.filter(claim=OuterRef("pk"), system=system)))
    further = ClaimSystem.objects.filter(claim=OuterRef("pk"), system=system)
    return shown().filter(Q(system=system) | Exists(further))


def _latest(claims: "QuerySet[Claim]", cursor: Cursor | None) -> Page[ClaimRow]:
    keys = (
        Key("day", date.fromisoformat, descending=True),
        Key("paper_id", whole, descending=True),
        Key("start", whole),
        Key("pk", whole),
    )
    listed = claims.annotate(day=Coalesce("paper__published_on", Value(NO_DAY)))
    found = page(listed.values(*(key.field for key in keys)), keys=keys, cursor=cursor, size=PAGE)
    return found.of(rows_by_id([row["pk"] for row in found.rows]))


def _aliases(spellings: "QuerySet[Any]", name: str) -> tuple[str, ...]:
    return tuple(spellings.exclude(name=name).order_by("name").values_list("name", flat=True)[:MOST_ALIASES])


_MOST = (Key("claims", whole, descending=True), Key("slug"))
