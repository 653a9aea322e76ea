"""A small collection for tests: papers whose claims point at real places of real sentences."""

from decimal import Decimal
from typing import Any

from django.db import connection

from leaderboard.actions import boards
from leaderboard.domain import names
from leaderboard.domain.abstracts import abstract_key
from leaderboard.models import (
    Benchmark,
    BenchmarkAlias,
    Claim,
    ClaimBenchmark,
    Metric,
    MetricAlias,
    Paper,
    System,
    SystemAlias,
)


def paper(abstract: str, **fields: Any) -> Paper:
    """A saved paper with this abstract, waiting to be read."""
    return Paper.objects.create(abstract=abstract, abstract_key=abstract_key(abstract), **fields)


def metric(name: str = "Accuracy", **fields: Any) -> Metric:
    """The metric of this name, made where it is not there yet."""
    made, new = Metric.objects.get_or_create(slug=names.slug(name), defaults={"name": name, **fields})
    if new:
        MetricAlias.objects.create(owner=made, name=name, key=names.key(name))
    return made


def benchmark(name: str = "MathQuest", **fields: Any) -> Benchmark:
    """The benchmark of this name, made where it is not there yet."""
    made, new = Benchmark.objects.get_or_create(slug=names.slug(name), defaults={"name": name, **fields})
    if new:
        BenchmarkAlias.objects.create(owner=made, name=name, key=names.key(name))
    return made


def system(name: str) -> System:
    """The system of this name, made where it is not there yet."""
    made, new = System.objects.get_or_create(slug=names.slug(name), defaults={"name": name})
    if new:
        SystemAlias.objects.create(owner=made, name=name, key=names.key(name))
    return made


def settled() -> None:
    """Work out ranks, totals and leaders, and count everything, as workers do after what they write."""
    boards.settle()
    with connection.cursor() as cursor:
        cursor.execute("REFRESH MATERIALIZED VIEW leaderboard_tally")


def claim(of: Paper, quote: str, *, on: Benchmark | None = None, **fields: Any) -> Claim:
    """A saved claim at the first place of `quote` in the paper's abstract; the sentence is all of it."""
    start = of.abstract.index(quote)
    given = {
        "value": Decimal(quote),
        "kind": Claim.Kind.ABSOLUTE,
        "role": Claim.Role.RESULT,
        "bound": Claim.Bound.EXACT,
        "confidence": 0.8,
        "engine_version": "test",
        **fields,
    }
    if "scaled" not in given and given.get("metric"):
        given["scaled"] = given["value"]
    made = Claim.objects.create(
        paper=of,
        start=start,
        end=start + len(quote),
        quote=quote,
        sentence_start=0,
        sentence_end=len(of.abstract),
        **given,
    )
    if on is not None:
        ClaimBenchmark.objects.create(claim=made, benchmark=on, text=on.name, position=0)
    return made
