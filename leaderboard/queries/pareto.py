"""Two metrics that the same papers report of the same systems: which ones, and the pairs of values."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from leaderboard.domain.contradictions import setting_key
from leaderboard.domain.pareto import front
from leaderboard.domain.ranking import RANKED_STATES, SURE_ENOUGH
from leaderboard.models import Benchmark, Claim, ClaimBenchmark, ClaimSystem, Metric
from leaderboard.queries.claims import ClaimRow, Name, rows_by_id

RECENT = 10_000
"""Claims, the newest, among which metrics that occur together are looked for."""

CANDIDATES = 2_000
"""Claims of the first metric, the newest, for which the second is looked for."""

DRAWN = 300
CHOICES = 100
_ZERO = Decimal(0)
_STATES = sorted(RANKED_STATES)


@dataclass(frozen=True, slots=True)
class Point:
    """What a paper says of a system by two metrics; `best` where nothing drawn beats it in both."""

    x: ClaimRow
    y: ClaimRow
    best: bool

    @property
    def benchmark(self) -> Name | None:
        """What was measured on, as far as one of the two says so."""
        return next(iter((*self.y.benchmarks, *self.x.benchmarks)), None)


@dataclass(frozen=True, slots=True)
class Picture:
    """The points of two metrics; `front`: both directions are known, `more`: some points are left out."""

    points: tuple[Point, ...]
    front: bool
    more: bool


@dataclass(frozen=True, slots=True)
class Together:
    """Two metrics, and how many of the systems looked at are said to have both."""

    one: Name
    other: Name
    systems: int


def metric(slug: str) -> Metric | None:
    """The metric with this slug; None where there is none."""
    return Metric.objects.filter(slug=slug).first()


def benchmark(slug: str) -> Benchmark | None:
    """The benchmark with this slug; None where there is none."""
    return Benchmark.objects.filter(slug=slug).first()


def together(with_metric: Metric | None = None) -> list[Together]:
    """Metrics that the newest papers report together, those of most systems first; one query.

    One that is given stands first in each pair.
    """
    claims = _comparable().order_by("-pk")
    if with_metric is not None:
        papers = claims.filter(metric=with_metric).values("paper")[:CANDIDATES]
        claims = claims.filter(paper__in=papers)
    found: dict[tuple[int, int], set[Name]] = defaultdict(set)
    values = claims.values_list("paper", "system", "metric__name", "metric__slug")
    for paper, system, name, slug in values[:RECENT]:
        found[paper, system].add(Name(name, slug))
    pairs = Counter(pair for names in found.values() for pair in _pairs_of(names, with_metric))
    ordered = sorted(pairs.items(), key=lambda item: (-item[1], item[0][0].text, item[0][1].text))
    return [Together(one, other, times) for (one, other), times in ordered[:CHOICES]]


def picture(x: Metric, y: Metric, *, on: Benchmark | None = None) -> Picture:
    """What papers say of systems by both metrics, on the same benchmark or of a cost that names none.

    Four queries. Pairs of different stated settings are left out.
    """
    firsts = _numbers(_both(x, y, on=on), most=CANDIDATES + 1)
    papers = {first.paper for first in firsts}
    by_subject: dict[tuple[int, int], list[_Number]] = defaultdict(list)
    for second in _numbers(_comparable().filter(metric=y, paper__in=papers)):
        by_subject[second.paper, second.system].append(second)
    pairs = list(_matching(firsts[:CANDIDATES], by_subject, on=on.pk if on else None))
    more = len(firsts) > CANDIDATES or len(pairs) > DRAWN
    return _picture(pairs[:DRAWN], x, y, more=more)


@dataclass(frozen=True, slots=True)
class _Number:
    """A claim as far as it decides what it is paired with."""

    pk: int
    paper: int
    system: int
    benchmark: int | None
    setting: str


def _pairs_of(names: set[Name], given: Metric | None) -> Iterator[tuple[Name, Name]]:
    for one, other in combinations(sorted(names, key=lambda name: name.text), 2):
        if given is None or one.slug == given.slug:
            yield one, other
        elif other.slug == given.slug:
            yield other, one


def _comparable() -> "QuerySet[Claim]":
    """Single results of a single system on one benchmark or on none that is named, that are sure enough."""
    further = ClaimSystem.objects.filter(claim=OuterRef("pk"))
    links = ClaimBenchmark.objects.filter(claim=OuterRef("pk"))
    unclear = links.filter(Q(position__gte=1) | Q(benchmark=None))
    sure = Q(confidence__gte=SURE_ENOUGH) | ~Q(state=Claim.State.MACHINE)
    return Claim.objects.filter(
        sure,
        ~Exists(further),
        ~Exists(unclear),
        kind=Claim.Kind.ABSOLUTE,
        role=Claim.Role.RESULT,
        state__in=_STATES,
        bound__in=[Claim.Bound.EXACT, Claim.Bound.ABOUT],
        value_high=None,
        scaled__isnull=False,
        system__isnull=False,
        metric__isnull=False,
        paper__retracted_on=None,
    )


def _both(x: Metric, y: Metric, *, on: Benchmark | None) -> "QuerySet[Claim]":
    """The claims of the one metric whose paper has one of the other about the same system."""
    same = Claim.objects.filter(metric=y, paper=OuterRef("paper"), system=OuterRef("system"))
    claims = _comparable().filter(Exists(same), metric=x)
    if on is None:
        return claims
    there = claims.filter(claim_benchmarks__benchmark=on)
    nowhere = claims.filter(claim_benchmarks=None)
    return claims.filter(Q(pk__in=there.values("pk")) | Q(pk__in=nowhere.values("pk")))


def _numbers(claims: "QuerySet[Claim]", *, most: int | None = None) -> list[_Number]:
    """The claims, the newest first; none of them has more than one benchmark."""
    fields = ("pk", "paper", "system", "claim_benchmarks__benchmark", "setting")
    found: Any = claims.order_by("-pk").values_list(*fields)[:most]
    return [_Number(pk, paper, of, on, setting_key(setting)) for pk, paper, of, on, setting in found]


def _matching(
    firsts: Sequence[_Number], seconds: dict[tuple[int, int], list[_Number]], *, on: int | None
) -> Iterator[tuple[_Number, _Number]]:
    for first in firsts:
        for second in seconds[first.paper, first.system]:
            benchmarks = {first.benchmark, second.benchmark} - {None}
            settings = {first.setting, second.setting} - {""}
            if len(benchmarks) <= 1 and len(settings) <= 1 and (on is None or benchmarks == {on}):
                yield first, second


def _picture(pairs: Sequence[tuple[_Number, _Number]], x: Metric, y: Metric, *, more: bool) -> Picture:
    rows = {row.pk: row for row in rows_by_id(sorted({number.pk for pair in pairs for number in pair}))}
    values = [(rows[one.pk].scaled or _ZERO, rows[other.pk].scaled or _ZERO) for one, other in pairs]
    best = front(values, directions=(x.direction, y.direction))
    points = (
        Point(rows[one.pk], rows[other.pk], best=best is not None and place in best)
        for place, (one, other) in enumerate(pairs)
    )
    return Picture(tuple(points), front=best is not None, more=more)
