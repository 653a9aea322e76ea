"""A board's rows for programs: one lean query a page, since a script asks for many of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce, JSONObject

from leaderboard.domain.ranking import unranked
from leaderboard.models import (
    Acceptance,
    Benchmark,
    ClaimBaseline,
    ClaimSystem,
    Metric,
    Standing,
)
from leaderboard.queries import boards, ranking
from leaderboard.queries.boards import KINDS, Filters, Sort, Tab
from leaderboard.queries.claims import open_proposals, rows_by_id
from leaderboard.queries.counting import counted
from leaderboard.queries.kept import Kept, Slot
from leaderboard.queries.keysets import Cursor, Page, Walk


@dataclass(frozen=True, slots=True)
class Place:
    """A board by its ids; `version` changes with all that its rows show, None while it isn't settled."""

    benchmark: int | Slot
    metric: int | Slot
    version: str | None = None

    @property
    def settled(self) -> bool:
        """True where the stored ranks are those of now."""
        return self.version is not None


@dataclass(frozen=True, slots=True)
class Threshold:
    """Bounds on the metric's common scale, both of them allowed values; None: no bound."""

    low: Decimal | None = None
    high: Decimal | None = None

    def narrow(self, standings: "QuerySet[Standing]") -> "QuerySet[Standing]":
        """The standings of claims whose value is within the bounds; those without a scale are out."""
        bounds = {"claim__scaled__gte": self.low, "claim__scaled__lte": self.high}
        return standings.filter(**{name: value for name, value in bounds.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of a board: the kind of numbers, what narrows them, and bounds of their values."""

    tab: Tab
    filters: Filters
    threshold: Threshold

    def standings(self, board: Place) -> "QuerySet[Standing]":
        """The standings among which ranks are given."""
        kind = KINDS[self.tab] or ""
        return self.filters.narrow(
            Standing.objects.filter(benchmark=board.benchmark, metric=board.metric, kind=kind)
        )


def place(benchmark: str, *, metric: str) -> Place | None:
    """The board with these slugs; None where one of them names nothing. One query for a settled board."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTLED, [benchmark, metric])
        found = cursor.fetchone()
    if found:
        return Place(found[0], found[1], f"{found[2]} {found[3]}")
    on = Benchmark.objects.filter(slug=benchmark).values_list("pk", flat=True).first()
    by = Metric.objects.filter(slug=metric).values_list("pk", flat=True).first()
    return Place(on, by) if on and by else None


def rows(
    board: Place, wanted: Wanted, *, sort: Sort, cursor: Cursor | None, size: int
) -> Page[dict[str, Any]]:
    """One page of a tab as plain values, ranked rows first.

    One query; one more for ranks where filters or changes make stored ones useless, and two for the reasons
    where a row has no rank. Ranks are those among all rows that the filters leave, whatever the threshold.
    """
    found = _page(board, wanted, sort=sort, cursor=cursor, size=size)
    if wanted.tab is Tab.RESULTS and (wanted.filters or not board.settled):
        ranks = boards.ranks_of(wanted.standings(board), found.rows)
        for row in found.rows:
            row["rank"] = ranks.get(row["claim_id"])
    _explain([row for row in found.rows if row["rank"] is None])
    return found


def count(board: Place, wanted: Wanted, *, exactly: bool) -> int:
    """How many rows the tab has within filters and threshold."""
    return counted(wanted.threshold.narrow(wanted.standings(board)), exactly=exactly)


def _page(
    board: Place, wanted: Wanted, *, sort: Sort, cursor: Cursor | None, size: int
) -> Page[dict[str, Any]]:
    """The page with the stored ranks; its query serves all boards and all marks."""
    walk = boards.walk_of_standings(sort, cursor=cursor, size=size)
    mark, first = walk.mark(), int(walk.sectioned)  # which sections are asked is part of the query
    unmarked = replace(walk, cursor=cursor and replace(cursor, mark=""))
    values = {"benchmark": board.benchmark, "metric": board.metric, **_numbered(mark[first:])}
    query = _query(wanted, sort, unmarked, tuple(mark[:first]), len(mark[first:]))
    return walk.page(query.rows(values))


@lru_cache(maxsize=500)
def _query(wanted: Wanted, sort: Sort, walk: Walk, fixed: tuple[Any, ...], behind: int) -> Kept:
    """The query of such pages, with slots for the board and for all of the mark that isn't fixed."""
    board = Place(Slot("benchmark"), Slot("metric"))
    slots = [Slot(name) for name in _numbered(range(behind))]
    standings = wanted.threshold.narrow(wanted.standings(board)).annotate(**_PARTS)
    return Kept.of(boards.standings_along(walk, standings, sort=sort, mark=(*fixed, *slots), further=_SHOWN))


def _numbered(values: Iterable[Any]) -> dict[str, Any]:
    return {f"mark {number}": value for number, value in enumerate(values)}


def _explain(without: Sequence[dict[str, Any]]) -> None:
    """Says of rows without a rank why they have none."""
    if without:
        claims = {claim.pk: claim for claim in rows_by_id([row["claim_id"] for row in without])}
        for row in without:
            row["reason"] = unranked(ranking.entry(claims[row["claim_id"]]))


def _links(model: Any) -> ArraySubquery:
    named = JSONObject(name=Coalesce("system__name", "text", output_field=CharField()), slug="system__slug")
    return ArraySubquery(
        model.objects.filter(claim=OuterRef("claim_id")).order_by("position").values(x=named)
    )


# Said in SQL, since putting it together takes longer than asking it.
_SETTLED = """
    SELECT t.benchmark_id, t.metric_id, t.id, t.version FROM leaderboard_boardtotals t
        JOIN leaderboard_benchmark b ON b.id = t.benchmark_id
        JOIN leaderboard_metric m ON m.id = t.metric_id
    WHERE b.slug = %s AND m.slug = %s AND NOT EXISTS (
        SELECT FROM leaderboard_boardchange c WHERE (c.benchmark, c.metric) = (t.benchmark_id, t.metric_id)
    )
"""

_PARTS = {
    "further": _links(ClaimSystem),
    "baselines": _links(ClaimBaseline),
    "by_policy": Exists(Acceptance.objects.filter(claim=OuterRef("claim_id"), ended_at=None)),
    "doubts": open_proposals("claim_id"),
}
_CLAIM = (
    *("value", "value_high", "scaled", "unit", "kind", "direction", "role", "bound", "state", "confidence"),
    *("start", "end", "quote", "setting", "task_text", "system_text", "system__slug", "system__name"),
    *("paper__uid", "paper__title", "paper__published_on"),
)
_SHOWN = (*(f"claim__{name}" for name in _CLAIM), "uid", *_PARTS)
