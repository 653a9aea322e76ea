"""Search: papers by their words, things by names that are spelt roughly like the question."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Case, FloatField, IntegerField, Max, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Greatest

from leaderboard.domain import names
from leaderboard.models import BenchmarkAlias, MetricAlias, Paper, SystemAlias, Task
from leaderboard.queries.keysets import Cursor, Key, Page, page, whole
from leaderboard.queries.papers import PaperRow, listed, paper_row

PAGE = 30
CANDIDATES = 2_000
"""Matches that are put in order; a common word has more, and the newest then stand for them."""

_SCALE = 1_000_000
"""Scores are compared as whole numbers, so that the mark of a page says exactly where it ended."""


class Kind(StrEnum):
    """What can be looked for."""

    PAPERS = "papers"
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


def papers(question: str, *, cursor: Cursor | None = None, size: int = PAGE) -> Page[PaperRow]:
    """One page of papers that hold the words, the best first; where none does, titles spelt like them."""
    words = SearchQuery(question, config="claimboard", search_type="websearch")
    matches = Paper.objects.filter(search=words).order_by("-id").values("pk")[:CANDIDATES]
    ranked = Paper.objects.filter(pk__in=matches).annotate(score=_whole(SearchRank("search", words)))
    found = page(listed(ranked, "score"), keys=(_SCORE, Key("pk", whole)), cursor=cursor, size=size)
    if found.rows or cursor:
        return found.of([paper_row(row) for row in found.rows])
    near = Paper.objects.filter(title__trigram_word_similar=question)
    near = near.annotate(score=TrigramWordSimilarity(question, "title")).order_by("-score", "pk")
    return Page(tuple(paper_row(row) for row in listed(near)[:size]))


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
