"""Search: papers by their words, things and boards by names that are spelt roughly like the question."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramSimilarity, TrigramWordSimilarity
from django.db.models import (
    Case,
    CharField,
    Count,
    FloatField,
    IntegerField,
    Max,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Greatest

from leaderboard.domain import names
from leaderboard.models import BenchmarkAlias, MetricAlias, Paper, SystemAlias, Task
from leaderboard.queries.catalogue import links
from leaderboard.queries.claims import Name
from leaderboard.queries.keysets import Cursor, Key, Page, page, whole
from leaderboard.queries.papers import PaperRow, listed, paper_row

PAGE = 30
CANDIDATES = 2_000
"""Matches that are put in order; a common word has more, and the newest then stand for them."""

NEAREST = 40
"""Benchmarks, and metrics, near to the question whose boards are looked for."""

LONGEST_NAME = 6
"""Words of the longest name that is looked for inside a question."""

_SCALE = 1_000_000
"""Scores are compared as whole numbers, so that the mark of a page says exactly where it ended."""


class Kind(StrEnum):
    """What can be looked for."""

    PAPERS = "papers"
    BOARDS = "boards"
    SYSTEMS = "systems"
    BENCHMARKS = "benchmarks"
    METRICS = "metrics"
    TASKS = "tasks"


@dataclass(frozen=True, slots=True)
class Found:
    """A thing whose name, or another spelling of it, is near to the question."""

    slug: str
    name: str
    spelling: str
    description: str


@dataclass(frozen=True, slots=True)
class FoundBoard:
    """A board whose benchmark or metric has a name near to the question, and how much it holds."""

    benchmark: Name
    metric: Name
    claims: int


@dataclass(frozen=True, slots=True)
class Papers(Page[PaperRow]):
    """A page of papers; `alike`: none holds the words, these have titles that are spelt like them."""

    alike: bool = False


def papers(question: str, *, cursor: Cursor | None = None, size: int = PAGE) -> Papers:
    """One page of papers that hold the words, the best first; where none does, titles spelt like them."""
    words = SearchQuery(question, config="claimboard", search_type="websearch")
    matches = Paper.objects.filter(search=words).order_by("-id").values("pk")[:CANDIDATES]
    ranked = Paper.objects.filter(pk__in=matches).annotate(score=_whole(SearchRank("search", words)))
    found = page(listed(ranked, "score"), keys=(_SCORE, Key("pk", whole)), cursor=cursor, size=size)
    if found.rows or cursor:
        return Papers(tuple(map(paper_row, found.rows)), found.after, found.before)
    near = Paper.objects.filter(title__trigram_word_similar=question)
    near = near.annotate(score=TrigramWordSimilarity(question, "title")).order_by("-score", "pk")
    return Papers(tuple(map(paper_row, listed(near)[:size])), alike=True)


def boards(question: str, *, cursor: Cursor | None = None, size: int = PAGE) -> Page[FoundBoard]:
    """One page of boards, first those whose names are both near, then those with most claims."""
    benchmarks, metrics = _nearest(question)
    either = Q(benchmark__in=benchmarks) | Q(claim__metric__in=metrics)
    score = _scored("benchmark", benchmarks) + _scored("claim__metric", metrics)
    counted = links().filter(either).values(*_BOARD).annotate(score=score, claims=Count("pk"))
    found = page(counted, keys=_BOARD_ORDER, cursor=cursor, size=size)
    return found.of([_board(row) for row in found.rows])


def things(question: str, *, kind: Kind, cursor: Cursor | None = None, size: int = PAGE) -> Page[Found]:
    """One page of systems, benchmarks, metrics or tasks, the same name first, then the nearest."""
    spellings, owner = _SPELLINGS[kind]
    slug, name, description = f"{owner}slug", f"{owner}name", f"{owner}description"
    near = spellings.filter(_near(question)).annotate(likeness=_score(question)).order_by()
    scored = near.values(slug, name, description).annotate(
        score=Max("likeness"), spelt=ArrayAgg("name", order_by=("-likeness", "name"))
    )
    found = page(scored, keys=(_SCORE, Key(slug)), cursor=cursor, size=size)
    return found.of([Found(row[slug], row[name], row["spelt"][0], row[description]) for row in found.rows])


_SCORE = Key("score", whole, descending=True)
_SPELLINGS: dict[Kind, tuple["QuerySet[Any]", str]] = {
    Kind.SYSTEMS: (SystemAlias.objects.all(), "owner__"),
    Kind.BENCHMARKS: (BenchmarkAlias.objects.all(), "owner__"),
    Kind.METRICS: (MetricAlias.objects.all(), "owner__"),
    Kind.TASKS: (Task.objects.all(), ""),
}


_BOARD = (
    *("benchmark", "benchmark__slug", "benchmark__name"),
    *("claim__metric", "claim__metric__slug", "claim__metric__name"),
)
_BOARD_ORDER = (
    _SCORE,
    Key("claims", whole, descending=True),
    Key("benchmark", whole),
    Key("claim__metric", whole),
)


def _board(row: dict[str, Any]) -> FoundBoard:
    benchmark = Name(row["benchmark__name"], row["benchmark__slug"])
    return FoundBoard(benchmark, Name(row["claim__metric__name"], row["claim__metric__slug"]), row["claims"])


def _nearest(question: str) -> tuple[dict[int, int], dict[int, int]]:
    """The benchmarks and the metrics that the question may mean, by id, with their scores; one query."""
    found: dict[str, dict[int, int]] = {Kind.BENCHMARKS: {}, Kind.METRICS: {}}
    phrases = _phrases(question)
    parts = [_owners(BenchmarkAlias, question, phrases, part=Kind.BENCHMARKS)]
    parts += [_owners(MetricAlias, question, phrases, part=Kind.METRICS)]
    for part, owner, score in parts[0].union(*parts[1:], all=True):
        found[part][owner] = score
    return found[Kind.BENCHMARKS], found[Kind.METRICS]


def _owners(aliases: Any, question: str, phrases: list[str], *, part: Kind) -> "QuerySet[Any, Any]":
    """Names that the question holds word for word before those that are spelt like all of it."""
    held = When(key__in=phrases, then=_whole(2 + TrigramSimilarity("name", question)))
    score = Case(held, default=_score(question), output_field=IntegerField())
    near = aliases.objects.filter(_near(question) | Q(key__in=phrases)).order_by()
    label = Value(part.value, output_field=CharField())
    values: QuerySet[Any, Any] = near.values("owner").annotate(score=Max(score), part=label)
    return values.order_by("-score", "owner").values_list("part", "owner", "score")[:NEAREST]


def _phrases(question: str) -> list[str]:
    """The comparison keys of all runs of words that a name may be."""
    words = question.split()
    runs = {
        names.key(" ".join(words[start : start + length]))
        for start in range(len(words))
        for length in range(1, LONGEST_NAME + 1)
    }
    return sorted(runs - {""})


def _scored(field: str, scores: dict[int, int]) -> Any:
    """The score of the thing that the field holds; 0 where it is none of those that were found."""
    cases = [When(**{field: owner}, then=Value(score)) for owner, score in scores.items()]
    return Case(*cases, default=Value(0), output_field=IntegerField())


def _near(question: str) -> Q:
    near = Q(name__trigram_similar=question) | Q(name__trigram_word_similar=question)
    key = names.key(question)
    return near | Q(key__startswith=key) if key else near


def _score(question: str) -> Any:
    """The same name before a name that begins so, then by shared trigrams."""
    key = names.key(question)
    alike = Greatest(TrigramSimilarity("name", question), TrigramWordSimilarity(question, "name") * 0.9)
    if not key:
        return _whole(alike)
    return _whole(
        Case(
            When(key=key, then=Value(3.0)),
            When(key__startswith=key, then=1 + TrigramSimilarity("name", question)),
            default=alike,
            output_field=FloatField(),
        )
    )


def _whole(score: Any) -> Any:
    return Cast(score * _SCALE, IntegerField())
