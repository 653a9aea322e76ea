"""A board's results over time: the records, and the best of the others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Min, Q, QuerySet, Window
from django.db.models.expressions import RowRange
from django.db.models.functions import Coalesce, RowNumber

from leaderboard.models import Claim, Standing
from leaderboard.queries import ranking
from leaderboard.queries.boards import Board, Filters, Tab, standings_of
from leaderboard.queries.kept import Kept, Slot

OTHERS = 100
"""Results besides the records that are drawn, the best first."""


@dataclass(frozen=True, slots=True)
class Point:
    """A ranked result of known date; `record` where nothing as good came before it."""

    claim: UUID
    paper: UUID
    day: date
    value: Decimal
    system: str
    record: bool


def progress(board: Board, *, filters: Filters | None = None, lately: bool = False) -> tuple[Point, ...]:
    """The ranked results of known date that a chart shows, by date, by one query.

    `lately`: of a board that changed since it was settled, records that the change made are shown where they
    are among the best, and others when it is settled; what has no rank any more is never shown.
    """
    if not filters and (board.settled or lately):
        found = _stored(OTHERS).rows({"benchmark": board.benchmark.pk, "metric": board.metric.pk})
        return _points(found)
    standings = standings_of(board, tab=Tab.RESULTS, filters=filters)
    return _points(_live(standings.filter(unranked=False, day__lt=ranking.NO_DAY)))


def _points(drawn: Iterable[dict[str, Any]]) -> tuple[Point, ...]:
    """The points, of which those are records that are better than all before."""
    points, best = [], ranking.NEVER
    for row in drawn:
        points.append(
            Point(
                claim=row["uid"],
                paper=row["claim__paper__uid"],
                day=row["day"],
                value=row["claim__scaled"],
                system=row["name"],
                record=row["better"] < best,
            )
        )
        best = min(best, row["better"])
    return tuple(points)


@lru_cache(maxsize=1)
def _stored(others: int) -> Kept:
    """The records and the best, each found along an index of its own."""
    of_board = {name: Slot(name) for name in ("benchmark", "metric")}
    ranked = Standing.objects.filter(
        kind=Claim.Kind.ABSOLUTE, unranked=False, day__lt=ranking.NO_DAY, **of_board
    )
    best = _drawn(ranked.order_by(*(key.order for key in ranking.ORDER)))[:others]
    return Kept.of(best.union(_drawn(ranked.filter(record=True))).order_by("day", "better", "uid"))


def _live(dated: "QuerySet[Standing]") -> "QuerySet[Any, Any]":
    by_date = ["day", "better", "uid"]
    before = Window(Min("better"), order_by=by_date, frame=RowRange(start=None, end=-1))
    nth = Window(RowNumber(), order_by=[key.order for key in ranking.ORDER])
    first = Q(best_before=None) | Q(better__lt=F("best_before"))
    numbered = dated.annotate(best_before=before, nth=nth).filter(first | Q(nth__lte=OTHERS))
    return _drawn(numbered).order_by(*by_date)


def _drawn(standings: "QuerySet[Standing]") -> "QuerySet[Any, Any]":
    """What a point holds, and the value by which points are put in order."""
    name = Coalesce("claim__system__name", "claim__system_text", output_field=CharField())
    found: QuerySet[Any, Any] = standings.annotate(name=name).values(
        "better", "uid", "claim__paper__uid", "day", "claim__scaled", "name"
    )
    return found
