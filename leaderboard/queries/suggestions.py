"""Suggestions: names that begin like the question, or are spelt so, while it is still being typed."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import (
    Case,
    CharField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Length

from leaderboard.domain import names
from leaderboard.models import (
    BenchmarkAlias,
    BoardTotals,
    Claim,
    ClaimBenchmark,
    MetricAlias,
    SystemAlias,
    Task,
    UnitWord,
)
from leaderboard.queries import nearness
from leaderboard.queries.search import Kind

MOST = 8
LOOKED_AT = 60
"""Names of a kind that begin so and are looked at; the most used of them are suggested."""

ENOUGH_USED = 50
"""Claims up to which it is counted how much a name is used."""

SHORTEST_SPELLING = 4
"""Letters of a question from which misspelt names are looked for too."""

BOARDS = 3
"""Boards of the first suggested benchmark or metric."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A thing, its kind, the slugs of its address, and what stands beside its name."""

    kind: Kind
    name: str
    slugs: tuple[str, ...]
    detail: str = ""


def suggest(question: str, *, most: int = MOST) -> tuple[Suggestion, ...]:
    """The things whose names begin like the question, the most used first, then those spelt like it."""
    key = names.key(question)
    if not key:
        return ()
    rows = _rows([_begun(kind, key) for kind in _TABLES])
    if len(rows) < most and len(key) >= SHORTEST_SPELLING:
        known = {(row.kind, row.slug) for row in rows}
        alike = _rows([_alike(kind, question) for kind in _TABLES])
        rows += [row for row in alike if (row.kind, row.slug) not in known]
    boards = _boards(rows[0]) if rows else []
    things = [_suggestion(row, key) for row in rows]
    return tuple([*things[:1], *boards, *things[1:]][:most])


def names_like(kind: Kind, question: str) -> tuple[str, ...]:
    """Names of one kind of thing that begin like the question, then those spelt like it."""
    key = names.key(question)
    if not key:
        return ()
    rows = _rows([_begun(kind, key)])
    if len(rows) < MOST and len(key) >= SHORTEST_SPELLING:
        rows += _rows([_alike(kind, question)])
    return tuple(dict.fromkeys(row.name for row in rows))[:MOST]


def units_like(typed: str) -> tuple[str, ...]:
    """Spellings of units that begin like what is typed, capitals or not, the shortest first."""
    word = typed.strip()
    if not word:
        return ()
    found = UnitWord.objects.filter(word__istartswith=word).order_by(Length("word"), "word")
    return tuple(found.values_list("word", flat=True)[:MOST])


class _Row(NamedTuple):
    """A spelling that was found, and the thing that it means."""

    kind: Kind
    slug: str
    name: str
    spelling: str
    score: int
    length: int


class _Few(Subquery):
    """How many rows a query gives that is cut off early."""

    template = "(SELECT count(*) FROM (%(subquery)s) few)"
    output_field = IntegerField()


@dataclass(frozen=True, slots=True)
class _Table:
    """Where the spellings of a kind are, how their thing is reached, and the rows that use it."""

    spellings: "QuerySet[Any]"
    thing: str
    uses: "QuerySet[Any]"


_OWNER = OuterRef("owner")
_TABLES: dict[Kind, _Table] = {
    Kind.BENCHMARKS: _Table(
        BenchmarkAlias.objects.all(), "owner__", ClaimBenchmark.objects.filter(benchmark=_OWNER)
    ),
    Kind.METRICS: _Table(MetricAlias.objects.all(), "owner__", Claim.objects.filter(metric=_OWNER)),
    Kind.SYSTEMS: _Table(SystemAlias.objects.all(), "owner__", Claim.objects.filter(system=_OWNER)),
    Kind.TASKS: _Table(Task.objects.all(), "", ClaimBenchmark.objects.filter(benchmark__task=OuterRef("pk"))),
}


def _begun(kind: Kind, key: str) -> "QuerySet[Any, Any]":
    """Spellings that begin with the key; the very name before longer ones, the used before the unused."""
    table = _TABLES[kind]
    first = table.spellings.filter(key__startswith=key).order_by("key").values("pk")[:LOOKED_AT]
    uses = _Few(table.uses.order_by().values("pk")[:ENOUGH_USED])
    same = Case(When(key=key, then=Value(2 * ENOUGH_USED)), default=Value(0), output_field=IntegerField())
    return _values(table.spellings.filter(pk__in=first).annotate(score=uses + same), kind)


def _alike(kind: Kind, question: str) -> "QuerySet[Any, Any]":
    spellings = _TABLES[kind].spellings.filter(
        Q(name__trigram_similar=question) | Q(name__trigram_word_similar=question)
    )
    return _values(spellings.annotate(score=nearness.whole(TrigramSimilarity("name", question))), kind)


def _values(spellings: "QuerySet[Any]", kind: Kind) -> "QuerySet[Any, Any]":
    thing = _TABLES[kind].thing
    labelled = spellings.annotate(label=Value(kind.value, output_field=CharField()), length=Length("key"))
    fields = ("label", f"{thing}slug", f"{thing}name", "name", "score", "length")
    values: QuerySet[Any, Any] = labelled.order_by("-score", "length", "pk").values_list(*fields)
    return values[:MOST]


def _rows(parts: "list[QuerySet[Any, Any]]") -> list[_Row]:
    """The best spelling of each thing, the best thing first, by one query."""
    found = [_Row(Kind(label), *rest) for label, *rest in parts[0].union(*parts[1:], all=True)]
    best: dict[tuple[Kind, str], _Row] = {}
    for row in sorted(found, key=lambda row: (-row.score, row.length, row.slug)):
        best.setdefault((row.kind, row.slug), row)
    return list(best.values())


def _suggestion(row: _Row, key: str) -> Suggestion:
    own = row.spelling == row.name or names.key(row.name).startswith(key)
    return Suggestion(row.kind, row.name, (row.slug,), detail="" if own else f"also written {row.spelling}")


def _boards(first: _Row) -> list[Suggestion]:
    """Boards of the first suggestion, where it is a benchmark or a metric."""
    field = {Kind.BENCHMARKS: "benchmark", Kind.METRICS: "metric"}.get(first.kind)
    if not field:
        return []
    largest = BoardTotals.objects.filter(**{f"{field}__slug": first.slug}, claims__gt=0).order_by(
        "-claims", "pk"
    )
    fields = ("benchmark__slug", "metric__slug", "benchmark__name", "metric__name")
    return [
        Suggestion(Kind.BOARDS, f"{on}, {by}", (benchmark, metric))
        for benchmark, metric, on, by in largest.values_list(*fields)[:BOARDS]
    ]
