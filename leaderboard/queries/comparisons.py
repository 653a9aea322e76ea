"""Systems beside each other: the best ranked value of each on shared boards, and gains between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Window
from django.db.models.functions import RowNumber

from leaderboard.models import Benchmark, Claim, ClaimBaseline, ClaimBenchmark, Metric, Standing, System
from leaderboard.queries import ranking
from leaderboard.queries.claims import SHOWN, ClaimRow, Name, rows_by_id, shown

FEWEST, MOST = 2, 6
"""Systems that can be compared."""

BOARDS = 100
"""Boards that a comparison lists, those with most claims about the systems."""

GAINS = 50
RIVALS = 8
_CHANGES = (Claim.Kind.DIFFERENCE, Claim.Kind.PERCENT_CHANGE, Claim.Kind.FACTOR, Claim.Kind.FRACTION)


@dataclass(frozen=True, slots=True)
class SharedBoard:
    """A board and the best ranked claim of each system on it, None where it has none.

    `best` holds those of them that no other is better than; there are at least two claims.
    """

    benchmark: Benchmark
    metric: Metric
    claims: tuple[ClaimRow | None, ...]
    best: frozenset[int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is known of some systems beside each other; `more_...` where there is more than is listed."""

    boards: tuple[SharedBoard, ...]
    gains: tuple[ClaimRow, ...]
    more_boards: bool
    more_gains: bool


def systems(slugs: Sequence[str]) -> list[System]:
    """The systems with these slugs, in their order; those that are not there are left out. One query."""
    found = {system.slug: system for system in System.objects.filter(slug__in=slugs)}
    return [found[slug] for slug in slugs if slug in found]


def compare(chosen: Sequence[System]) -> Comparison:
    """The shared boards of the systems and the gains between them, by seven queries."""
    boards = _shared(chosen)
    leaders = _leaders(chosen, boards)
    gains = _gains(chosen)
    rows = {row.pk: row for row in rows_by_id([*leaders.values(), *gains])}
    listed = [_board(board, chosen, leaders, rows) for board in boards[:BOARDS]]
    return Comparison(
        boards=tuple(board for board in listed if sum(map(bool, board.claims)) >= FEWEST),
        gains=tuple(rows[pk] for pk in gains[:GAINS]),
        more_boards=len(boards) > BOARDS,
        more_gains=len(gains) > GAINS,
    )


def rivals(chosen: Sequence[System]) -> list[Name]:
    """The systems that claims about the chosen ones are compared with most, others than they; one query."""
    links = ClaimBaseline.objects.filter(claim__system__in=chosen, claim__state__in=SHOWN)
    named = links.filter(system__isnull=False).exclude(system__in=chosen).order_by()
    counted = named.values("system__slug", "system__name").annotate(number=Count("pk"))
    top = counted.order_by("-number", "system__slug")[:RIVALS]
    return [Name(row["system__name"], row["system__slug"]) for row in top]


def _shared(chosen: Sequence[System]) -> list[tuple[Benchmark, Metric]]:
    """The boards that hold results of two or more of the systems, those of most first; three queries."""
    links = ClaimBenchmark.objects.filter(
        claim__system__in=chosen,
        claim__state__in=SHOWN,
        claim__kind=Claim.Kind.ABSOLUTE,
        claim__metric__direction__isnull=False,
        benchmark__isnull=False,
    )
    counted = links.order_by().values_list("benchmark", "claim__metric")
    counted = counted.annotate(systems=Count("claim__system", distinct=True), claims=Count("pk"))
    several = counted.filter(systems__gte=FEWEST)
    pairs = list(several.order_by("-systems", "-claims", "benchmark", "claim__metric")[: BOARDS + 1])
    benchmarks = Benchmark.objects.in_bulk({benchmark for benchmark, *_ in pairs})
    metrics = Metric.objects.in_bulk({metric for _, metric, *_ in pairs})
    return [(benchmarks[benchmark], metrics[metric]) for benchmark, metric, *_ in pairs]


def _leaders(
    chosen: Sequence[System], boards: Sequence[tuple[Benchmark, Metric]]
) -> dict[tuple[int, int, int], int]:
    """The best ranked claim of each benchmark, metric and system; one query."""
    on, by = zip(*boards, strict=True) if boards else ((), ())
    ranked = Standing.objects.filter(
        claim__system__in=chosen, benchmark__in=on, metric__in=by, kind=Claim.Kind.ABSOLUTE, unranked=False
    )
    board = ("benchmark", "metric", "claim__system")
    order = [key.order for key in ranking.ORDER]
    nth = Window(RowNumber(), partition_by=[F(field) for field in board], order_by=order)
    firsts = ranked.annotate(nth=nth).filter(nth=1).values_list(*board, "claim")
    return {(on, by, of): pk for on, by, of, pk in firsts}


def _gains(chosen: Sequence[System]) -> list[int]:
    """The claims that one of the systems is better than another of them, the latest first; one query."""
    rival = ClaimBaseline.objects.filter(claim=OuterRef("pk"), system__in=chosen)
    against = rival.exclude(system=OuterRef("system"))
    claims = shown().filter(Exists(against), system__in=chosen, kind__in=_CHANGES)
    latest = claims.order_by(F("paper__published_on").desc(nulls_last=True), "paper_id", "start", "pk")
    return list(latest.values_list("pk", flat=True)[: GAINS + 1])


def _board(
    board: tuple[Benchmark, Metric],
    chosen: Sequence[System],
    leaders: dict[tuple[int, int, int], int],
    rows: dict[int, ClaimRow],
) -> SharedBoard:
    benchmark, metric = board
    pks = [leaders.get((benchmark.pk, metric.pk, system.pk)) for system in chosen]
    claims = tuple(rows[pk] if pk is not None else None for pk in pks)
    values = [claim.scaled for claim in claims if claim is not None and claim.scaled is not None]
    top = (max if metric.direction == Metric.Direction.HIGHER else min)(values, default=None)
    best = frozenset(claim.pk for claim in claims if claim is not None and claim.scaled == top)
    return SharedBoard(benchmark, metric, claims, best if len(values) >= FEWEST else frozenset())
