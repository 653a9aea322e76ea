"""Tasks and data sets over the wire: listed for all, added and described with a token."""

from collections.abc import Mapping
from typing import Any, cast

from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from leaderboard.actions import catalogue
from leaderboard.actions.catalogue import BenchmarkFacts, TaskFacts
from leaderboard.api.pwc import shapes
from leaderboard.api.pwc.requests import DatasetForm, TaskForm
from leaderboard.api.pwc.wire import Asked, WireView, body, paged, there
from leaderboard.queries import evaluations, pwc
from leaderboard.queries.windows import window_of


class TasksView(WireView):
    """Tasks."""

    def get(self, request: Request) -> Response:
        """One page."""
        asked = Asked(request, "q", "name")
        return paged(request, asked, pwc.tasks(asked.at, asked=asked.filters), shape=shapes.task)

    def post(self, request: Request) -> Response:
        """The new task."""
        given = body(request, TaskForm)
        row = catalogue.add_task(given["name"], facts=_task_facts(given), by=request.user)
        return Response(shapes.task(row), status=status.HTTP_201_CREATED)


class TaskView(WireView):
    """A task."""

    def get(self, request: Request, task: str) -> Response:
        """The task."""
        return Response(shapes.task(there(pwc.task(task), "task")))

    def patch(self, request: Request, task: str) -> Response:
        """The task with what is given; null leaves alone."""
        row, given = there(pwc.task(task), "task"), body(request, TaskForm, given_only=True)
        return Response(shapes.task(catalogue.change_task(row, facts=_task_facts(given), by=request.user)))

    def delete(self, request: Request, task: str) -> Response:
        """Nothing."""
        catalogue.remove_task(there(pwc.task(task), "task"), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class TaskChildrenView(WireView):
    """The parts of a task."""

    def get(self, request: Request, task: str) -> Response:
        """One page."""
        asked = Asked(request)
        found = pwc.tasks(asked.at, asked={}, parent=there(pwc.task(task), "task"))
        return paged(request, asked, found, shape=shapes.task)


class TaskParentsView(WireView):
    """The task that a task is a part of: one at most."""

    def get(self, request: Request, task: str) -> Response:
        """One page."""
        asked = Asked(request)
        parent = there(pwc.task(task), "task").parent
        return paged(request, asked, window_of([parent] if parent else [], asked.at), shape=shapes.task)


class TaskPapersView(WireView):
    """The papers with results on a task."""

    def get(self, request: Request, task: str) -> Response:
        """One page."""
        asked = Asked(request)
        found = pwc.papers_of_task(there(pwc.task(task), "task"), asked.at)
        return paged(request, asked, found, shape=shapes.paper)


class TaskTablesView(WireView):
    """The evaluation tables of a task."""

    def get(self, request: Request, task: str) -> Response:
        """One page."""
        asked = Asked(request)
        found = evaluations.tables(asked.at, task=there(pwc.task(task), "task"))
        return paged(request, asked, found, shape=shapes.table)


class DatasetsView(WireView):
    """Data sets."""

    def get(self, request: Request) -> Response:
        """One page."""
        asked = Asked(request, "q", "name", "full_name")
        return paged(request, asked, pwc.datasets(asked.at, asked=asked.filters), shape=shapes.dataset)

    def post(self, request: Request) -> Response:
        """The new data set."""
        given = body(request, DatasetForm)
        row = catalogue.add_benchmark(given["name"], facts=_dataset_facts(given), by=request.user)
        return Response(shapes.dataset(row), status=status.HTTP_201_CREATED)


class DatasetView(WireView):
    """A data set."""

    def get(self, request: Request, dataset: str) -> Response:
        """The data set."""
        return Response(shapes.dataset(there(pwc.dataset(dataset), "dataset")))

    def patch(self, request: Request, dataset: str) -> Response:
        """The data set with what is given; null leaves alone."""
        row, given = there(pwc.dataset(dataset), "dataset"), body(request, DatasetForm, given_only=True)
        changed = catalogue.change_benchmark(row, facts=_dataset_facts(given), by=request.user)
        return Response(shapes.dataset(changed))

    def delete(self, request: Request, dataset: str) -> Response:
        """Nothing."""
        catalogue.remove_benchmark(there(pwc.dataset(dataset), "dataset"), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class DatasetTablesView(WireView):
    """The evaluation tables of a data set."""

    def get(self, request: Request, dataset: str) -> Response:
        """One page."""
        asked = Asked(request)
        found = evaluations.tables(asked.at, benchmark=there(pwc.dataset(dataset), "dataset"))
        return paged(request, asked, found, shape=shapes.table)


def _task_facts(given: Mapping[str, Any]) -> TaskFacts:
    facts = TaskFacts()
    if given.get("name") is not None:
        facts["name"] = given["name"]
    if given.get("description") is not None:
        facts["description"] = given["description"]
    if given.get("area") is not None:
        area = pwc.area(given["area"])
        facts["area"] = area.name if area else given["area"]
    if given.get("parent_task"):
        parent = pwc.task(given["parent_task"])
        if parent is None:
            raise ValidationError({"parent_task": f"There is no task {given['parent_task'][:80]!r}."})
        facts["parent"] = parent
    return facts


def _dataset_facts(given: Mapping[str, Any]) -> BenchmarkFacts:
    return cast("BenchmarkFacts", {name: value for name, value in given.items() if value is not None})
