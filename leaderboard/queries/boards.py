"""Boards: the claims about one metric on one benchmark, each kind of number on a tab of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value, Window
from django.db.models.functions import Rank

from leaderboard.domain.ranking import UnrankedReason, unranked
from leaderboard.models import Benchmark, BoardChange, BoardTotals, Claim, Contradiction, Metric, Standing
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
    of now; they are worked out on the spot otherwise.
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


def find(benchmark: str, *, metric: str) -> Board | None:
    """The board with these slugs; None where one of them names nothing."""
    on = Benchmark.objects.select_related("task").filter(slug=benchmark).first()
    if on is None:
        return None
    changes = BoardChange.objects.filter(benchmark=on.pk, metric=OuterRef("pk"))
    disputes = Contradiction.objects.filter(benchmark=on, metric=OuterRef("pk"))
    by = (
        Metric.objects.filter(slug=metric)
        .annotate(changed=Exists(changes), disputed=Exists(disputes))
        .first()
    )
    if by is None:
        return None
    held = _contents(on, by, changed=by.changed)
    return Board(
        benchmark=on,
        metric=by,
        counts={tab: held.counts.get(kind or "", 0) for tab, kind in KINDS.items()},
        facets={tab: _facets(held.facets.get(kind or "", {})) for tab, kind in KINDS.items()},
        settled=not by.changed,
        disputed=by.disputed,
    )


def version(benchmark: str, *, metric: str) -> str | None:
    """What changes with everything that the board's pages show; None while it isn't settled or holds nothing.

    One query.
    """
    changes = BoardChange.objects.filter(benchmark=OuterRef("benchmark"), metric=OuterRef("metric"))
    settled = BoardTotals.objects.filter(~Exists(changes), benchmark__slug=benchmark, metric__slug=metric)
    found = settled.values_list("pk", "version", "benchmark__updated_at", "metric__updated_at").first()
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
    ranks = ranks_of(standings, ids) if live else {row["claim_id"]: row["rank"] for row in found.rows}
    return found.of([_row(claim, ranks.get(claim.pk)) for claim in rows_by_id(ids)])


def standings_of(board: Board, *, tab: Tab, filters: Filters | None = None) -> "QuerySet[Standing]":
    """The standings of a tab's claims, as far as the filters leave them, in no order."""
    standings = Standing.objects.filter(benchmark=board.benchmark, metric=board.metric, kind=KINDS[tab] or "")
    return (filters or Filters()).narrow(standings)


def _contents(benchmark: Benchmark, metric: Metric, *, changed: bool) -> Contents:
    """What the board holds: as stored, or counted now if it changed since."""
    board = (benchmark.pk, metric.pk)
    if changed:
        return contents([board]).get(board, Contents())
    stored = BoardTotals.objects.filter(benchmark=benchmark, metric=metric).first()
    return Contents(stored.counts, stored.facets) if stored else Contents()


def _facets(parts: dict[str, Counted]) -> Facets:
    pairs = {part: tuple((given, times) for given, times in found) for part, found in parts.items()}
    return Facets(**{**pairs, "years": tuple(sorted(pairs.get("years", ()), reverse=True))})


def ranks_of(standings: "QuerySet[Standing]", claims: Sequence[int]) -> dict[int, int]:
    """The ranks of these claims among the ranked ones of the standings.

    Django filters by windows last of all, so a condition on the rank, though never met, keeps all others
    in the ranking.
    """
    ranked = standings.filter(unranked=False).annotate(place=Window(Rank(), order_by="better"))
    return dict(ranked.filter(Q(claim__in=claims) | Q(place=None)).values_list("claim_id", "place"))


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
