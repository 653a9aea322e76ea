"""Ranks in SQL: what `domain.ranking` says of a list in memory, said of a table of any length."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
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

from leaderboard.domain.ranking import CONSERVATIVE, RANKED_STATES, UnrankedReason
from leaderboard.models import Claim, ClaimBenchmark, ClaimSystem
from leaderboard.models.fields import NumericField
from leaderboard.queries.keysets import Key, number, whole

UNRANKED = Key("unranked", whole)
"""Ranked claims first."""

BETTER = Key("better_first", number)
"""The value, turned so that the better one is smaller; the same for all that have no rank."""

DAY = Key("day", date.fromisoformat)
UID = Key("uid", UUID)
ORDER = (UNRANKED, BETTER, DAY, UID)
"""A board's own order: the best first, then the earliest, then by uid."""


def placed(claims: "QuerySet[Claim]") -> "QuerySet[Any]":
    """The claims of one board with `reason` ("" for ranked ones), `place` (their rank) and the keys of ORDER.

    `place` means nothing where there is a reason.
    """
    place = Window(Rank(), partition_by=F("unranked"), order_by=F("better_first").asc())
    found: QuerySet[Any] = _judged(claims).annotate(place=place)
    return found


def firsts(claims: "QuerySet[Claim]", *, board: tuple[str, ...]) -> "QuerySet[Any]":
    """The first ranked claim of each board; `board` names the fields that tell boards apart."""
    order = [F("better_first").asc(), F("day").asc(), F("uid").asc()]
    first = Window(RowNumber(), partition_by=[F(field) for field in board], order_by=order)
    ranked = _judged(claims).filter(unranked=0)
    found: QuerySet[Any] = ranked.annotate(position=first).filter(position=1)
    return found


def _judged(claims: "QuerySet[Claim]") -> "QuerySet[Any]":
    counted = claims.annotate(benchmark_count=Coalesce(Subquery(_BENCHMARKS), Value(0)))
    return counted.annotate(
        reason=_REASON,
        unranked=Case(When(reason="", then=Value(0)), default=Value(1), output_field=IntegerField()),
        better_first=Case(
            When(unranked=1, then=Value(0)),
            When(metric__direction="lower", then=F("scaled")),
            default=-F("scaled"),
            output_field=NumericField(),
        ),
        day=Coalesce("paper__published_on", Value(date.max)),
    )


_BENCHMARKS = (
    ClaimBenchmark.objects.filter(claim=OuterRef("pk"))
    .order_by()
    .values("claim")
    .annotate(number=Count("pk"))
    .values("number")
)
_RULES: dict[UnrankedReason, Any] = {
    UnrankedReason.RETRACTED: Q(paper__retracted_on__isnull=False),
    UnrankedReason.STATE: ~Q(state__in=sorted(RANKED_STATES)),
    UnrankedReason.KIND: Q(kind=None) | ~Q(kind=Claim.Kind.ABSOLUTE),
    UnrankedReason.REFERENCE: ~Q(role=Claim.Role.RESULT),
    UnrankedReason.DIRECTION: Q(metric=None) | Q(metric__direction=None),
    UnrankedReason.RANGE: Q(value_high__isnull=False),
    UnrankedReason.BENCHMARKS: ~Q(benchmark_count=1),
    UnrankedReason.SYSTEMS: Exists(ClaimSystem.objects.filter(claim=OuterRef("pk"))),
    UnrankedReason.SCALE: Q(scaled=None),
    UnrankedReason.BOUND: ~(
        Q(bound__in=[Claim.Bound.EXACT, Claim.Bound.ABOUT])
        | Q(metric__direction="higher", bound=CONSERVATIVE["higher"])
        | Q(metric__direction="lower", bound=CONSERVATIVE["lower"])
    ),
}
"""In the order of the reasons, which is that of `domain.ranking`."""

_REASON = Case(
    *(When(rule, then=Value(reason.value)) for reason, rule in _RULES.items()),
    default=Value(""),
    output_field=CharField(),
)
