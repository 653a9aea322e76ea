"""A board's results over time: the records, and the best of the others."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, CharField, F, Min, Q, QuerySet, Value, When, Window
from django.db.models.expressions import RowRange
from django.db.models.functions import Coalesce, RowNumber

from leaderboard.models import Standing
from leaderboard.queries import ranking
from leaderboard.queries.boards import Board, Filters, Tab, standings_of

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


def progress(board: Board, *, filters: Filters | None = None) -> tuple[Point, ...]:
    """The ranked results of known date that a chart shows, by date, by one query."""
    standings = standings_of(board, tab=Tab.RESULTS, filters=filters)
    dated = standings.filter(unranked=False, day__lt=ranking.NO_DAY)
    drawn = _stored(dated) if board.settled and not filters else _live(dated)
    return tuple(Point(*row[1:]) for row in drawn)


def _stored(dated: "QuerySet[Standing]") -> "QuerySet[Any, Any]":
    """The records and the best, each found along an index of its own."""
    best = _drawn(dated.order_by(*(key.order for key in ranking.ORDER)), F("record"))[:OTHERS]
    return best.union(_drawn(dated.filter(record=True), F("record"))).order_by("day", "better", "uid")


def _live(dated: "QuerySet[Standing]") -> "QuerySet[Any, Any]":
    by_date = ["day", "better", "uid"]
    before = Window(Min("better"), order_by=by_date, frame=RowRange(start=None, end=-1))
    nth = Window(RowNumber(), order_by=[key.order for key in ranking.ORDER])
    first = Q(best_before=None) | Q(better__lt=F("best_before"))
    numbered = dated.annotate(best_before=before, nth=nth).filter(first | Q(nth__lte=OTHERS))
    new = Case(When(first, then=Value(value=True)), default=Value(value=False), output_field=BooleanField())
    return _drawn(numbered, new).order_by(*by_date)


def _drawn(standings: "QuerySet[Standing]", record: Any) -> "QuerySet[Any, Any]":
    """What a point holds, behind the value by which points are put in order."""
    name = Coalesce("claim__system__name", "claim__system_text", output_field=CharField())
    fields = ("better", "uid", "claim__paper__uid", "day", "claim__scaled", "name", "new")
    found: QuerySet[Any, Any] = standings.annotate(name=name, new=record).values_list(*fields)
    return found
