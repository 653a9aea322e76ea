"""Ranks in SQL: what `domain.ranking` says of a list in memory, said of a table of any length."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Rank, RowNumber

from leaderboard.domain.ranking import CONSERVATIVE, RANKED_STATES, SURE_ENOUGH, Entry
from leaderboard.models import Claim, ClaimBenchmark, ClaimSystem
from leaderboard.models.fields import NumericField
from leaderboard.queries.claims import ClaimRow
from leaderboard.queries.keysets import Key, number, whole

NEVER = Decimal("1E+101")
"""Stands where a claim has no rank: behind every value, which the table's checks keep below 1E+100."""

UNRANKED = Key("unranked", whole)
"""Ranked claims first."""

BETTER = Key("better_first", number)
"""The value, turned so that the better one is smaller; NEVER for claims that have no rank."""

DAY = Key("day", date.fromisoformat)
UID = Key("uid", UUID)
ORDER = (BETTER, DAY, UID)
"""A board's own order: the best first, then the earliest, then by uid."""


def placed(claims: "QuerySet[Claim]") -> "QuerySet[Any]":
    """The claims of one board with their `place` and the keys of ORDER and UNRANKED.

    The place is the rank of a ranked claim; it means nothing where `better_first` is NEVER.
    """
    place = Window(Rank(), order_by=F("better_first").asc())
    behind = Case(When(better_first=NEVER, then=Value(1)), default=Value(0), output_field=IntegerField())
    found: QuerySet[Any] = _keyed(claims).annotate(place=place, unranked=behind)
    return found


def firsts(claims: "QuerySet[Claim]", *, board: tuple[str, ...]) -> "QuerySet[Any]":
    """The first ranked claim of each board; `board` names the fields that tell boards apart."""
    order = [key.order for key in ORDER]
    first = Window(RowNumber(), partition_by=[F(field) for field in board], order_by=order)
    ranked = _keyed(claims).exclude(better_first=NEVER)
    found: QuerySet[Any] = ranked.annotate(position=first).filter(position=1)
    return found


def entry(claim: ClaimRow) -> Entry:
    """What the rule needs to know of a claim that was fetched."""
    return Entry(
        uid=claim.uid,
        kind=claim.kind,
        role=claim.role,
        state=claim.state,
        bound=claim.bound,
        direction=claim.metric_direction,
        scaled=claim.scaled,
        confidence=claim.confidence,
        ranged=claim.value_high is not None,
        benchmarks=len(claim.benchmarks),
        systems=len(claim.systems),
        published_on=claim.paper.published_on,
        retracted=claim.paper.retracted_on is not None,
    )


def _keyed(claims: "QuerySet[Claim]") -> "QuerySet[Any]":
    """The rule is written once in the query, since the database works out each mention of it anew."""
    better = Case(
        When(~_RANKED, then=Value(NEVER)),
        When(metric__direction="lower", then=F("scaled")),
        default=-F("scaled"),
        output_field=NumericField(),
    )
    day = Coalesce("paper__published_on", Value(date.max))
    found: QuerySet[Any] = claims.annotate(benchmark_count=_BENCHMARKS, better_first=better, day=day)
    return found


_BENCHMARKS = Coalesce(
    Subquery(
        ClaimBenchmark.objects.filter(claim=OuterRef("pk"))
        .order_by()
        .values("claim")
        .annotate(number=Count("pk"))
        .values("number")
    ),
    Value(0),
)
_RANKED = (
    Q(
        scaled__isnull=False,
        kind=Claim.Kind.ABSOLUTE,
        role=Claim.Role.RESULT,
        state__in=sorted(RANKED_STATES),
        value_high=None,
        metric__direction__isnull=False,
        paper__retracted_on=None,
    )
    & (
        Q(bound__in=[Claim.Bound.EXACT, Claim.Bound.ABOUT])
        | Q(metric__direction="higher", bound=CONSERVATIVE["higher"])
        | Q(metric__direction="lower", bound=CONSERVATIVE["lower"])
    )
    & (~Q(state=Claim.State.MACHINE) | Q(confidence__gte=SURE_ENOUGH))
    & ~Exists(ClaimSystem.objects.filter(claim=OuterRef("pk")))
    & Q(benchmark_count=1)
)
"""No reason of `domain.ranking.unranked` holds."""
