"""Systems, benchmarks, metrics and tasks for programs: all of them, also those that no claim mentions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet

from leaderboard.models import Benchmark, Metric, System, Tally, Task
from leaderboard.queries.counting import counted
from leaderboard.queries.keysets import Cursor, Key, Page, page
from leaderboard.queries.things import Kind

UNKNOWN = "unknown"
"""Asks for metrics whose direction nobody has said."""


@dataclass(frozen=True, slots=True)
class NamedFilter:
    """Which things to list; None narrows nothing. Only metrics have a family and a direction."""

    q: str | None = None
    family: str | None = None
    direction: str | None = None
    task: str | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing with a name; `claims` is how many mention it, counted a little while ago.

    `facts` are what only its kind has. `aliases` are its other spellings, None where they were not asked for.
    """

    uid: UUID
    slug: str
    name: str
    description: str
    origin: str
    claims: int
    facts: dict[str, Any]
    aliases: tuple[str, ...] | None
    created_at: datetime
    updated_at: datetime


def listed(
    kind: Kind, chosen: NamedFilter, *, cursor: Cursor | None, size: int, descending: bool = False
) -> Page[Thing]:
    """One page of things by slug, by two queries."""
    rows = _narrowed(kind, chosen).values("pk", *_SHARED, *_FACTS[kind].values())
    found = page(rows, keys=(Key("slug", descending=descending),), cursor=cursor, size=size)
    claims = _claims(kind, [row["pk"] for row in found.rows])
    return found.of([_thing(kind, row, claims) for row in found.rows])


def count(kind: Kind, chosen: NamedFilter, *, exactly: bool) -> int:
    """How many things the filter lets through."""
    return counted(_narrowed(kind, chosen), exactly=exactly)


def one(kind: Kind, slug: str) -> Thing | None:
    """The thing with this slug and its other spellings, by two queries; None where there is none."""
    rows = _MODELS[kind].objects.filter(slug=slug)
    fields = ["pk", *_SHARED, *_FACTS[kind].values()]
    if kind is not Kind.TASKS:
        rows = rows.annotate(spelt=ArrayAgg("aliases__name", order_by="aliases__name", default=[]))
        fields.append("spelt")
    row = rows.values(*fields).first()
    return _thing(kind, row, _claims(kind, [row["pk"]]), aliases=row.get("spelt", [])) if row else None


def metrics(slugs: Iterable[str]) -> dict[str, Thing]:
    """The metrics with these slugs, by two queries."""
    rows = list(
        Metric.objects.filter(slug__in=set(slugs)).values("pk", *_SHARED, *_FACTS[Kind.METRICS].values())
    )
    claims = _claims(Kind.METRICS, [row["pk"] for row in rows])
    return {row["slug"]: _thing(Kind.METRICS, row, claims) for row in rows}


def _narrowed(kind: Kind, chosen: NamedFilter) -> "QuerySet[Any]":
    wanted = Q(name__icontains=chosen.q) if chosen.q is not None else Q()
    if chosen.family is not None:
        wanted &= Q(family=chosen.family)
    if chosen.direction is not None:
        wanted &= Q(direction=None if chosen.direction == UNKNOWN else chosen.direction)
    if chosen.task is not None:
        wanted &= Q(task=Task.objects.filter(slug=chosen.task).values("pk")[:1])
    found: QuerySet[Any] = _MODELS[kind].objects.filter(wanted)
    return found


def _claims(kind: Kind, ids: Iterable[int]) -> dict[int, int]:
    """How many claims mention the things, as they were counted last."""
    keys = {f"{kind.value} {pk}": pk for pk in ids}
    return {
        keys[key]: claims for key, claims in Tally.objects.filter(key__in=keys).values_list("key", "claims")
    }


def _thing(
    kind: Kind, row: dict[str, Any], claims: dict[int, int], aliases: Iterable[str] | None = None
) -> Thing:
    return Thing(
        **{name: row[name] for name in _SHARED},
        claims=claims.get(row["pk"], 0),
        facts={name: row[column] for name, column in _FACTS[kind].items()},
        aliases=None if aliases is None else tuple(name for name in aliases if name != row["name"]),
    )


_SHARED = ("uid", "slug", "name", "description", "origin", "created_at", "updated_at")
_MODELS: dict[Kind, Any] = {
    Kind.SYSTEMS: System,
    Kind.BENCHMARKS: Benchmark,
    Kind.METRICS: Metric,
    Kind.TASKS: Task,
}
_FACTS: dict[Kind, dict[str, str]] = {
    Kind.SYSTEMS: {},
    Kind.BENCHMARKS: {"task": "task__slug"},
    Kind.METRICS: {name: name for name in ("direction", "family", "unit", "percentage")},
    Kind.TASKS: {"area": "area"},
}
