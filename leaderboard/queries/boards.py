"""Boards: the claims about one metric on one benchmark, each kind of number on a tab of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import accumulate, product
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, TextField, Value

from leaderboard.domain.ranking import UnrankedReason, unranked
from leaderboard.models import Benchmark, BoardChange, BoardTotals, Claim, Contradiction, Metric, Standing
from leaderboard.models.fields import NumericField
from leaderboard.queries import ranking
from leaderboard.queries.claims import SHOWN, ClaimRow, rows_by_id
from leaderboard.queries.facets import APART, Contents, Counted, contents
from leaderboard.queries.keysets import Cursor, Key, Page, Walk, number, walk_of_sections

PAGE = 50


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
    """What narrows a tab; ranks are then those among the claims that are left.

    A setting that has the parts of the asked one among its own is left: "zero-shot" in "zero-shot; ViT-L".
    """

    setting: str | None = None
    year: int | None = None
    state: str | None = None
    role: str | None = None

    def __bool__(self) -> bool:
        return self != Filters()

    def narrow(self, standings: "QuerySet[Standing]") -> "QuerySet[Standing]":
        """The standings that meet every filter."""
        asked: dict[str, Any] = {"state": self.state, "role": self.role}
        if self.setting is not None:
            parts = Func(F("setting"), Value(APART), function="string_to_array", output_field=_WORDS)
            asked["parts__contains"] = self.setting.split(APART)
            standings = standings.alias(parts=parts)
        if self.year is not None:
            asked_day = (date(self.year, 1, 1), date(self.year, 12, 31))
            standings = standings.filter(day__range=asked_day, day__lt=ranking.NO_DAY)
        return standings.filter(**{field: value for field, value in asked.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Facets:
    """What a tab can be narrowed to, with the number of claims of each, most first (years: latest first)."""

    settings: tuple[tuple[str, int], ...] = ()
    years: tuple[tuple[str, int], ...] = ()
    states: tuple[tuple[str, int], ...] = ()
    roles: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """What a board is about, and how many claims each of its tabs holds.

    `disputed`: some of its numbers contradict each other. `settled`: the stored ranks and totals are those
    of now. Otherwise ranks are worked out on the spot, and the counts are those of a moment ago.
    """

    benchmark: Benchmark
    metric: Metric
    counts: dict[Tab, int]
    facets: dict[Tab, Facets]
    settled: bool
    disputed: bool

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


def find(benchmark: str, *, metric: str, exactly: bool = False) -> Board | None:
    """The board with these slugs; None where one of them names nothing.

    One query where the board holds something. `exactly`: counted anew if it changed since it was settled.
    """
    board = {"benchmark": OuterRef("benchmark"), "metric": OuterRef("metric")}
    stored = (
        BoardTotals.objects.select_related("benchmark__task", "metric")
        .annotate(changed=Exists(BoardChange.objects.filter(**board)))
        .annotate(disputed=Exists(Contradiction.objects.filter(**board)))
        .filter(benchmark__slug=benchmark, metric__slug=metric)
        .first()
    )
    if stored is None:
        return _without_totals(benchmark, metric)
    held = Contents(stored.counts, stored.facets)
    if stored.changed and exactly:
        held = _counted(stored.benchmark, stored.metric)
    return _board(stored.benchmark, stored.metric, held, settled=not stored.changed, disputed=stored.disputed)


def _without_totals(benchmark: str, metric: str) -> Board | None:
    """A board that held nothing when it was settled, or never was."""
    on = Benchmark.objects.select_related("task").filter(slug=benchmark).first()
    by = Metric.objects.filter(slug=metric).first()
    if on is None or by is None:
        return None
    changed = BoardChange.objects.filter(benchmark=on.pk, metric=by.pk).exists()
    held = _counted(on, by) if changed else Contents()
    return _board(on, by, held, settled=not changed, disputed=False)


def _counted(benchmark: Benchmark, metric: Metric) -> Contents:
    board = (benchmark.pk, metric.pk)
    return contents([board]).get(board, Contents())


def _board(benchmark: Benchmark, metric: Metric, held: Contents, *, settled: bool, disputed: bool) -> Board:
    return Board(
        benchmark=benchmark,
        metric=metric,
        counts={tab: held.counts.get(kind or "", 0) for tab, kind in KINDS.items()},
        facets={tab: _facets(held.facets.get(kind or "", {})) for tab, kind in KINDS.items()},
        settled=settled,
        disputed=disputed,
    )


def _facets(parts: dict[str, Counted]) -> Facets:
    pairs = {part: tuple((given, times) for given, times in found) for part, found in parts.items()}
    return Facets(**{**pairs, "years": tuple(sorted(pairs.get("years", ()), reverse=True))})


def version(benchmark: str, *, metric: str) -> str | None:
    """What changes with everything that the board's pages show; None while it isn't settled or holds nothing.

    One query, in SQL: a page that is kept costs little more than this.
    """
    with connection.cursor() as cursor:
        cursor.execute(_VERSION, [benchmark, metric])
        found = cursor.fetchone()
    return found and " ".join(map(str, found))


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
    standings = standings_of(board, tab=tab, filters=filters)
    found = page_of_standings(standings, sort=sort, cursor=cursor, size=size)
    ids = [row["claim_id"] for row in found.rows]
    live = tab is Tab.RESULTS and (filters or not board.settled)
    ranks = ranks_of(standings, found.rows) if live else {row["claim_id"]: row["rank"] for row in found.rows}
    return found.of([_row(claim, ranks.get(claim.pk)) for claim in rows_by_id(ids)])


def standings_of(board: Board, *, tab: Tab, filters: Filters | None = None) -> "QuerySet[Standing]":
    """The standings of a tab's claims, as far as the filters leave them, in no order."""
    standings = Standing.objects.filter(benchmark=board.benchmark, metric=board.metric, kind=KINDS[tab] or "")
    return (filters or Filters()).narrow(standings)


def ranks_of(standings: "QuerySet[Standing]", rows: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """The ranks of claims among the standings, by their `claim_id` and `better`; those without are left out.

    One query, which counts what is better than each of them along the index of ranks, and nothing behind the
    last: on a board's first page that is the page itself.
    """
    places = {row["claim_id"]: row["better"] for row in rows if row["better"] < ranking.NEVER}
    bounds = sorted(set(places.values()))
    if not bounds:
        return {}
    marks = Value(bounds, output_field=ArrayField(NumericField()))
    stretch = Func(F("better"), marks, function="width_bucket", output_field=IntegerField())
    before = standings.filter(better__lt=bounds[-1]).order_by().annotate(stretch=stretch)
    counts = dict(before.values_list("stretch").annotate(claims=Count("pk")))
    ahead = accumulate(counts.get(number, 0) for number in range(len(bounds)))
    ranks = {bound: 1 + claims for bound, claims in zip(bounds, ahead, strict=True)}
    return {claim: ranks[better] for claim, better in places.items()}


def _row(claim: ClaimRow, rank: int | None) -> BoardRow:
    reason = unranked(ranking.entry(claim))
    return BoardRow(claim, rank=None if reason else rank, unranked=reason)


def page_of_standings(
    standings: "QuerySet[Standing]", *, sort: Sort, cursor: Cursor | None, size: int
) -> Page[dict[str, Any]]:
    """One page of standings as values, by one query."""
    walk = walk_of_standings(sort, cursor=cursor, size=size)
    return walk.page(list(standings_along(walk, standings, sort=sort, mark=walk.mark())))


def walk_of_standings(sort: Sort, *, cursor: Cursor | None, size: int) -> Walk:
    """The way to one page of a tab; ranked rows come first whatever the column."""
    if sort == _BY_RANK:
        return Walk(_keys(sort), cursor, size)
    return walk_of_sections(_keys(sort), cursor=cursor, size=size)


def standings_along(
    walk: Walk,
    standings: "QuerySet[Standing]",
    *,
    sort: Sort,
    mark: Sequence[Any],
    further: Sequence[str] = (),
) -> "QuerySet[Standing, dict[str, Any]]":
    """The standings of the walk's page as values, with the `further` fields that are named."""
    fields = dict.fromkeys(("claim_id", "rank", *(key.field for key in _keys(sort)), *further))
    if sort == _BY_RANK:
        return walk.rows(standings.values(*fields), mark=mark)
    sections = [standings.filter(*both).values(*fields) for both in product(_HALVES, _parts(sort))]
    return walk.sections(sections, mark=mark)


def _keys(sort: Sort) -> tuple[Key, ...]:
    """What the rows are sorted by: each key once, since the first mention decides."""
    key = _KEYS[sort.column]
    first = key.reversed() if sort.descending else key
    return (first, *(key for key in ranking.ORDER if key.field != first.field))


def _parts(sort: Sort) -> Sequence[Q]:
    """The parts of the ranked rows, and of the others: what is missing comes last whichever way it runs.

    Few values stand in many rows each, so that every state is a part of its own, in the board's order.
    """
    field = _KEYS[sort.column].field
    if sort.column is Column.STATE:
        return [Q(state=state) for state in sorted(SHOWN, reverse=sort.descending)]
    if sort.column is Column.DATE:
        return [Q(day__lt=ranking.NO_DAY), Q(day=ranking.NO_DAY)]
    return [Q(**{f"{field}__gt": ""}), Q(**{field: ""})] if field.endswith("_words") else [Q()]


_BY_RANK = Sort(Column.RANK)
# Said in SQL, since putting it together takes longer than asking it.
_VERSION = """
    SELECT t.id, t.version, b.updated_at, m.updated_at, k.updated_at FROM leaderboard_boardtotals t
        JOIN leaderboard_benchmark b ON b.id = t.benchmark_id
        JOIN leaderboard_metric m ON m.id = t.metric_id
        LEFT JOIN leaderboard_task k ON k.id = b.task_id
    WHERE b.slug = %s AND m.slug = %s AND NOT EXISTS (
        SELECT FROM leaderboard_boardchange c WHERE (c.benchmark, c.metric) = (t.benchmark_id, t.metric_id)
    )
"""

_WORDS: Any = ArrayField(TextField())
_HALVES = (
    Q(unranked=False, better__lt=ranking.NEVER),
    Q(unranked=True, better=ranking.NEVER),
)
"""The ranked rows and the others; said twice, so that each half is found along every index."""

_KEYS = {
    Column.RANK: ranking.BETTER,
    Column.VALUE: Key("amount", number),
    Column.SYSTEM: Key("system_words"),
    Column.SETTING: Key("setting_words"),
    Column.BASELINE: Key("baseline_words"),
    Column.PAPER: Key("paper_words"),
    Column.DATE: ranking.DAY,
    Column.STATE: Key("state"),
    Column.CONFIDENCE: Key("confidence", float),
}
