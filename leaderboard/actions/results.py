"""Rows of result tables that people hand in, one by one or a whole table at a time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, TypedDict
from uuid import uuid4

from django.db import transaction

from leaderboard.actions import columns, decisions, evaluations, events
from leaderboard.actions.decisions import RefusedError
from leaderboard.actions.evaluations import SOURCE, ColumnFacts, TableFacts
from leaderboard.domain import names, table_values
from leaderboard.domain.table_values import Note
from leaderboard.models import (
    Benchmark,
    Evaluation,
    EvaluationMetric,
    EvaluationResult,
    EvaluationValue,
    Paper,
    Task,
)

Raw = str | int | float | Decimal
"""A value as posted."""


class ResultFacts(TypedDict, total=False):
    """What can be said of a row; what is left out stays. `metrics` replaces all values of the row."""

    metrics: Mapping[str, Raw]
    methodology: str
    paper: Paper | None
    paper_text: str
    evaluated_on: date | None
    date_text: str
    uses_additional_data: bool
    external_id: str
    external_source_url: str


@dataclass(frozen=True, slots=True)
class Posting:
    """A whole table, as a program keeps it in step with its own."""

    task: Task
    benchmark: Benchmark
    facts: TableFacts
    metrics: Sequence[ColumnFacts] = field(default_factory=tuple)
    results: Sequence[ResultFacts] = field(default_factory=tuple)


@transaction.atomic
def add(evaluation: Evaluation, *, facts: ResultFacts, by: Any) -> EvaluationResult:
    """A new row of the table; raises RefusedError for a metric that the table lacks."""
    columns.lock()
    known = _columns(evaluation)
    row = EvaluationResult(evaluation=evaluation, made_by=by, key=_digest("added", str(uuid4())))
    return _rescaled([(row, facts)], by=by, known=known)[0]


@transaction.atomic
def change(result: EvaluationResult, *, facts: ResultFacts, by: Any) -> EvaluationResult:
    """The row with the facts; one that is the same already is left alone."""
    columns.lock()
    row = EvaluationResult.objects.select_related("evaluation").get(pk=result.pk)
    decisions.check(row.decided_by_id, by=by, what=f"the result of {row.methodology}")
    return _rescaled([(row, facts)], by=by, known=_columns(row.evaluation))[0]


@transaction.atomic
def withdraw(result: EvaluationResult, *, by: Any) -> None:
    """Nothing; the row is shown no more, and kept so that no import brings it back."""
    columns.lock()
    row = EvaluationResult.objects.get(pk=result.pk)
    decisions.check(row.decided_by_id, by=by, what=f"the result of {row.methodology}")
    before = _facts(row)
    row.withdrawn, row.decided_by = True, by
    row.save()
    columns.rescale(row.values.values_list("column", flat=True))
    events.record("withdraw", subject=("result", row.uid), by=by, before=before, after=None, source=SOURCE)


@transaction.atomic
def synchronize(posting: Posting, *, by: Any) -> tuple[Evaluation, list[EvaluationResult]]:
    """The table with everything that was posted, and its rows in the order of the posting.

    Tables and rows are found by the external ids that this person gave them, rows without one by what they
    say. The same posting again changes nothing; what another person decided since stays.
    """
    columns.lock()
    evaluation = _synchronized(posting, by=by)
    known = _columns(evaluation)
    for said in posting.metrics:
        _synchronize_column(evaluation, said, known, by=by)
    known = _columns(evaluation)
    keys = [_key(facts) for facts in posting.results]
    _refuse_twins(posting.results, keys)
    there = {
        row.key: row
        for row in evaluation.results.filter(made_by=by, key__in=keys).select_related("evaluation")
    }
    rows = [there.get(key) or EvaluationResult(evaluation=evaluation, made_by=by, key=key) for key in keys]
    pairs = zip(rows, posting.results, strict=True)
    _rescaled([(row, facts) for row, facts in pairs if not _is_anothers(row, by)], by=by, known=known)
    return evaluation, rows


def _synchronized(posting: Posting, *, by: Any) -> Evaluation:
    found = None
    if posting.facts.get("external_id"):
        mine = Evaluation.objects.filter(made_by=by, external_id=posting.facts["external_id"])
        found = mine.select_related("task", "benchmark").first()
    if found is None:
        pair = Evaluation.objects.filter(task=posting.task, benchmark=posting.benchmark)
        found = pair.select_related("task", "benchmark").first()
    if found is None or found.withdrawn:
        task, benchmark = (found.task, found.benchmark) if found else (posting.task, posting.benchmark)
        return evaluations.create(task, benchmark=benchmark, facts=posting.facts, by=by)
    if _is_anothers(found, by):
        return found
    facts: TableFacts = {**posting.facts, "task": posting.task, "benchmark": posting.benchmark}
    return evaluations.change(found, facts=facts, by=by)


def _synchronize_column(
    evaluation: Evaluation, facts: ColumnFacts, known: Mapping[str, EvaluationMetric], *, by: Any
) -> None:
    column = known.get(names.key(facts["name"]))
    if column is None:
        gone = evaluation.metrics.filter(slug=names.slug(facts["name"]), withdrawn=True).first()
        if gone is None or not _is_anothers(gone, by):
            evaluations.add_column(evaluation, facts=facts, by=by)
    elif not _is_anothers(column, by):
        said = column.stated and not facts.get("stated")  # a default does not take back what was said
        kept: ColumnFacts = {"name": column.name, "description": facts.get("description", "")}
        evaluations.change_column(column, facts=kept if said else {**facts, "name": column.name}, by=by)


def _is_anothers(row: Any, by: Any) -> bool:
    return row.decided_by_id not in (None, by.pk)


def _key(facts: ResultFacts) -> str:
    if facts.get("external_id"):
        return _digest("external", facts["external_id"])
    paper = facts.get("paper_text", "")
    return _digest(
        "row", facts["methodology"], paper, facts.get("date_text", ""), facts.get("external_source_url", "")
    )


def _digest(*parts: str) -> str:
    return sha256(json.dumps(parts).encode()).hexdigest()


def _refuse_twins(results: Sequence[ResultFacts], keys: Sequence[str]) -> None:
    first: dict[str, int] = {}
    for place, key in enumerate(keys):
        if key in first:
            same = results[place].get("external_id") or results[place]["methodology"]
            raise RefusedError(
                f"results[{first[key]}] and results[{place}] are the same row ({same[:80]}); "
                "give each an external_id of its own."
            )
        first[key] = place


def _columns(evaluation: Evaluation) -> dict[str, EvaluationMetric]:
    return {names.key(column.name): column for column in evaluation.metrics.filter(withdrawn=False)}


def _rescaled(
    said: Sequence[tuple[EvaluationResult, ResultFacts]], *, by: Any, known: Mapping[str, EvaluationMetric]
) -> list[EvaluationResult]:
    """The rows with what was said of them; each column is brought to one scale once, at the end."""
    touched: set[int] = set()
    for row, facts in said:
        touched |= _save(row, facts, by=by, known=known)
    columns.rescale(touched)
    return [row for row, _ in said]


def _save(
    row: EvaluationResult, facts: ResultFacts, *, by: Any, known: Mapping[str, EvaluationMetric]
) -> set[int]:
    """The columns whose values changed; a row that is the same already is left alone."""
    before = _facts(row) if row.pk and not row.withdrawn else None
    cells = _cells(facts["metrics"], known) if "metrics" in facts else None
    for name, value in facts.items():
        if name != "metrics":
            setattr(row, name, value)
    row.withdrawn = False
    after = _facts(row, metrics=_raw(cells) if cells is not None else None)
    if before == after:
        return set()
    row.decided_by = by
    row.save()
    touched = _write(row, cells) if cells is not None else set()
    events.record(
        "describe" if before else "add",
        subject=("result", row.uid),
        by=by,
        before=before,
        after=_facts(row),
        source=SOURCE,
    )
    return touched


_Cells = Mapping[int, tuple[EvaluationMetric, Raw]]


def _cells(metrics: Mapping[str, Raw], known: Mapping[str, EvaluationMetric]) -> _Cells:
    """The values by their columns; raises RefusedError for one without, and for a gain."""
    found = {}
    for name, raw in metrics.items():
        column = known.get(names.key(name))
        if column is None:
            have = ", ".join(sorted(column.name for column in known.values())) or "none yet"
            raise RefusedError(f"metrics: the table has no metric {name[:80]!r}; it has {have}.")
        if Note.GAIN in table_values.read(str(raw)).notes:
            raise RefusedError(
                f"metrics: {name[:80]} {str(raw)[:80]!r} is a gain or a factor; only results stand here."
            )
        found[column.pk] = (column, raw)
    return found


def _raw(cells: _Cells) -> dict[str, str]:
    return {column.name: str(raw) for column, raw in cells.values()}


def _write(row: EvaluationResult, cells: _Cells) -> set[int]:
    """The columns of the values that the row had, and of those that it has now."""
    touched = set(row.values.values_list("column", flat=True)) | set(cells)
    row.values.filter(column__withdrawn=False).delete()
    EvaluationValue.objects.bulk_create(value_of(row, column, raw) for column, raw in cells.values())
    return touched


def value_of(row: EvaluationResult, column: EvaluationMetric, raw: Raw) -> EvaluationValue:
    """The cell, not saved and not on its column's scale yet."""
    cell = table_values.read(str(raw))
    return EvaluationValue(
        result=row,
        column=column,
        raw=str(raw),
        quoted=isinstance(raw, str),
        value=cell.value,
        unit=cell.unit,
    )


def _facts(row: EvaluationResult, *, metrics: Mapping[str, str] | None = None) -> dict[str, Any]:
    if metrics is None:
        shown = row.values.filter(column__withdrawn=False) if row.pk else EvaluationValue.objects.none()
        metrics = dict(shown.values_list("column__name", "raw"))
    return {
        "evaluation": str(row.evaluation.uid),
        "metrics": dict(sorted(metrics.items())),
        "methodology": row.methodology,
        "paper": str(row.paper.uid) if row.paper else None,
        "paper_text": row.paper_text,
        "evaluated_on": row.evaluated_on and row.evaluated_on.isoformat(),
        "date_text": row.date_text,
        "uses_additional_data": row.uses_additional_data,
        "external_id": row.external_id,
        "external_source_url": row.external_source_url,
    }
