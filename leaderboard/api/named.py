"""Systems, benchmarks, metrics and tasks, over HTTP; contradictions between claims, and the search."""

from collections.abc import Callable
from typing import Any

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


def _list_of(kind: Kind, parameters: type[ThingParameters], shape: Any) -> type[Resource]:
    """The view of all things of a kind."""

    class ThingsView(Resource):
        @described(descriptions.page(shape), asks=parameters, tag="names", name=f"list_{kind.value}")
        def get(self, request: Request) -> Response:
            asked, at = parameters.of(request), Addresses.of(request)
            names = NamedFilter.__slots__
            chosen = NamedFilter(**{name: asked.chosen[name] for name in names if name in asked.chosen})
            down = asked.chosen["order"] == "-slug"
            return listed(
                request,
                asked,
                lambda: named.listed(kind, chosen, cursor=asked.cursor, size=asked.size, descending=down),
                lambda thing: shapes.thing(thing, kind, at),
                count=lambda how: named.count(kind, chosen, exactly=how == "exact"),
            )

        get.__doc__ = f"One page of {kind.value}, by slug."

    return ThingsView


def _one_of(kind: Kind, shape: Any) -> type[Resource]:
    """The view of one thing of a kind."""
    what = kind.value.removesuffix("s")

    class ThingView(Resource):
        @described(shape, asks=Parameters, tag="names", name=f"get_{what}")
        def get(self, request: Request, slug: str) -> Response:
            Parameters.of(request)
            found = named.one(kind, slug)
            if found is None:
                raise NotFound(f"There is no {what} with this slug; the search finds it by its name.")
            return Response(shapes.thing(found, kind, Addresses.of(request)))

        get.__doc__ = f"The {what}, with its other spellings." if kind is not Kind.TASKS else "The task."

    return ThingView


SystemsView = _list_of(Kind.SYSTEMS, SystemParameters, descriptions.SystemThing)
SystemView = _one_of(Kind.SYSTEMS, descriptions.SystemThing)
BenchmarksView = _list_of(Kind.BENCHMARKS, BenchmarkParameters, descriptions.BenchmarkThing)
BenchmarkView = _one_of(Kind.BENCHMARKS, descriptions.BenchmarkThing)
MetricsView = _list_of(Kind.METRICS, MetricParameters, descriptions.MetricThing)
MetricView = _one_of(Kind.METRICS, descriptions.MetricThing)
TasksView = _list_of(Kind.TASKS, TaskParameters, descriptions.TaskThing)
TaskView = _one_of(Kind.TASKS, descriptions.TaskThing)


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
