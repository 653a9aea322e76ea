"""Systems, benchmarks, metrics and tasks, over HTTP; contradictions between claims, and the search."""

from collections.abc import Callable
from typing import Any, ClassVar

from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from leaderboard.api import descriptions, shapes
from leaderboard.api.addresses import Addresses
from leaderboard.api.base import Resource, listed
from leaderboard.api.describing import described
from leaderboard.api.parameters import (
    BenchmarkParameters,
    ContradictionParameters,
    MetricParameters,
    Parameters,
    SearchParameters,
    SystemParameters,
    TaskParameters,
    ThingParameters,
)
from leaderboard.queries import contradictions, named, search
from leaderboard.queries.contradictions import Chosen, UnknownNameError
from leaderboard.queries.named import NamedFilter
from leaderboard.queries.things import Kind


class _Things(Resource):
    """All things of a kind, by slug."""

    kind: ClassVar[Kind]
    parameters: ClassVar[type[ThingParameters]]

    def listed(self, request: Request) -> Response:
        """One page of them."""
        asked, at = self.parameters.of(request), Addresses.of(request)
        names = NamedFilter.__slots__
        chosen = NamedFilter(**{name: asked.chosen[name] for name in names if name in asked.chosen})
        down = asked.chosen["order"] == "-slug"
        return listed(
            request,
            asked,
            lambda: named.listed(self.kind, chosen, cursor=asked.cursor, size=asked.size, descending=down),
            lambda thing: shapes.thing(thing, self.kind, at),
            count=lambda how: named.count(self.kind, chosen, exactly=how == "exact"),
        )


class _Thing(Resource):
    """One thing, by its slug."""

    kind: ClassVar[Kind]

    def one(self, request: Request, slug: str) -> Response:
        """The thing, with its other spellings."""
        Parameters.of(request)
        found = named.one(self.kind, slug)
        if found is None:
            raise NotFound(
                f"There is no {self.kind.value[:-1]} with this slug; the search finds it by its name."
            )
        return Response(shapes.thing(found, self.kind, Addresses.of(request)))


class SystemsView(_Things):
    """Systems: methods and models that numbers are about."""

    kind, parameters = Kind.SYSTEMS, SystemParameters

    @described(
        descriptions.page(descriptions.SystemThing), asks=SystemParameters, tag="names", name="list_systems"
    )
    def get(self, request: Request) -> Response:
        """One page of systems, by slug."""
        return self.listed(request)


class SystemView(_Thing):
    """One system."""

    kind = Kind.SYSTEMS

    @described(descriptions.SystemThing, asks=Parameters, tag="names", name="get_system")
    def get(self, request: Request, slug: str) -> Response:
        """The system, with its other spellings."""
        return self.one(request, slug)


class BenchmarksView(_Things):
    """Benchmarks and data sets."""

    kind, parameters = Kind.BENCHMARKS, BenchmarkParameters

    @described(
        descriptions.page(descriptions.BenchmarkThing),
        asks=BenchmarkParameters,
        tag="names",
        name="list_benchmarks",
    )
    def get(self, request: Request) -> Response:
        """One page of benchmarks, by slug."""
        return self.listed(request)


class BenchmarkView(_Thing):
    """One benchmark."""

    kind = Kind.BENCHMARKS

    @described(descriptions.BenchmarkThing, asks=Parameters, tag="names", name="get_benchmark")
    def get(self, request: Request, slug: str) -> Response:
        """The benchmark, with its other spellings."""
        return self.one(request, slug)


class MetricsView(_Things):
    """Metrics, and which way each is better."""

    kind, parameters = Kind.METRICS, MetricParameters

    @described(
        descriptions.page(descriptions.MetricThing), asks=MetricParameters, tag="names", name="list_metrics"
    )
    def get(self, request: Request) -> Response:
        """One page of metrics, by slug."""
        return self.listed(request)


class MetricView(_Thing):
    """One metric."""

    kind = Kind.METRICS

    @described(descriptions.MetricThing, asks=Parameters, tag="names", name="get_metric")
    def get(self, request: Request, slug: str) -> Response:
        """The metric, with its other spellings."""
        return self.one(request, slug)


class TasksView(_Things):
    """Tasks, within their areas."""

    kind, parameters = Kind.TASKS, TaskParameters

    @described(descriptions.page(descriptions.TaskThing), asks=TaskParameters, tag="names", name="list_tasks")
    def get(self, request: Request) -> Response:
        """One page of tasks, by slug."""
        return self.listed(request)


class TaskView(_Thing):
    """One task."""

    kind = Kind.TASKS

    @described(descriptions.TaskThing, asks=Parameters, tag="names", name="get_task")
    def get(self, request: Request, slug: str) -> Response:
        """The task."""
        return self.one(request, slug)


class ContradictionsView(Resource):
    """Different numbers for the same system, benchmark, metric and setting."""

    @described(
        descriptions.page(descriptions.Dispute),
        asks=ContradictionParameters,
        tag="contradictions",
        name="list_contradictions",
    )
    def get(self, request: Request) -> Response:
        """One page of contradictions, the certain ones first; counted up to a thousand of each."""
        asked, at = ContradictionParameters.of(request), Addresses.of(request)
        filters = contradictions.Filters(
            *(asked.chosen.get(name) for name in ("benchmark", "metric", "system"))
        )
        certain = asked.chosen["certain"]
        try:
            things = contradictions.chosen(filters)
        except UnknownNameError as unknown:
            raise NotFound(str(unknown)) from unknown
        return listed(
            request,
            asked,
            lambda: contradictions.contradictions(
                things, certain=certain, cursor=asked.cursor, size=asked.size
            ),
            lambda found: shapes.dispute(found, at),
            count=lambda how: _disputes(things, certain=certain),
        )


class SearchView(Resource):
    """Everything that has a name, and papers by their words."""

    read_throttle = "search"

    @described(
        descriptions.page(descriptions.SearchResult), asks=SearchParameters, tag="search", name="search"
    )
    def get(self, request: Request) -> Response:
        """One page of what was found, the best first: at most the 2,000 newest matches are put in order."""
        asked, at = SearchParameters.of(request), Addresses.of(request)
        kind = search.Kind(asked.chosen["kind"])
        return listed(
            request,
            asked,
            lambda: _search(kind, asked),
            lambda found: {"kind": kind.value[:-1], "found": _FOUND[kind](found, at)},
        )


def _disputes(things: Chosen, *, certain: bool | None) -> int:
    counts = contradictions.counts(things)
    return sum(counts.values()) if certain is None else counts[certain]


def _search(kind: search.Kind, asked: SearchParameters) -> Any:
    question = asked.chosen["q"]
    place: dict[str, Any] = {"cursor": asked.cursor, "size": asked.size}
    if kind is search.Kind.PAPERS:
        return search.papers(question, **place)
    if kind is search.Kind.CLAIMS:
        return search.claims(question, **place)
    if kind is search.Kind.BOARDS:
        return search.boards(question, **place)
    return search.things(question, kind=kind, **place)


def _board(found: search.FoundBoard, at: Addresses) -> dict[str, Any]:
    return {
        "url": at.board(found.benchmark.slug or "", found.metric.slug or ""),
        "benchmark": shapes.name(found.benchmark),
        "metric": shapes.name(found.metric),
        "claims": found.claims,
    }


def _thing(kind: search.Kind) -> Callable[[search.Found, Addresses], dict[str, Any]]:
    def shape(found: search.Found, at: Addresses) -> dict[str, Any]:
        return {
            "slug": found.slug,
            "url": at.thing(kind.value, found.slug),
            "permalink": at.thing_page(kind.value, found.slug),
            "name": found.name,
            "spelling": found.spelling,
            "description": found.description,
        }

    return shape


_FOUND: dict[search.Kind, Callable[[Any, Addresses], dict[str, Any]]] = {
    search.Kind.PAPERS: shapes.short_paper,
    search.Kind.CLAIMS: shapes.short_claim,
    search.Kind.BOARDS: _board,
    **{kind: _thing(kind) for kind in list(search.Kind)[3:]},
}
