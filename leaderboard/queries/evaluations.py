"""Evaluation tables: what abstracts claim on a benchmark, and beside it what was handed in as a table.

Of claims only those that have a rank stand here: absolute results of the paper's own, never gains.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models import Window as Over
from django.db.models.functions import Rank

from leaderboard.models import (
    Benchmark,
    BoardTotals,
    Claim,
    Evaluation,
    EvaluationMetric,
    EvaluationResult,
    EvaluationValue,
    Metric,
    Paper,
    Standing,
    Task,
)
from leaderboard.queries.claims import ClaimRow, rows_by_id
from leaderboard.queries.windows import Slice, Window, window, window_of

ON = "-on-"
"""Stands between task and benchmark in the id of a table."""


@dataclass(frozen=True, slots=True)
class Table:
    """The results of a task on a benchmark; `stored` is what was handed in (None: only claims)."""

    task: Task
    benchmark: Benchmark
    stored: Evaluation | None

    @property
    def id(self) -> str:
        """The id on the wire."""
        return f"{self.task.slug}{ON}{self.benchmark.slug}"

    @property
    def claimed(self) -> bool:
        """True where claims of the benchmark belong to this table: they are about its own task."""
        return self.benchmark.task_id == self.task.pk


@dataclass(frozen=True, slots=True)
class Column:
    """A metric of a table; `stored` is None where only claims use it, `direction` where it is unknown."""

    slug: str
    name: str
    description: str
    direction: str | None
    stored: EvaluationMetric | None

    @property
    def is_loss(self) -> bool | None:
        """What the wire says of the direction: what was posted stands unless it may be a mere default."""
        if self.stored and self.stored.is_loss is not None and (self.stored.stated or self.direction is None):
            return self.stored.is_loss
        return None if self.direction is None else self.direction == Metric.Direction.LOWER


@dataclass(frozen=True, slots=True)
class Value:
    """A cell as given; `quoted` is False for a bare number."""

    raw: str
    quoted: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """A row of a table; `paper` is the uid of a known paper or the words that name one."""

    uid: UUID
    methodology: str
    metrics: Mapping[str, Value]
    paper: str | None
    best_rank: int | None
    best_metric: str | None
    evaluated_on: str | None
    uses_additional_data: bool = False
    external_id: str = ""
    external_source_url: str | None = None


def tables(at: Window, *, task: Task | None = None, benchmark: Benchmark | None = None) -> Slice[Table]:
    """One page of the tables, of all or of a task or benchmark."""
    stored, claimed = _stored(), _claimed()
    if task is not None:
        stored, claimed = stored.filter(task=task), claimed.filter(task=task)
    if benchmark is not None:
        stored, claimed = stored.filter(benchmark=benchmark), claimed.filter(pk=benchmark.pk)
    pairs = (
        stored.order_by()
        .values_list("task_id", "benchmark_id")
        .union(claimed.order_by().values_list("task_id", "pk"))
    )
    found = window(pairs.order_by("task_id", "benchmark_id"), at)
    return Slice(found.count, _tables(found.rows))


def every_table() -> list[Table]:
    """All tables, without their rows."""
    stored = {(row.task_id, row.benchmark_id): row for row in _stored()}
    claimed = claimed_pairs()
    pairs = sorted(stored.keys() | {(task, on) for task, on in claimed if task is not None})
    tasks = Task.objects.in_bulk()
    for task in tasks.values():
        task.parent = tasks.get(task.parent_id)
    benchmarks = Benchmark.objects.in_bulk({benchmark for _, benchmark in pairs})
    return [Table(tasks[task], benchmarks[on], stored.get((task, on))) for task, on in pairs]


def claimed_pairs() -> set[tuple[int | None, int]]:
    """The tasks and benchmarks, by their ids, that claims alone make a table of."""
    return set(_claimed().values_list("task_id", "pk"))


def boards_without_task() -> int:
    """How many boards stand in no table, because the task of their benchmark is unknown."""
    return BoardTotals.objects.filter(benchmark__task=None, leader__isnull=False).count()


def find(id: str) -> Table | None:  # noqa: A002 # the wire's own word
    """The table with this id; None where there is none."""
    for task, benchmark in _pairs(id):
        stored = _stored().filter(task=task, benchmark=benchmark).first()
        if stored or _claimed().filter(task=task, pk=benchmark.pk).exists():
            return Table(task, benchmark, stored)
    return None


def columns(table: Table) -> list[Column]:
    """The metrics of the table: those that were handed in, then those of claims alone."""
    stored = EvaluationMetric.objects.none()
    if table.stored:
        stored = table.stored.metrics.filter(withdrawn=False).select_related("metric").order_by("pk")
    own = [_column(column) for column in stored]
    known = {column.stored.metric_id for column in own if column.stored} | {None}
    slugs = {column.slug for column in own}
    claimed = [metric for metric in _metrics(table) if metric.pk not in known and metric.slug not in slugs]
    return own + [
        Column(metric.slug, metric.name, metric.description, metric.direction, None) for metric in claimed
    ]


def shown_columns(table: Table, at: Window) -> Slice[Column]:
    """One page of the metrics whose direction is known: the wire has no word for an unknown one."""
    return window_of([column for column in columns(table) if column.is_loss is not None], at)


def results(table: Table, at: Window) -> Slice[Result]:
    """One page of the table's rows: claims in the order of their ranks, then what was handed in."""
    return _results(standings(table), _rows(table), at)


def results_of_paper(paper: Paper, at: Window) -> Slice[Result]:
    """One page of a paper's results, on whatever benchmark."""
    claimed = Standing.objects.filter(claim__paper=paper, kind=Claim.Kind.ABSOLUTE, unranked=False)
    handed_in = EvaluationResult.objects.filter(paper=paper, withdrawn=False, evaluation__withdrawn=False)
    return _results(claimed, handed_in, at)


def result(table: Table, uid: UUID) -> Result | None:
    """The row of the table with this uid; None where there is none."""
    ranked = list(standings(table).filter(uid=uid).values("claim_id", "rank"))
    rows = list(_rows(table).filter(uid=uid).select_related("paper")) if not ranked else []
    return next(iter([*_of_claims(ranked), *of_rows(rows)]), None)


def stored_result(table: Table, uid: UUID) -> EvaluationResult | None:
    """The row that was handed in with this uid; None where there is none."""
    return _rows(table).filter(uid=uid).first()


def of_rows(rows: Sequence[EvaluationResult]) -> list[Result]:
    """The rows that were handed in, with their values and ranks, by a constant number of queries."""
    values = EvaluationValue.objects.filter(result__in=rows, column__withdrawn=False)
    cells: dict[int, dict[str, Value]] = {row.pk: {} for row in rows}
    used: dict[int, EvaluationMetric] = {}
    for value in values.select_related("column__metric").order_by("column_id"):
        used[value.column_id] = value.column
        if value.value is not None:
            cells[value.result_id][value.column.name] = Value(value.raw, value.quoted)
    best = _best(list(used.values()), rows)
    return [_of_row(row, cells[row.pk], best.get(row.pk)) for row in rows]


def _stored() -> "QuerySet[Evaluation]":
    return Evaluation.objects.filter(withdrawn=False)


def _claimed() -> "QuerySet[Benchmark]":
    """Benchmarks of a known task on which a claim has a rank."""
    led = BoardTotals.objects.filter(benchmark=OuterRef("pk"), leader__isnull=False)
    return Benchmark.objects.filter(Exists(led), task__isnull=False)


def _tables(pairs: Sequence[tuple[int, int]]) -> list[Table]:
    tasks = Task.objects.in_bulk({task for task, _ in pairs})
    benchmarks = Benchmark.objects.in_bulk({benchmark for _, benchmark in pairs})
    rows = _stored().filter(benchmark__in=benchmarks, task__in=tasks)
    stored = {(row.task_id, row.benchmark_id): row for row in rows}
    return [Table(tasks[task], benchmarks[on], stored.get((task, on))) for task, on in pairs]


def _pairs(id: str) -> Iterable[tuple[Task, Benchmark]]:  # noqa: A002
    """Every task and benchmark that the id may mean, for slugs may hold the word between them."""
    parts = id.split(ON)
    splits = [(ON.join(parts[:cut]), ON.join(parts[cut:])) for cut in range(1, min(len(parts), 20))]
    tasks = {task.slug: task for task in Task.objects.filter(slug__in=[task for task, _ in splits])}
    on = {row.slug: row for row in Benchmark.objects.filter(slug__in=[slug for _, slug in splits])}
    return [(tasks[task], on[slug]) for task, slug in splits if task in tasks and slug in on]


def _column(column: EvaluationMetric) -> Column:
    return Column(column.slug, column.name, column.description, direction(column), column)


def direction(column: EvaluationMetric) -> str | None:
    """Which values of a column are better; None where nobody said, or what was said disagrees."""
    known = column.metric.direction if column.metric else None
    if not column.stated:
        return known
    said = Metric.Direction.LOWER if column.is_loss else Metric.Direction.HIGHER
    return said.value if known in (None, said) else None


def _metrics(table: Table) -> Iterable[Metric]:
    if not table.claimed:
        return ()
    led = BoardTotals.objects.filter(benchmark=table.benchmark, leader__isnull=False)
    return Metric.objects.filter(pk__in=led.values("metric")).order_by("pk")


def standings(table: Table) -> "QuerySet[Standing]":
    """The claims of the table that have a rank, in no order."""
    if not table.claimed:
        return Standing.objects.none()
    return Standing.objects.filter(benchmark=table.benchmark, kind=Claim.Kind.ABSOLUTE, unranked=False)


def _rows(table: Table) -> "QuerySet[EvaluationResult]":
    return EvaluationResult.objects.filter(evaluation=table.stored, withdrawn=False)


def _results(claimed: "QuerySet[Standing]", rows: "QuerySet[EvaluationResult]", at: Window) -> Slice[Result]:
    claims, handed_in = claimed.count(), rows.count()
    order = ("metric_id", "better", "day", "uid")
    found = claimed.order_by(*order).values("claim_id", "rank")[at.first : at.last]
    first, last = max(0, at.first - claims), max(0, at.last - claims)
    further = rows.order_by("pk").select_related("paper")[first:last]
    return Slice(claims + handed_in, [*_of_claims(list(found)), *of_rows(list(further))])


def _of_claims(ranked: Sequence[Mapping[str, Any]]) -> list[Result]:
    claims = {claim.pk: claim for claim in rows_by_id([row["claim_id"] for row in ranked])}
    return [_of_claim(claims[row["claim_id"]], row["rank"]) for row in ranked if row["claim_id"] in claims]


def _of_claim(claim: ClaimRow, rank: int | None) -> Result:
    return Result(
        uid=claim.uid,
        methodology=", ".join(name.text for name in claim.systems),
        metrics={claim.metric.text: Value(written(claim))},
        paper=str(claim.paper.uid),
        best_rank=rank,
        best_metric=claim.metric.text if rank else None,
        evaluated_on=None,
    )


def written(claim: ClaimRow) -> str:
    """The claim's number with its unit."""
    space = "" if claim.unit in (None, "%") else " "
    return f"{claim.value:f}{space}{claim.unit or ''}"


def _best(used: Sequence[EvaluationMetric], rows: Sequence[EvaluationResult]) -> dict[int, tuple[int, str]]:
    """The best rank of each row and the metric that it is in.

    Where claims have ranks in a metric, rows that were handed in have none beside them.
    """
    claimed = _claimed_columns(used)
    ranked = {column.pk: column for column in used if direction(column) and column.pk not in claimed}
    lower = [pk for pk, column in ranked.items() if direction(column) == Metric.Direction.LOWER]
    better = Case(When(column__in=lower, then=F("scaled")), default=-F("scaled"))
    values = EvaluationValue.objects.filter(column__in=list(ranked), scaled__isnull=False)
    placed = values.filter(result__withdrawn=False).annotate(
        place=Over(Rank(), partition_by="column", order_by=better)
    )
    best: dict[int, tuple[int, str]] = {}
    for row, column, place in placed.filter(Q(result__in=rows) | Q(place=None)).values_list(
        "result_id", "column_id", "place"
    ):
        best[row] = min(best.get(row, (place, ranked[column].name)), (place, ranked[column].name))
    return best


def _claimed_columns(used: Sequence[EvaluationMetric]) -> set[int]:
    on = BoardTotals.objects.filter(
        benchmark=OuterRef("evaluation__benchmark"),
        benchmark__task=OuterRef("evaluation__task"),
        metric=OuterRef("metric"),
        leader__isnull=False,
    )
    columns = EvaluationMetric.objects.filter(Exists(on), pk__in=[column.pk for column in used])
    return set(columns.values_list("pk", flat=True))


def _of_row(row: EvaluationResult, cells: Mapping[str, Value], best: tuple[int, str] | None) -> Result:
    day = row.evaluated_on.isoformat() if row.evaluated_on else None
    return Result(
        uid=row.uid,
        methodology=row.methodology,
        metrics=cells,
        paper=str(row.paper.uid) if row.paper else row.paper_text or None,
        best_rank=best[0] if best else None,
        best_metric=best[1] if best else None,
        evaluated_on=day or row.date_text or None,
        uses_additional_data=row.uses_additional_data,
        external_id=row.external_id,
        external_source_url=row.external_source_url or None,
    )
