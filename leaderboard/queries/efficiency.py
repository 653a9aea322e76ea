"""Boards of efficiency: speed and cost on one scale, "times better", whatever the benchmark."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Value

from leaderboard.domain.efficiency import Family, Lane, NoPlace
from leaderboard.models import EfficiencyStanding, Metric, System, Task
from leaderboard.queries import efficiency_totals as totals
from leaderboard.queries.claims import ClaimRow, Name, rows_by_id
from leaderboard.queries.efficiency_totals import PARTS, Held
from leaderboard.queries.keysets import Cursor, Key, Page, number, page, whole

PAGE = 50

Choices = tuple[tuple[str, str, int], ...]
"""The value in the address, its words, the number of claims; most first."""

RANKED = frozenset({Lane.MEASURED, Lane.BEST})


class Column(StrEnum):
    """What the rows of a board can be sorted by."""

    RANK = "rank"
    SYSTEM = "system"
    METRIC = "metric"
    BASELINE = "baseline"
    SETTING = "setting"
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
    """What narrows a table, as slugs and words; ranks are then those among the claims that are left."""

    baseline: str | None = None
    hardware: str | None = None
    task: str | None = None
    metric: str | None = None
    state: str | None = None

    def __bool__(self) -> bool:
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The filters with the names of what they ask for; `known` is false where one names nothing."""

    filters: Filters
    ids: dict[str, int]
    names: dict[str, str]

    @property
    def known(self) -> bool:
        """True where every thing that is asked for exists."""
        return all(name in self.ids for name in _THINGS if getattr(self.filters, name))

    def narrow(self, standings: "QuerySet[EfficiencyStanding]") -> "QuerySet[EfficiencyStanding]":
        """The standings that meet every filter."""
        if not self.known:
            return standings.none()
        if "baseline" in self.ids:
            standings = standings.filter(baselines__contains=[self.ids["baseline"]])
        if "task" in self.ids:
            standings = standings.filter(tasks__contains=[self.ids["task"]])
        if "metric" in self.ids:
            standings = standings.filter(metric=self.ids["metric"])
        if self.filters.hardware:
            standings = standings.filter(hardware__contains=[self.filters.hardware])
        if self.filters.state:
            standings = standings.filter(state=self.filters.state)
        return standings


@dataclass(frozen=True, slots=True)
class Board:
    """The board of a family: how many claims each table holds, and the amounts by unit, most first.

    `settled`: nothing changed since that was counted; otherwise it is that of a moment ago. `elsewhere`: how
    many claims other boards rank that are compared with the baseline that is asked for.
    """

    family: Family
    counts: dict[Lane, int]
    units: tuple[tuple[str, int], ...]
    settled: bool = True
    elsewhere: tuple[tuple[Family, int], ...] = ()

    @property
    def total(self) -> int:
        """The claims of all tables."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class View:
    """One table of a board, sorted and narrowed; `unit` is that of amounts, empty for other tables."""

    board: Board
    lane: Lane
    sort: Sort
    narrowed: Narrowed
    unit: str = ""

    def standings(self) -> "QuerySet[EfficiencyStanding]":
        """What the table holds, in no order."""
        found = EfficiencyStanding.objects.filter(family=self.board.family, lane=self.lane, base=self.unit)
        return self.narrowed.narrow(found)


@dataclass(frozen=True, slots=True)
class EfficiencyRow:
    """A claim and its place: times better or an amount, a rank or the reason why it has none.

    `quality` is the claim to read beside it (None: the paper states none).
    """

    claim: ClaimRow
    amount: Decimal | None
    rank: int | None
    reason: NoPlace | None
    hardware: tuple[str, ...]
    quality: ClaimRow | None


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A board in the list of all, with the first of each ranked table (None: nobody) and common baselines."""

    board: Board
    leaders: dict[Lane, EfficiencyRow]
    baselines: tuple[tuple[Name, int], ...]


def find(family: Family, *, narrowed: "Narrowed | None" = None, exactly: bool = False) -> Board:
    """The board of a family, counted as far as the filters leave it.

    Without filters it is what was stored when the family was settled, unless it changed since and is wanted
    `exactly`.
    """
    standings = EfficiencyStanding.objects.filter(family=family)
    if narrowed and narrowed.filters:
        both = totals.counted(narrowed.narrow(standings) | _elsewhere(family, narrowed))
        return replace(_board(family, both.pop(family, Held())), elsewhere=_ranked(both))
    held, settled = totals.stored(family)
    if held is None or (exactly and not settled):
        return _board(family, totals.counted(standings).get(family, Held()))
    return _board(family, held, settled=settled)


def counted() -> tuple[Board, ...]:
    """The boards that have claims, in the order of their families, counted now by one query."""
    found = totals.counted(EfficiencyStanding.objects.all())
    return tuple(_board(family, found[family]) for family in Family if family in found)


def _elsewhere(family: Family, narrowed: Narrowed) -> "QuerySet[EfficiencyStanding]":
    """What other boards rank of what is compared with the same baseline; nothing without a baseline."""
    if "baseline" not in narrowed.ids:
        return EfficiencyStanding.objects.none()
    ranked = EfficiencyStanding.objects.filter(lane__in=sorted(RANKED)).exclude(family=family)
    return ranked.filter(baselines__contains=[narrowed.ids["baseline"]])


def _ranked(held: dict[Family, Held]) -> tuple[tuple[Family, int], ...]:
    return tuple((family, sum(held[family].counts.values())) for family in Family if family in held)


def _board(family: Family, held: Held, *, settled: bool = True) -> Board:
    return Board(family, held.counts, tuple((unit, claims) for unit, claims in held.units), settled)


def narrowed(filters: Filters) -> Narrowed:
    """The filters, resolved by one query; by none where there is nothing to resolve."""
    parts = [
        model.objects.filter(slug=getattr(filters, name)).order_by().annotate(part=Value(name))
        for name, model in _THINGS.items()
        if getattr(filters, name)
    ]
    values = [part.values_list("part", "pk", "name") for part in parts]
    found = list(values[0].union(*values[1:], all=True)) if values else []
    return Narrowed(filters, {part: pk for part, pk, _ in found}, {part: name for part, _, name in found})


def rows(view: View, *, cursor: Cursor | None, size: int = PAGE) -> Page[EfficiencyRow]:
    """One page of a table; ties within a column stand in the order of ranks."""
    keys = _ORDERS[view.sort.column, view.sort.descending]
    fields = {*(key.field for key in keys), *_SHOWN}
    found = page(view.standings().values(*fields), keys=keys, cursor=cursor, size=size)
    ranks = _ranks(view, [row["better"] for row in found.rows]) if view.lane in RANKED else {}
    return found.of(_rows(found.rows, ranks))


def boards() -> tuple[BoardLine, ...]:
    """The boards that had claims when they were settled, in the order of their families; by four queries."""
    found, leaders = totals.all_stored(), _leaders()
    return tuple(
        BoardLine(
            board=_board(family, found[family]),
            leaders=leaders.get(family, {}),
            baselines=tuple((Name(name, slug), claims) for slug, name, claims in found[family].baselines),
        )
        for family in Family
        if family in found
    )


def facets(view: View) -> dict[str, Choices]:
    """What the whole table can be narrowed to, whatever narrows it now, by its part of the address."""
    family, table = view.board.family, (view.lane.value, view.unit)
    found = totals.stored_facets(family, table)
    if found is None:
        found = totals.facets([family]).get((family, table), {})
    return {part: tuple((value, words, n) for value, words, n in found.get(part, ())) for part in PARTS}


def _rows(found: Sequence[dict[str, Any]], ranks: dict[Decimal, int]) -> list[EfficiencyRow]:
    """The rows with their claims and the claims beside them, which are fetched together."""
    wanted = dict.fromkeys(pk for row in found for pk in (row["claim"], row["quality"]) if pk)
    claims = {claim.pk: claim for claim in rows_by_id(list(wanted))}
    return [
        EfficiencyRow(
            claim=claims[row["claim"]],
            amount=row["amount"],
            rank=ranks.get(row["better"]),
            reason=NoPlace(row["reason"]) if row["reason"] else None,
            hardware=tuple(row["hardware"]),
            quality=claims.get(row["quality"]),
        )
        for row in found
    ]


def _ranks(view: View, places: Sequence[Decimal]) -> dict[Decimal, int]:
    """The ranks of these values of `better` by one query, which walks an index from the best to the last."""
    ascending = sorted(set(places))
    if not ascending:
        return {}
    ids, filters = view.narrowed.ids, view.narrowed.filters
    facts = {
        "above": [-_NEVER, *ascending[:-1]],
        "below": ascending,
        "family": view.board.family.value,
        "lane": view.lane.value,
        **{name: ids.get(name) for name in _THINGS},
        "hardware": filters.hardware,
        "state": filters.state,
    }
    statement = _RANKS + "".join(_NARROW[name] for name in _NARROW if facts[name] is not None) + ")" + _EACH
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        counts: dict[Decimal, int] = dict(cursor.fetchall())
    ranks, before = {}, 1
    for place in ascending:
        before += counts[place]
        ranks[place] = before
    return ranks


def _leaders() -> dict[Family, dict[Lane, EfficiencyRow]]:
    """The first of each ranked table of each family."""
    tables = [
        EfficiencyStanding.objects.filter(family=family, lane=lane, base="")
        .order_by("better", "day", "claim")
        .values("family", "lane", *_SHOWN)[:1]
        for family in Family
        for lane in sorted(RANKED)
    ]
    leaders: dict[Family, dict[Lane, EfficiencyRow]] = {}
    lines = list(tables[0].union(*tables[1:], all=True))
    for line, row in zip(lines, _rows(lines, {}), strict=True):
        leaders.setdefault(Family(line["family"]), {})[Lane(line["lane"])] = row
    return leaders


_NEVER = Decimal("1E+102")
_THINGS: dict[str, Any] = {"baseline": System, "task": Task, "metric": Metric}
_SHOWN = ("claim", "amount", "better", "reason", "quality", "hardware")

_RANKS = """
    SELECT t.below, n.claims FROM unnest(%(above)s::numeric[], %(below)s::numeric[]) AS t (above, below),
    LATERAL (
        SELECT count(*) AS claims FROM leaderboard_efficiencystanding s
        WHERE s.family = %(family)s AND s.lane = %(lane)s AND s.base = ''
            AND s.better >= t.above AND s.better < t.below
"""
_EACH = " AS n"
_NARROW = {
    "baseline": " AND s.baselines @> ARRAY[%(baseline)s]::bigint[]",
    "task": " AND s.tasks @> ARRAY[%(task)s]::bigint[]",
    "metric": " AND s.metric_id = %(metric)s",
    "hardware": " AND s.hardware @> ARRAY[%(hardware)s]::text[]",
    "state": " AND s.state = %(state)s",
}


def _flag(text: str) -> bool:
    return {"True": True, "False": False}[text]


_BETTER, _CLAIM = Key("better", number), Key("claim", whole)


def _both(
    column: Column, *keys: Key, down: tuple[Key, ...] = ()
) -> dict[tuple[Column, bool], tuple[Key, ...]]:
    """The two orders of a column; each runs one way all through, so that one index serves it."""
    backwards = down or tuple(key.reversed() for key in keys)
    tie = (_BETTER, _CLAIM)
    back = tuple(key.reversed() for key in tie) if backwards[0].descending else tie
    return {(column, False): (*keys, *tie), (column, True): (*backwards, *back)}


def _words(column: Column, missing: str, field: str) -> dict[tuple[Column, bool], tuple[Key, ...]]:
    """By a text, missing ones last whichever way it runs."""
    key = Key(field)
    return _both(column, Key(missing, _flag), key, down=(key.reversed(),))


_RANK = (_BETTER, Key("day", date.fromisoformat), _CLAIM)
_ORDERS: dict[tuple[Column, bool], tuple[Key, ...]] = {
    (Column.RANK, False): _RANK,
    (Column.RANK, True): tuple(key.reversed() for key in _RANK),
    **_words(Column.SYSTEM, "unnamed", "system_words"),
    **_words(Column.BASELINE, "alone", "baseline_words"),
    **_words(Column.SETTING, "unset", "setting_words"),
    **_both(Column.METRIC, Key("metric_words")),
    **_both(Column.PAPER, Key("paper_words")),
    **_both(Column.DATE, Key("day", date.fromisoformat), down=(Key("recency", whole),)),
    **_both(Column.STATE, Key("state")),
    **_both(Column.CONFIDENCE, Key("confidence", float)),
}
