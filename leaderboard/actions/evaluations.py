"""Result tables that people hand in: the tables and their columns; every change is an event."""

from typing import Any, TypedDict

from django.db import transaction

from leaderboard.actions import columns, decisions, events
from leaderboard.actions.decisions import RefusedError
from leaderboard.domain import names
from leaderboard.models import (
    Benchmark,
    Evaluation,
    EvaluationMetric,
    EvaluationResult,
    MetricAlias,
    Task,
)

SOURCE = "pwc"


class TableFacts(TypedDict, total=False):
    """What can be said of a table; what is left out stays."""

    task: Task
    benchmark: Benchmark
    description: str
    mirror_url: str
    external_id: str


class ColumnFacts(TypedDict, total=False):
    """What can be said of a column; `stated` is False where `is_loss` may be a program's default."""

    name: str
    description: str
    is_loss: bool | None
    stated: bool


@transaction.atomic
def create(task: Task, *, benchmark: Benchmark, facts: TableFacts, by: Any) -> Evaluation:
    """A new table; one that was taken back is there again, without its old results."""
    columns.lock()
    row = Evaluation.objects.filter(task=task, benchmark=benchmark).first()
    if row is not None and not row.withdrawn:
        raise RefusedError(f"There is a table of {task.name} on {benchmark.name} already; change that one.")
    if row is None:
        row = Evaluation(task=task, benchmark=benchmark, made_by=by)
    else:
        decisions.check(row.decided_by_id, by=by, what=_label(row))
        row.made_by = by
    row.withdrawn = False
    return _save(row, facts, by=by, action="add")


@transaction.atomic
def change(evaluation: Evaluation, *, facts: TableFacts, by: Any) -> Evaluation:
    """The table with the facts; one that is the same already is left alone."""
    columns.lock()
    row = Evaluation.objects.select_related("task", "benchmark").get(pk=evaluation.pk)
    decisions.check(row.decided_by_id, by=by, what=_label(row))
    _refuse_taken_pair(row, facts)
    return _save(row, facts, by=by, action="describe")


@transaction.atomic
def withdraw(evaluation: Evaluation, *, by: Any) -> None:
    """Nothing; the table and its results are shown no more, and kept for the history."""
    columns.lock()
    row = Evaluation.objects.get(pk=evaluation.pk)
    decisions.check(row.decided_by_id, by=by, what=_label(row))
    for result in EvaluationResult.objects.filter(evaluation=row, withdrawn=False):
        decisions.check(result.decided_by_id, by=by, what=f"the result of {result.methodology}")
    before = _facts(row)
    row.results.update(withdrawn=True, decided_by=by)
    row.metrics.update(withdrawn=True, decided_by=by)
    row.withdrawn, row.decided_by = True, by
    row.save()
    _record("withdraw", "evaluation", row, by=by, before=before, after=None)


@transaction.atomic
def add_column(evaluation: Evaluation, *, facts: ColumnFacts, by: Any) -> EvaluationMetric:
    """A new column of the table; raises RefusedError where it has one of this name."""
    columns.lock()
    slug = _column_slug(facts["name"])
    row = EvaluationMetric.objects.filter(evaluation=evaluation, slug=slug).first()
    if row is not None and not row.withdrawn:
        raise RefusedError(f"name: the table has a metric of this name already, its id is {slug}.")
    if row is None:
        row = EvaluationMetric(evaluation=evaluation, slug=slug, made_by=by)
    else:
        decisions.check(row.decided_by_id, by=by, what=row.name)
        row.values.all().delete()
    row.withdrawn = False
    return _save_column(row, facts, by=by, action="add")


@transaction.atomic
def change_column(column: EvaluationMetric, *, facts: ColumnFacts, by: Any) -> EvaluationMetric:
    """The column with the facts; its id stays when its name changes."""
    columns.lock()
    row = EvaluationMetric.objects.get(pk=column.pk)
    decisions.check(row.decided_by_id, by=by, what=row.name)
    if "name" in facts and _column_slug(facts["name"]) != _column_slug(row.name):
        twins = EvaluationMetric.objects.filter(evaluation=row.evaluation_id, withdrawn=False)
        if any(names.key(twin.name) == names.key(facts["name"]) for twin in twins.exclude(pk=row.pk)):
            raise RefusedError("name: the table has a metric of this name already.")
    return _save_column(row, facts, by=by, action="describe")


@transaction.atomic
def withdraw_column(column: EvaluationMetric, *, by: Any) -> None:
    """Nothing; the column and its values are shown no more."""
    columns.lock()
    row = EvaluationMetric.objects.get(pk=column.pk)
    decisions.check(row.decided_by_id, by=by, what=row.name)
    before = _column_facts(row)
    row.withdrawn, row.decided_by = True, by
    row.save()
    _record("withdraw", "column", row, by=by, before=before, after=None)


def _refuse_taken_pair(row: Evaluation, facts: TableFacts) -> None:
    task, benchmark = facts.get("task", row.task), facts.get("benchmark", row.benchmark)
    taken = Evaluation.objects.filter(task=task, benchmark=benchmark).exclude(pk=row.pk).first()
    if taken is not None:
        raise RefusedError(f"There is a table of {task.name} on {benchmark.name} already; change that one.")


def _save(row: Evaluation, facts: TableFacts, *, by: Any, action: str) -> Evaluation:
    before = None if action == "add" else _facts(row)
    for name, value in facts.items():
        setattr(row, name, value)
    if before == _facts(row):
        return row
    _refuse_taken_id(row)
    row.decided_by = by
    row.save()
    _record(action, "evaluation", row, by=by, before=before, after=_facts(row))
    return row


def _refuse_taken_id(row: Evaluation) -> None:
    twins = Evaluation.objects.filter(made_by=row.made_by_id, external_id=row.external_id)
    if row.external_id and twins.exclude(pk=row.pk).exists():
        raise RefusedError("external_id: another table of yours has it already.")


def _save_column(row: EvaluationMetric, facts: ColumnFacts, *, by: Any, action: str) -> EvaluationMetric:
    before = None if action == "add" else _column_facts(row)
    for name, value in facts.items():
        setattr(row, name, value)
    if before == _column_facts(row):
        return row
    alias = MetricAlias.objects.filter(key=names.key(row.name)).select_related("owner").first()
    row.metric = alias.owner if alias else None
    row.decided_by = by
    row.save()
    columns.rescale([row.pk])
    _record(action, "column", row, by=by, before=before, after=_column_facts(row))
    return row


def _column_slug(name: str) -> str:
    if not names.is_name(name):
        raise RefusedError(f"name: {name[:80]!r} has no letter or digit, or more than {names.MAX_NAME}.")
    return names.slug(name)


def _record(action: str, kind: str, row: Any, *, by: Any, before: Any, after: Any) -> None:
    events.record(action, subject=(kind, row.uid), by=by, before=before, after=after, source=SOURCE)


def _label(row: Evaluation) -> str:
    return f"the table of {row.task.name} on {row.benchmark.name}"


def _facts(row: Evaluation) -> dict[str, Any]:
    return {
        "task": row.task.slug,
        "benchmark": row.benchmark.slug,
        "description": row.description,
        "mirror_url": row.mirror_url,
        "external_id": row.external_id,
    }


def _column_facts(row: EvaluationMetric) -> dict[str, Any]:
    return {
        "evaluation": str(row.evaluation.uid),
        "name": row.name,
        "description": row.description,
        "is_loss": row.is_loss,
        "stated": row.stated,
    }
