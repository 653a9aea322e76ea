"""Tables that were posted or imported, as their pages show them: as handed in, without any rank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from leaderboard.models import Evaluation, EvaluationMetric, EvaluationResult, EvaluationValue
from leaderboard.queries.keysets import Cursor, Key, Page, page, whole

PAGE = 50
MOST_COLUMNS = 40
"""Columns that a page shows; wider tables are there in whole over the wire and in the exports."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A table in the list of all."""

    task: str
    benchmark: str
    slugs: tuple[str, str]
    rows: int
    imported: bool
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: `lower` says which way is better as posted, None where nobody said it."""

    name: str
    lower: bool | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row: the words of each cell as given, None where it has none."""

    method: str
    cells: tuple[str | None, ...]
    paper: UUID | None
    paper_words: str
    day: date | None
    day_words: str
    more_data: bool


@dataclass(frozen=True, slots=True)
class PostedPage:
    """A table with one page of its rows, in the order in which they were handed in."""

    table: Evaluation
    headings: tuple[Heading, ...]
    further: int
    lines: Page[Line]


def listed(cursor: Cursor | None, *, size: int = PAGE) -> Page[Posted]:
    """One page of the tables that hold rows of somebody, the latest made first."""
    rows = Count("results", filter=Q(results__withdrawn=False))
    tables = Evaluation.objects.filter(withdrawn=False).annotate(rows=rows)
    keys = (Key("pk", whole, descending=True),)
    names = (
        "task__name",
        "benchmark__name",
        "task__slug",
        "benchmark__slug",
        "rows",
        "made_by",
        "updated_at",
    )
    found = page(tables.values("pk", *names), keys=keys, cursor=cursor, size=size)
    return found.of([_posted(row) for row in found.rows])


def one(task: str, *, benchmark: str, cursor: Cursor | None, size: int = PAGE) -> PostedPage | None:
    """The table of this task on this benchmark; None where nobody posted one."""
    tables = Evaluation.objects.select_related("task", "benchmark").filter(withdrawn=False)
    table = tables.filter(task__slug=task, benchmark__slug=benchmark).first()
    if table is None:
        return None
    columns = list(EvaluationMetric.objects.filter(evaluation=table, withdrawn=False).order_by("pk"))
    shown = columns[:MOST_COLUMNS]
    rows = EvaluationResult.objects.filter(evaluation=table, withdrawn=False)
    found = page(rows.values("pk", *_LINE), keys=(Key("pk", whole),), cursor=cursor, size=size)
    cells = _cells([row["pk"] for row in found.rows], shown)
    lines = [_line(row, cells.get(row["pk"], {}), shown) for row in found.rows]
    headings = tuple(Heading(each.name, each.is_loss if each.stated else None) for each in shown)
    return PostedPage(table, headings, len(columns) - len(shown), found.of(lines))


def _posted(row: dict[str, Any]) -> Posted:
    return Posted(
        task=row["task__name"],
        benchmark=row["benchmark__name"],
        slugs=(row["task__slug"], row["benchmark__slug"]),
        rows=row["rows"],
        imported=row["made_by"] is None,
        updated_at=row["updated_at"],
    )


_LINE = (
    *("methodology", "paper__uid", "paper__title", "paper_title", "paper_text", "evaluated_on", "date_text"),
    "uses_additional_data",
)


def _cells(rows: Sequence[int], columns: Sequence[EvaluationMetric]) -> dict[int, dict[int, str]]:
    """The words of every cell, by row and column."""
    found: dict[int, dict[int, str]] = {}
    values = EvaluationValue.objects.filter(result__in=rows, column__in=columns)
    for row, column, raw in values.values_list("result", "column", "raw"):
        found.setdefault(row, {})[column] = raw
    return found


def _line(row: dict[str, Any], cells: dict[int, str], columns: Sequence[EvaluationMetric]) -> Line:
    return Line(
        method=row["methodology"],
        cells=tuple(cells.get(column.pk) for column in columns),
        paper=row["paper__uid"],
        paper_words=row["paper__title"] or row["paper_title"] or row["paper_text"],
        day=row["evaluated_on"],
        day_words=row["date_text"],
        more_data=row["uses_additional_data"],
    )
