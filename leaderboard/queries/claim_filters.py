"""Which claims a program asks for, and in which order: names become ids first, so that indexes serve them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from leaderboard.models import (
    Benchmark,
    Claim,
    ClaimBaseline,
    ClaimBenchmark,
    ClaimSystem,
    Metric,
    Paper,
    PaperWords,
    System,
    Task,
)
from leaderboard.queries import redirects
from leaderboard.queries.claims import SHOWN
from leaderboard.queries.keysets import Key, moment, number, whole

UNCLEAR = "unclear"
"""Asks for claims whose kind is not known."""

FIRST_DAY, LAST_DAY = date(1, 1, 1), date.max
_BEYOND = Decimal("1E+101")
"""Behind every value, which the table's checks keep below 1E+100."""


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims to list; None narrows nothing. Things are named by their slugs, the paper by its uid.

    `min` and `max` are on the common scale of the metric, so that claims without a place on it are out.
    """

    paper: UUID | None = None
    benchmark: str | None = None
    metric: str | None = None
    system: str | None = None
    baseline: str | None = None
    task: str | None = None
    family: str | None = None
    kind: str | None = None
    direction: str | None = None
    role: str | None = None
    bound: str | None = None
    state: str | None = None
    min: float | None = None
    max: float | None = None
    year: int | None = None
    min_confidence: float | None = None
    max_confidence: float | None = None
    updated_since: datetime | None = None
    text: str | None = None


class ClaimOrder(StrEnum):
    """What claims can be sorted by; a minus turns it round. What is unknown comes last either way."""

    OLDEST = "id"
    NEWEST = "-id"
    VALUE = "value"
    VALUE_DOWN = "-value"
    PUBLISHED = "published"
    PUBLISHED_DOWN = "-published"
    CONFIDENCE = "confidence"
    CONFIDENCE_DOWN = "-confidence"
    UPDATED = "updated"
    UPDATED_DOWN = "-updated"


def needs_metric(order: ClaimOrder) -> bool:
    """True for orders that make sense within one metric only."""
    return order in (ClaimOrder.VALUE, ClaimOrder.VALUE_DOWN)


def narrowed(chosen: ClaimFilter) -> "QuerySet[Claim]":
    """The shown claims that the filter lets through; one query for each name in it, none for the claims."""
    conditions = []
    for name, condition in _THINGS.items():
        slug = getattr(chosen, name)
        if slug is not None:
            model = _MODELS[name]
            pk = model.objects.filter(slug=slug).values_list("pk", flat=True).first()
            if pk is None:
                moved = redirects.thing(model._meta.model_name, slug)
                pk = moved and moved.pk
            if pk is None:
                return Claim.objects.none()
            conditions.append(condition(pk))
    if chosen.paper is not None:
        conditions.append(Q(paper=Paper.objects.filter(uid=chosen.paper).values("pk")[:1]))
    return Claim.objects.filter(*conditions, *_words(chosen.text), **_fields(chosen))


def ordered(claims: "QuerySet[Claim]", order: ClaimOrder) -> tuple["QuerySet[Claim]", tuple[Key, ...]]:
    """The claims with what they are to be sorted by, and the keys of that order."""
    down = order.value.startswith("-")
    last = Key("pk", whole, descending=down)
    missing = {ClaimOrder.VALUE: _BEYOND, ClaimOrder.VALUE_DOWN: -_BEYOND}
    if order in missing:
        sorted_by = Coalesce("scaled", Value(missing[order]))
        return claims.annotate(place=sorted_by), (Key("place", number, descending=down), last)
    if order in (ClaimOrder.PUBLISHED, ClaimOrder.PUBLISHED_DOWN):
        day = Coalesce("paper__published_on", Value(FIRST_DAY if down else LAST_DAY))
        return claims.annotate(day=day), (Key("day", date.fromisoformat, descending=down), last)
    if order in (ClaimOrder.CONFIDENCE, ClaimOrder.CONFIDENCE_DOWN):
        return claims, (Key("confidence", float, descending=down), last)
    if order in (ClaimOrder.UPDATED, ClaimOrder.UPDATED_DOWN):
        return claims, (Key("updated_at", moment, descending=down), last)
    return claims, (last,)


def _fields(chosen: ClaimFilter) -> dict[str, Any]:
    """Conditions on the claim's own columns, and on its metric's and its paper's."""
    lookups: dict[str, Any] = {
        "metric__family": chosen.family,
        "direction": chosen.direction,
        "role": chosen.role,
        "bound": chosen.bound,
        "scaled__gte": None if chosen.min is None else Decimal(str(chosen.min)),
        "scaled__lte": None if chosen.max is None else Decimal(str(chosen.max)),
        "paper__published_on__year": chosen.year,
        "confidence__gte": chosen.min_confidence,
        "confidence__lte": chosen.max_confidence,
        "updated_at__gte": chosen.updated_since,
        "state__in": [chosen.state] if chosen.state else SHOWN,
    }
    kind = {"kind__isnull": True} if chosen.kind == UNCLEAR else {"kind": chosen.kind}
    return {name: value for name, value in {**lookups, **kind}.items() if value is not None}


def described(asked: str) -> Q:
    """Claims of papers that hold the words, or whose number, metric, system or uid was asked for.

    Each of these is found on its own and by an index, or among few names: joined into one condition over
    the columns of all, every claim, paper and name would be read.
    """
    words = SearchQuery(asked, config="claimboard", search_type="websearch")
    found = (
        Q(paper__in=PaperWords.objects.filter(stems=words).values("paper"))
        | Q(metric__in=Metric.objects.filter(name__icontains=asked).values("pk"))
        | Q(system__in=System.objects.filter(name__icontains=asked).values("pk"))
        | Q(quote=asked)
    )
    try:
        return found | Q(uid=UUID(asked))
    except ValueError:
        return found


def _words(text: str | None) -> list[Exists]:
    """That the claim's paper holds the words."""
    if text is None:
        return []
    query = SearchQuery(text, config="claimboard", search_type="websearch")
    return [Exists(PaperWords.objects.filter(paper=OuterRef("paper"), stems=query))]


def _linked(model: Any, **wanted: Any) -> Exists:
    return Exists(model.objects.filter(claim=OuterRef("pk"), **wanted))


_MODELS: dict[str, Any] = {
    "benchmark": Benchmark,
    "metric": Metric,
    "system": System,
    "baseline": System,
    "task": Task,
}
_THINGS: dict[str, Callable[[int], Any]] = {
    "benchmark": lambda pk: _linked(ClaimBenchmark, benchmark=pk),
    "metric": lambda pk: Q(metric=pk),
    "system": lambda pk: Q(system=pk) | Q(_linked(ClaimSystem, system=pk)),
    "baseline": lambda pk: _linked(ClaimBaseline, system=pk),
    "task": lambda pk: _linked(ClaimBenchmark, benchmark__task=pk),
}
