"""Evaluation tables over the wire: their metrics and results, read by all, written with a token."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from rest_framework import status
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from leaderboard.actions import evaluations as actions
from leaderboard.actions import results
from leaderboard.actions.evaluations import TableFacts
from leaderboard.actions.results import Posting
from leaderboard.api.pwc import shapes
from leaderboard.api.pwc.requests import (
    MetricForm,
    ResultForm,
    SyncForm,
    TableForm,
    column_facts,
    result_facts,
)
from leaderboard.api.pwc.wire import Asked, Conflict, WireView, body, paged, there
from leaderboard.models import Benchmark, EvaluationMetric, EvaluationResult, Task
from leaderboard.queries import evaluations, pwc
from leaderboard.queries.evaluations import Column, Table

READ_ONLY = "This stands in abstracts and was not handed in as a table: it can't be changed here."


class TablesView(WireView):
    """Evaluation tables."""

    def get(self, request: Request) -> Response:
        """One page."""
        asked = Asked(request)
        return paged(request, asked, evaluations.tables(asked.at), shape=shapes.table)

    def post(self, request: Request) -> Response:
        """The new table."""
        given = body(request, TableForm)
        task, benchmark = _task(given["task"]), _dataset(given["dataset"])
        row = actions.create(task, benchmark=benchmark, facts=_table_facts(given), by=request.user)
        return Response(shapes.table(Table(task, benchmark, row)), status=status.HTTP_201_CREATED)


class TableView(WireView):
    """An evaluation table."""

    def get(self, request: Request, table: str) -> Response:
        """The table."""
        return Response(shapes.table(_table(table)))

    def patch(self, request: Request, table: str) -> Response:
        """The table with what is given; null leaves alone. With another task or data set its id changes."""
        found, given = _table(table), body(request, TableForm, given_only=True)
        facts = _table_facts(given)
        if "task" in given:
            facts["task"] = _task(given["task"])
        if "dataset" in given:
            facts["benchmark"] = _dataset(given["dataset"])
        row = actions.change(_stored(found), facts=facts, by=request.user)
        return Response(shapes.table(Table(row.task, row.benchmark, row)))

    def delete(self, request: Request, table: str) -> Response:
        """Nothing."""
        actions.withdraw(_stored(_table(table)), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class MetricsView(WireView):
    """The metrics of a table."""

    def get(self, request: Request, table: str) -> Response:
        """One page; metrics of unknown direction are left out, for the wire can't say so."""
        asked = Asked(request)
        return paged(request, asked, evaluations.shown_columns(_table(table), asked.at), shape=shapes.column)

    def post(self, request: Request, table: str) -> Response:
        """The new metric."""
        found, given = _table(table), body(request, MetricForm)
        row = actions.add_column(_open(request, found), facts=column_facts(given), by=request.user)
        return Response(shapes.column(_column(_table(table), row.slug)), status=status.HTTP_201_CREATED)


class MetricView(WireView):
    """A metric of a table."""

    def get(self, request: Request, table: str, metric: str) -> Response:
        """The metric; one of unknown direction can't be said on this wire."""
        found = _column(_table(table), metric)
        if found.is_loss is None:
            raise NotFound(
                "Nobody has said whether higher or lower is better, and this wire can't say so; "
                "PATCH is_loss to say it."
            )
        return Response(shapes.column(found))

    def patch(self, request: Request, table: str, metric: str) -> Response:
        """The metric with what is given; null leaves alone."""
        given = body(request, MetricForm, given_only=True)
        column = _stored_column(_column(_table(table), metric))
        actions.change_column(column, facts=column_facts(given), by=request.user)
        return Response(shapes.column(_column(_table(table), metric)))

    def delete(self, request: Request, table: str, metric: str) -> Response:
        """Nothing."""
        actions.withdraw_column(_stored_column(_column(_table(table), metric)), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ResultsView(WireView):
    """The rows of a table."""

    def get(self, request: Request, table: str) -> Response:
        """One page: claims by rank, then what was handed in."""
        asked = Asked(request)
        return paged(request, asked, evaluations.results(_table(table), asked.at), shape=shapes.result)

    def post(self, request: Request, table: str) -> Response:
        """The new row."""
        found, given = _table(table), body(request, ResultForm)
        row = results.add(_open(request, found), facts=result_facts(given), by=request.user)
        return Response(_shape(row), status=status.HTTP_201_CREATED)


class ResultView(WireView):
    """A row of a table."""

    def get(self, request: Request, table: str, result: UUID) -> Response:
        """The row."""
        return Response(shapes.result(there(evaluations.result(_table(table), result), "result")))

    def patch(self, request: Request, table: str, result: UUID) -> Response:
        """The row with what is given; null leaves alone, metrics replace those of the row."""
        given = body(request, ResultForm, given_only=True)
        row = results.change(_stored_result(table, result), facts=result_facts(given), by=request.user)
        return Response(_shape(row))

    def delete(self, request: Request, table: str, result: UUID) -> Response:
        """Nothing."""
        results.withdraw(_stored_result(table, result), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class SynchronizeView(WireView):
    """A whole table at once: what is new is added, what changed is changed, the same again does nothing."""

    def post(self, request: Request) -> Response:
        """The table as it now stands."""
        given = body(request, SyncForm)
        evaluation, rows = results.synchronize(_posting(given), by=request.user)
        table = Table(evaluation.task, evaluation.benchmark, evaluation)
        columns = [column for column in evaluations.columns(table) if column.stored]
        return Response(shapes.synchronized(table, columns, evaluations.of_rows(rows)))


def _posting(given: Mapping[str, Any]) -> Posting:
    rows = given.get("results", ())
    papers = pwc.papers_named({row["paper"] for row in rows if row.get("paper")})
    facts = _table_facts(given)
    facts["external_id"] = given.get("external_id") or ""
    return Posting(
        task=_task(given["task"]),
        benchmark=_dataset(given["dataset"]),
        facts=facts,
        metrics=[column_facts(metric, stated=False) for metric in given.get("metrics", ())],
        results=[result_facts(row, papers) for row in rows],
    )


def _shape(row: EvaluationResult) -> dict[str, Any]:
    return shapes.result(evaluations.of_rows([row])[0])


def _table(id: str) -> Table:  # noqa: A002 # the wire's own word
    return there(evaluations.find(id), "evaluation table")


def _stored(table: Table) -> Any:
    if table.stored is None:
        raise Conflict(READ_ONLY)
    return table.stored


def _open(request: Request, table: Table) -> Any:
    """The table to hand something in to; where there are claims only, one is opened beside them."""
    if table.stored is not None:
        return table.stored
    return actions.create(table.task, benchmark=table.benchmark, facts={}, by=request.user)


def _column(table: Table, slug: str) -> Column:
    found = (column for column in evaluations.columns(table) if column.slug == slug)
    return there(next(found, None), "metric of this table")


def _stored_column(column: Column) -> EvaluationMetric:
    if column.stored is None:
        raise Conflict(READ_ONLY)
    return column.stored


def _stored_result(table: str, uid: UUID) -> EvaluationResult:
    found = _table(table)
    there(evaluations.result(found, uid), "result")
    row = evaluations.stored_result(found, uid) if found.stored else None
    if row is None:
        raise Conflict(READ_ONLY)
    return row


def _table_facts(given: Mapping[str, Any]) -> TableFacts:
    named = {name: given[name] for name in ("description", "mirror_url") if given.get(name) is not None}
    return cast("TableFacts", named)


def _task(id: str) -> Task:  # noqa: A002
    found = pwc.task(id)
    if found is None:
        raise ValidationError({"task": f"There is no task {id[:80]!r}; add it first."})
    return found


def _dataset(id: str) -> Benchmark:  # noqa: A002
    found = pwc.dataset(id)
    if found is None:
        raise ValidationError({"dataset": f"There is no dataset {id[:80]!r}; add it first."})
    return found
