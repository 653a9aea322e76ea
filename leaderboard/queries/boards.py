"""Boards: the claims about one metric on one benchmark, each kind of number on a tab of its own."""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, ExtractYear, Left, Lower

from leaderboard.domain.ranking import UnrankedReason, unranked
from leaderboard.models import Benchmark, Claim, ClaimBaseline, Metric
from leaderboard.queries import ranking
from leaderboard.queries.claims import ClaimRow, rows_by_id, shown
from leaderboard.queries.keysets import Cursor, Key, Page, number, page, whole

PAGE = 50
CHOICES = 40
"""Values of one kind that a tab can be narrowed to."""

BEGINNING = 60
"""Characters of a text that it is sorted by."""


class Tab(StrEnum):
    """A board's tables; numbers of different kinds never share one."""

    RESULTS = "results"
    GAINS = "gains"
    RELATIVE = "relative"
    FACTORS = "factors"
    FRACTIONS = "fractions"
    UNCLEAR = "unclear"


KINDS: dict[Tab, Claim.Kind | None] = {
    Tab.RESULTS: Claim.Kind.ABSOLUTE,
    Tab.GAINS: Claim.Kind.DIFFERENCE,
    Tab.RELATIVE: Claim.Kind.PERCENT_CHANGE,
    Tab.FACTORS: Claim.Kind.FACTOR,
    Tab.FRACTIONS: Claim.Kind.FRACTION,
    Tab.UNCLEAR: None,
}


class Column(StrEnum):
    """What a board's rows can be sorted by."""

    RANK = "rank"
    SYSTEM = "system"
    VALUE = "value"
    SETTING = "setting"
    BASELINE = "baseline"
    PAPER = "paper"
    DATE = "date"
    STATE = "state"
    CONFIDENCE = "confidence"


@dataclass(frozen=True, slots=True)
class Sort:
    """A column and the way it runs."""

    column: Column
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a tab; ranks are then those among the claims that are left."""

    setting: str | None = None
    year: int | None = None
    state: str | None = None
    role: str | None = None

    def __bool__(self) -> bool:
        return self != Filters()

    def narrow(self, claims: "QuerySet[Claim]") -> "QuerySet[Claim]":
        """The claims that meet every filter."""
        asked = {
            "setting": self.setting,
            "paper__published_on__year": self.year,
            "state": self.state,
            "role": self.role,
        }
        return claims.filter(**{field: value for field, value in asked.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Facets:
    """What a tab can be narrowed to, with the number of claims of each, most first (years: latest first)."""

    settings: tuple[tuple[str, int], ...]
    years: tuple[tuple[str, int], ...]
    states: tuple[tuple[str, int], ...]
    roles: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Board:
    """What a board is about, and how many claims each of its tabs holds."""

    benchmark: Benchmark
    metric: Metric
    counts: dict[Tab, int]

    @property
    def total(self) -> int:
        """The claims on all tabs."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A claim and its place: a rank, or the reason why it has none."""

    claim: ClaimRow
    rank: int | None
    unranked: UnrankedReason | None


def find(benchmark: str, *, metric: str) -> Board | None:
    """The board with these slugs; None where one of them names nothing."""
    on = Benchmark.objects.select_related("task").filter(slug=benchmark).first()
    by = Metric.objects.filter(slug=metric).first()
    if on is None or by is None:
        return None
    kinds = dict(_claims(on, by).values_list("kind").annotate(claims=Count("pk")))
    return Board(on, by, {tab: kinds.get(kind, 0) for tab, kind in KINDS.items()})


def rows(
    board: Board,
    *,
    tab: Tab,
    sort: Sort,
    cursor: Cursor | None,
    size: int = PAGE,
    filters: Filters | None = None,
) -> Page[BoardRow]:
    """One page of a tab, ranked rows first; ties within a column stand in the order of ranks."""
    claims = claims_of(board, tab=tab, filters=filters)
    keys = _keys(sort)
    listed = ranking.placed(claims).annotate(**_ORDERS[sort.column].annotations)
    values = listed.values("pk", "place", *(key.field for key in keys))
    found = page(values, keys=keys, cursor=cursor, size=size, window="place")
    claim_rows = rows_by_id([row["pk"] for row in found.rows])
    return found.of([_row(claim, row["place"]) for claim, row in zip(claim_rows, found.rows, strict=True)])


def facets(board: Board, *, tab: Tab) -> Facets:
    """What the tab can be narrowed to, by one query."""
    claims = claims_of(board, tab=tab)
    year = Cast(ExtractYear("paper__published_on"), CharField())
    parts = [
        _counted(claims.exclude(setting="").annotate(given=F("setting")), "settings"),
        _counted(claims.filter(paper__published_on__isnull=False).annotate(given=year), "years"),
        _counted(claims.annotate(given=Cast("state", TextField())), "states"),
        _counted(claims.annotate(given=Cast("role", TextField())), "roles"),
    ]
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for part, given, times in parts[0].union(*parts[1:], all=True):
        found[part].append((given, times))
    return Facets(
        settings=tuple(found["settings"]),
        years=tuple(sorted(found["years"], reverse=True)),
        states=tuple(found["states"]),
        roles=tuple(found["roles"]),
    )


def claims_of(board: Board, *, tab: Tab, filters: Filters | None = None) -> "QuerySet[Claim]":
    """The claims of a tab, as far as the filters leave them."""
    claims = _claims(board.benchmark, board.metric).filter(kind=KINDS[tab])
    return (filters or Filters()).narrow(claims)


def _counted(claims: "QuerySet[Any]", part: str) -> "QuerySet[Any, Any]":
    """The values of `given` with their numbers, most first."""
    label = Value(part, output_field=CharField())
    counted: QuerySet[Any, Any] = claims.order_by().values("given").annotate(part=label, number=Count("pk"))
    return counted.order_by("-number", "given").values_list("part", "given", "number")[:CHOICES]


def _claims(benchmark: Benchmark, metric: Metric) -> "QuerySet[Claim]":
    return shown().filter(claim_benchmarks__benchmark=benchmark, metric=metric)


def _row(claim: ClaimRow, place: int) -> BoardRow:
    reason = unranked(ranking.entry(claim))
    return BoardRow(claim, rank=None if reason else place, unranked=reason)


def _keys(sort: Sort) -> tuple[Key, ...]:
    """Ranked rows first whatever the column; each field once, since the first mention decides."""
    if sort == Sort(Column.RANK):
        return ranking.ORDER
    chosen = tuple(
        key.reversed() if sort.descending and key is not _LAST else key for key in _ORDERS[sort.column].keys
    )
    fields = {key.field for key in chosen}
    return (ranking.UNRANKED, *chosen, *(key for key in ranking.ORDER if key.field not in fields))


@dataclass(frozen=True, slots=True)
class _Order:
    """The annotations that a column is sorted by, and its sort keys."""

    keys: tuple[Key, ...]
    annotations: dict[str, Any]


def _text(expression: Any) -> _Order:
    """By the beginning of a text in small letters; missing texts last, whichever way it runs."""
    start = Coalesce(Lower(Left(expression, BEGINNING)), Value(""), output_field=CharField())
    missing = Case(When(words="", then=Value(1)), default=Value(0), output_field=IntegerField())
    return _Order((_LAST, Key("words")), {"words": start, "last": missing})


_LAST = Key("last", whole)
_UNDATED = Case(When(paper__published_on=None, then=Value(1)), default=Value(0), output_field=IntegerField())
_FIRST_BASELINE = (
    ClaimBaseline.objects.filter(claim=OuterRef("pk"))
    .order_by("position")
    .values(words=Coalesce("system__name", "text", output_field=CharField()))[:1]
)
_ORDERS: dict[Column, _Order] = {
    Column.RANK: _Order((ranking.BETTER,), {}),
    Column.VALUE: _Order((Key("amount", number),), {"amount": Coalesce("scaled", "value")}),
    Column.SYSTEM: _text(Coalesce("system__name", "system_text", output_field=CharField())),
    Column.SETTING: _text(F("setting")),
    Column.BASELINE: _text(Subquery(_FIRST_BASELINE)),
    Column.PAPER: _text(F("paper__title")),
    Column.DATE: _Order((_LAST, ranking.DAY), {"last": _UNDATED}),
    Column.STATE: _Order((Key("state"),), {}),
    Column.CONFIDENCE: _Order((Key("confidence", float),), {}),
}
