"""Contradictions: claims about the same thing with different numbers, two and two, by index alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Count, Model, Q, QuerySet, TextField, Value

from leaderboard.models import Benchmark, Contradiction, Metric, System
from leaderboard.queries.claims import ClaimRow, Name, rows_by_id
from leaderboard.queries.keysets import Cursor, Key, Page, page, whole

Thing = TypeVar("Thing", bound=Model)

PAGE = 20
LATEST = 50
"""Contradictions of a feed."""

NAMED = 100
"""Names that each filter suggests."""

MANY = 1_000
"""How far they are counted; more are "more than that"."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which contradictions to list, by slugs; None narrows nothing."""

    benchmark: str | None = None
    metric: str | None = None
    system: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The things that the filters name, for their names; None where a filter is not used."""

    benchmark: Benchmark | None = None
    metric: Metric | None = None
    system: System | None = None


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two claims about the same thing, the lower number first.

    `certain` where both state the same setting; `claims` are all that were compared, these two among them.
    """

    benchmark: Name
    metric: Name
    system: Name
    certain: bool
    claims: int
    low: ClaimRow
    high: ClaimRow


class UnknownNameError(LookupError):
    """A filter names something that is not there; holds which filter and what it says."""

    def __init__(self, filter_name: str, slug: str) -> None:
        super().__init__(f"There is no {filter_name} “{slug}”.")
        self.filter_name = filter_name
        self.slug = slug


def chosen(filters: Filters) -> Chosen:
    """The things that the filters name, one query for each filter; UnknownNameError if one is not there."""
    return Chosen(
        benchmark=_named(Benchmark.objects.all(), "benchmark", filters.benchmark),
        metric=_named(Metric.objects.all(), "metric", filters.metric),
        system=_named(System.objects.all(), "system", filters.system),
    )


def contradictions(
    things: Chosen, *, certain: bool | None = None, cursor: Cursor | None = None, size: int = PAGE
) -> Page[Dispute]:
    """One page of contradictions, the certain ones first, then the latest found; by three queries."""
    narrowed = _narrowed(things).filter(**({} if certain is None else {"certain": certain}))
    found = page(narrowed.values(*_FIELDS), keys=_ORDER, cursor=cursor, size=size)
    return found.of(_disputes(found.rows))


def counts(things: Chosen) -> dict[bool, int]:
    """How many are certain (True) and how many possible (False), counted up to MANY of each; one query."""
    parts = [_narrowed(things).filter(certain=certain).order_by()[:MANY] for certain in (True, False)]
    values = [part.values_list("certain", flat=True) for part in parts]
    found = list(values[0].union(values[1], all=True))
    return {certain: found.count(certain) for certain in (True, False)}


def latest() -> list[Dispute]:
    """The contradictions found last, by two queries."""
    return _disputes(Contradiction.objects.order_by("-pk").values(*_FIELDS)[:LATEST])


def named() -> dict[str, list[str]]:
    """Names that the filters can be given, by filter, those with most contradictions first; one query."""
    parts = [
        Contradiction.objects.values_list(Value(thing, TextField()), f"{thing}__name")
        .annotate(count=Count("pk"))
        .order_by("-count", f"{thing}__name")[:NAMED]
        for thing in _THINGS
    ]
    found = list(parts[0].union(*parts[1:], all=True))
    return {thing: [name for kind, name, _ in found if kind == thing] for thing in _THINGS}


_ORDER = (Key("certain", lambda text: text == "True", descending=True), Key("pk", whole, descending=True))
_THINGS = ("benchmark", "metric", "system")
_NAMES = tuple(f"{thing}__{part}" for thing in _THINGS for part in ("slug", "name"))
_FIELDS = ("pk", "certain", "claims", "low", "high", *_NAMES)


def _named(things: "QuerySet[Thing]", filter_name: str, slug: str | None) -> Thing | None:
    if slug is None:
        return None
    found = things.filter(slug=slug).first()
    if found is None:
        raise UnknownNameError(filter_name, slug)
    return found


def _narrowed(things: Chosen) -> "QuerySet[Contradiction]":
    asked = Q()
    for name in _THINGS:
        if getattr(things, name) is not None:
            asked &= Q(**{name: getattr(things, name)})
    return Contradiction.objects.filter(asked)


def _disputes(rows: Iterable[dict[str, Any]]) -> list[Dispute]:
    found = list(rows)
    claims = rows_by_id(sorted({row[side] for row in found for side in ("low", "high")}))
    by_id = {claim.pk: claim for claim in claims}
    return [_dispute(row, by_id) for row in found]


def _dispute(row: dict[str, object], claims: dict[int, ClaimRow]) -> Dispute:
    names = {thing: Name(str(row[f"{thing}__name"]), str(row[f"{thing}__slug"])) for thing in _THINGS}
    low, high = (claims[int(str(row[side]))] for side in ("low", "high"))
    return Dispute(**names, certain=bool(row["certain"]), claims=int(str(row["claims"])), low=low, high=high)
