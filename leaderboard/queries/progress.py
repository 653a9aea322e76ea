"""A board's results over time: the records, and the best of the others."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Min, Q, QuerySet, Window
from django.db.models.expressions import RowRange
from django.db.models.functions import Coalesce, RowNumber

from leaderboard.queries import ranking
from leaderboard.queries.boards import Board, Filters, Tab, claims_of

OTHERS = 300
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
    dated = claims_of(board, tab=Tab.RESULTS, filters=filters).filter(paper__published_on__isnull=False)
    ranked = ranking.placed(dated).filter(unranked=0)
    by_date = ["day", "better_first", "uid"]
    before = Min("better_first")
    drawn: QuerySet[Any] = ranked.annotate(
        best_before=Window(before, order_by=by_date, frame=RowRange(start=None, end=-1)),
        nth=Window(RowNumber(), order_by=["better_first", "day", "uid"]),
    ).filter(Q(best_before=None) | Q(better_first__lt=F("best_before")) | Q(nth__lte=OTHERS))
    name = Coalesce("system__name", "system_text", output_field=CharField())
    fields = ("uid", "paper__uid", "day", "scaled", "name", "better_first", "best_before")
    found = drawn.annotate(name=name).order_by(*by_date).values_list(*fields)
    return tuple(
        Point(claim, paper, day, value, system, record=best is None or better < best)
        for claim, paper, day, value, system, better, best in found
    )
