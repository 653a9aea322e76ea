"""Search: papers by their words, things and boards by names that are spelt roughly like the question."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db import OperationalError, connection, transaction
from django.db.models import Case, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When

from leaderboard.domain import names
from leaderboard.models import (
    Benchmark,
    BenchmarkAlias,
    BoardTotals,
    Claim,
    ClaimBaseline,
    ClaimBenchmark,
    ClaimSystem,
    Metric,
    MetricAlias,
    Paper,
    PaperWords,
    SystemAlias,
    Task,
)
from leaderboard.queries import nearness
from leaderboard.queries.claims import SHOWN, ClaimRow, Name, rows_by_id
from leaderboard.queries.keysets import Cursor, Key, Page, page, page_of_sorted, whole
from leaderboard.queries.papers import PaperRow, listed, paper_row

PAGE = 30
CANDIDATES = 2_000
"""Matches that are put in order; a common word has more, and the newest then stand for them."""

WINDOWS = (100_000, 300_000)
"""How far back from the newest paper matches are looked for before all older ones are looked at."""

NEAREST = 40
"""Benchmarks, and metrics, near to the question whose boards are looked for."""

PATIENCE = "80ms"
"""How long titles that are spelt alike are looked for, where no paper holds the words."""


class Kind(StrEnum):
    """What can be looked for."""

    PAPERS = "papers"
    CLAIMS = "claims"
    BOARDS = "boards"
    SYSTEMS = "systems"
    BENCHMARKS = "benchmarks"
    METRICS = "metrics"
    TASKS = "tasks"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What papers, claims and boards must be about; None and "" leave it open.

    `number` is a kind of number, which only claims have.
    """

    year: int | None = None
    metric: Metric | None = None
    benchmark: Benchmark | None = None
    number: str = ""

    def __bool__(self) -> bool:
        return bool(self.year or self.metric or self.benchmark or self.number)


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
    """A page of papers; `alike`: none holds the words, these have titles that are spelt like them.

    `capped`: more papers hold the words than were put in order.
    """

    alike: bool = False
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Claims(Page[ClaimRow]):
    """A page of claims; `capped`: more match than were put in order."""

    capped: bool = False


def papers(
    question: str, *, narrowed: Narrowed = Narrowed(), cursor: Cursor | None = None, size: int = PAGE
) -> Papers:
    """One page of papers that hold the words, the best first; where none does, titles spelt like them.

    Two queries: candidates with their scores, then the rows of the page.
    """
    query = SearchQuery(question, config="claimboard", search_type="websearch")
    matches = _narrow_papers(PaperWords.objects.filter(stems=query), narrowed)
    newest = _newest(matches, windows=() if narrowed else WINDOWS)
    scored = PaperWords.objects.filter(pk__in=newest)  # ranks nothing but the candidates
    best, capped = _best(scored.annotate(score=nearness.whole(SearchRank(F("stems"), query))))
    if not best and not cursor and not narrowed:
        return Papers(_titles_like(question, size), alike=True)
    found = page_of_sorted(best, keys=_BEST, cursor=cursor, size=size)
    ids = [row["pk"] for row in found.rows]
    shown = {row["pk"]: paper_row(row) for row in listed(Paper.objects.filter(pk__in=ids))}
    return Papers(tuple(shown[pk] for pk in ids if pk in shown), found.after, found.before, capped=capped)


def claims(
    question: str, *, narrowed: Narrowed = Narrowed(), cursor: Cursor | None = None, size: int = PAGE
) -> Claims:
    """One page of claims about everything that the question names, the surest first.

    Words that are no names must stand in the paper. A question that names nothing finds the claims of
    the papers that hold its words.
    """
    meant = _meant(question)
    about = Claim.objects.filter(*_named(meant.owners), state__in=SHOWN)
    if meant.rest:
        query = SearchQuery(meant.rest, config="claimboard", search_type="websearch")
        about = about.filter(paper__words__stems=query)
    sure = nearness.whole(Case(When(state__in=_CHECKED, then=Value(2.0)), default="confidence"))
    best, capped = _best(_narrow_claims(about, narrowed).annotate(score=sure))
    found = page_of_sorted(best, keys=_BEST, cursor=cursor, size=size)
    rows = rows_by_id([row["pk"] for row in found.rows])
    return Claims(rows, found.after, found.before, capped=capped)


def boards(
    question: str, *, narrowed: Narrowed = Narrowed(), cursor: Cursor | None = None, size: int = PAGE
) -> Page[FoundBoard]:
    """One page of boards, first those whose names are both near, then those with most claims."""
    benchmarks, metrics = _nearest(question)
    either = Q(benchmark__in=benchmarks) | Q(metric__in=metrics)
    score = _scored("benchmark", benchmarks) + _scored("metric", metrics)
    chosen = {"benchmark": narrowed.benchmark, "metric": narrowed.metric}
    near = BoardTotals.objects.filter(either, **{field: thing for field, thing in chosen.items() if thing})
    scored = near.annotate(score=score).values(*_BOARD, "score", "claims")
    found = page(scored, keys=_BOARD_ORDER, cursor=cursor, size=size)
    return found.of([_board(row) for row in found.rows])


def things(question: str, *, kind: Kind, cursor: Cursor | None = None, size: int = PAGE) -> Page[Found]:
    """One page of systems, benchmarks, metrics or tasks, the same name first, then the nearest."""
    spellings, owner = _SPELLINGS[kind]
    slug, name, description = f"{owner}slug", f"{owner}name", f"{owner}description"
    likeness = nearness.score(question)
    near = spellings.filter(nearness.near(question)).annotate(likeness=likeness).order_by()
    scored = near.values(slug, name, description).annotate(
        score=Max("likeness"), spelt=ArrayAgg("name", order_by=("-likeness", "name"))
    )
    found = page(scored, keys=(_SCORE, Key(slug)), cursor=cursor, size=size)
    return found.of([Found(row[slug], row[name], row["spelt"][0], row[description]) for row in found.rows])


def metric_called(words: str) -> Metric | None:
    """The metric that has this name or spelling; None where there is none."""
    return Metric.objects.filter(aliases__key=names.key(words)).first()


def benchmark_called(words: str) -> Benchmark | None:
    """The benchmark that has this name or spelling; None where there is none."""
    return Benchmark.objects.filter(aliases__key=names.key(words)).first()


_SCORE = Key("score", whole, descending=True)
_BEST = (_SCORE, Key("pk", whole, descending=True))
_CHECKED = (Claim.State.CURATED, Claim.State.CONFIRMED)
_NAMED: dict[str, "QuerySet[Any]"] = {
    Kind.SYSTEMS: SystemAlias.objects.all(),
    Kind.BENCHMARKS: BenchmarkAlias.objects.all(),
    Kind.METRICS: MetricAlias.objects.all(),
}
_SPELLINGS: dict[Kind, tuple["QuerySet[Any]", str]] = {
    Kind.SYSTEMS: (SystemAlias.objects.all(), "owner__"),
    Kind.BENCHMARKS: (BenchmarkAlias.objects.all(), "owner__"),
    Kind.METRICS: (MetricAlias.objects.all(), "owner__"),
    Kind.TASKS: (Task.objects.all(), ""),
}
_BOARD = (
    *("benchmark_id", "benchmark__slug", "benchmark__name"),
    *("metric_id", "metric__slug", "metric__name"),
)
_BOARD_ORDER = (
    _SCORE,
    Key("claims", whole, descending=True),
    Key("benchmark_id", whole),
    Key("metric_id", whole),
)


def _best(scored: "QuerySet[Any]") -> tuple[list[dict[str, Any]], bool]:
    """The candidates, best first, and whether there are more than were looked at."""
    found = list(scored.order_by("-pk").values("pk", "score")[: CANDIDATES + 1])
    capped, found = len(found) > CANDIDATES, found[:CANDIDATES]
    return sorted(found, key=lambda row: (row["score"], row["pk"]), reverse=True), capped


def _newest(matches: "QuerySet[PaperWords]", *, windows: tuple[int, ...]) -> "QuerySet[Any, Any]":
    """The ids of the newest matches, one more than are put in order.

    The database opens an older window only where the newer ones hold too few, so that it does not visit
    the row of every match of a middling word.
    """
    if not windows:
        return _first(matches)
    last = Subquery(PaperWords.objects.order_by("-pk").values("pk")[:1])
    above = [Q(pk__gt=last - back) for back in windows] + [Q()]
    below = [Q()] + [Q(pk__lte=last - back) for back in windows[:-1]]
    # A sum, which no index holds: the many ids of the last window are not read beside the few matches.
    below.append(Q(place__lte=last - windows[-1]))
    placed = matches.annotate(place=F("pk") + 0)
    parts = [_first(placed.filter(start, end)) for start, end in zip(above, below, strict=True)]
    return parts[0].union(*parts[1:], all=True)[: CANDIDATES + 1]


def _first(matches: "QuerySet[Any]") -> "QuerySet[Any, Any]":
    found: QuerySet[Any, Any] = matches.order_by("-pk").values("pk")[: CANDIDATES + 1]
    return found


def _narrow_papers(words: "QuerySet[PaperWords]", narrowed: Narrowed) -> "QuerySet[PaperWords]":
    if narrowed.year:
        words = words.filter(published_on__year=narrowed.year)
    if narrowed.metric or narrowed.benchmark or narrowed.number:
        its = Claim.objects.filter(paper=OuterRef("pk"), state__in=SHOWN)
        words = words.filter(Exists(_narrow_claims(its, Narrowed(None, *_claims_only(narrowed)))))
    return words


def _claims_only(narrowed: Narrowed) -> tuple[Metric | None, Benchmark | None, str]:
    return narrowed.metric, narrowed.benchmark, narrowed.number


def _narrow_claims(claims: "QuerySet[Claim]", narrowed: Narrowed) -> "QuerySet[Claim]":
    asked = {
        "paper__published_on__year": narrowed.year,
        "metric": narrowed.metric,
        "claim_benchmarks__benchmark": narrowed.benchmark,
        "kind": narrowed.number,
    }
    return claims.filter(**{field: value for field, value in asked.items() if value})


def _meant(question: str) -> nearness.Held:
    """What the question names word for word, else what it is spelt like, else its words alone."""
    held = nearness.held(question, among=_NAMED)
    if held.owners:
        return held
    benchmarks, metrics = _nearest(question)
    near = {Kind.BENCHMARKS.value: _close(benchmarks), Kind.METRICS.value: _close(metrics)}
    return nearness.Held(near, "" if any(near.values()) else held.rest or question)


def _close(scores: dict[int, int]) -> frozenset[int]:
    """The nearest, where it is near enough to be meant."""
    best = max(scores.values(), default=0)
    return frozenset(owner for owner, score in scores.items() if score == best >= nearness.ALIKE)


def _named(owners: Mapping[str, frozenset[int]]) -> list[Q]:
    """One condition for each sort of thing that the question names."""
    found = []
    if systems := owners.get(Kind.SYSTEMS):
        found.append(Q(pk__in=_about_systems(systems)))
    if benchmarks := owners.get(Kind.BENCHMARKS):
        found.append(Q(pk__in=_links(ClaimBenchmark, benchmark__in=benchmarks)))
    if metrics := owners.get(Kind.METRICS):
        found.append(Q(metric__in=metrics))
    return found


def _about_systems(ids: frozenset[int]) -> "QuerySet[Any, Any]":
    """The ids of claims about the systems, or compared with them."""
    own = Claim.objects.filter(system__in=ids).order_by().values("pk")
    return own.union(_links(ClaimSystem, system__in=ids), _links(ClaimBaseline, system__in=ids))


def _links(model: Any, **chosen: frozenset[int]) -> "QuerySet[Any, Any]":
    found: QuerySet[Any, Any] = model.objects.filter(**chosen).order_by().values("claim")
    return found


def _titles_like(question: str, size: int) -> tuple[PaperRow, ...]:
    """Papers whose titles are spelt like the question; none where that takes too long to find out."""
    near = Paper.objects.filter(merged_into=None, title__trigram_word_similar=question)
    near = near.annotate(score=TrigramWordSimilarity(question, "title")).order_by("-score", "pk")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE}'")
            found = tuple(map(paper_row, listed(near)[:size]))
            transaction.set_rollback(True)  # the limit ends here, in a transaction around this one too
            return found
    except OperationalError:
        return ()


def _board(row: dict[str, Any]) -> FoundBoard:
    benchmark = Name(row["benchmark__name"], row["benchmark__slug"])
    return FoundBoard(benchmark, Name(row["metric__name"], row["metric__slug"]), row["claims"])


def _nearest(question: str) -> tuple[dict[int, int], dict[int, int]]:
    """The benchmarks and the metrics that the question may mean, by id, with their scores; one query."""
    found: dict[str, dict[int, int]] = {Kind.BENCHMARKS: {}, Kind.METRICS: {}}
    parts = [
        nearness.owners(_NAMED[kind], question, label=kind.value, most=NEAREST)
        for kind in (Kind.BENCHMARKS, Kind.METRICS)
    ]
    for label, owner, score in parts[0].union(*parts[1:], all=True):
        found[label][owner] = score
    return found[Kind.BENCHMARKS], found[Kind.METRICS]


def _scored(field: str, scores: dict[int, int]) -> Any:
    """The score of the thing that the field holds; 0 where it is none of those that were found."""
    cases = [When(**{field: owner}, then=Value(score)) for owner, score in scores.items()]
    return Case(*cases, default=Value(0), output_field=IntegerField())
