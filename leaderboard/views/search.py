"""Search over papers, claims and names."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from leaderboard.forms import SearchForm
from leaderboard.queries import search as queries
from leaderboard.queries import suggestions
from leaderboard.queries.keysets import Cursor, Page
from leaderboard.queries.search import Kind, Narrowed
from leaderboard.queries.suggestions import Suggestion
from leaderboard.views.pages import asked, page_of

GLANCE = {Kind.PAPERS: 10, Kind.CLAIMS: 5}
GLANCE_OF_NAMES = 6
"""How many of a kind are shown where all kinds are."""

NARROWED = {
    Kind.PAPERS: ("year", "metric", "benchmark", "number"),
    Kind.CLAIMS: ("year", "metric", "benchmark", "number"),
    Kind.BOARDS: ("metric", "benchmark"),
}
"""The filters that mean something to a kind; a kind that one of those chosen means nothing to is left out."""

PAGES = {
    Kind.SYSTEMS: "system",
    Kind.BENCHMARKS: "benchmark",
    Kind.METRICS: "metric",
    Kind.TASKS: "task",
}


@require_safe
@page_of
def search(request: HttpRequest) -> HttpResponse:
    """What matches the question: the best of every kind, or a page of one kind."""
    form = asked(SearchForm, request)
    question, kind, filters = form.cleaned_data["q"], form.kind_chosen, _filters(form.narrowed)
    kinds = [each for each in Kind if set(filters) <= set(NARROWED.get(each, ()))]
    context = {
        "query": question,
        "kind": kind,
        "kinds": kinds,
        "filters": filters,
        "found": _found(question, form, kinds) if question else {},
        "most": queries.CANDIDATES,
        "base": "?" + urlencode({"q": question, "kind": kind or "", **filters}),
        "links": {each: "?" + urlencode({"q": question, "kind": each, **filters}) for each in kinds},
        "all_link": "?" + urlencode({"q": question, **filters}),
        "unfiltered": "?" + urlencode({"q": question, **({"kind": kind} if kind else {})}),
    }
    return render(request, "search.html", context)


@require_safe
@cache_control(public=True, max_age=300)
def suggest(request: HttpRequest) -> HttpResponse:
    """Names that begin like the question: options of a list, or what a browser's search bar reads as JSON."""
    question = asked(SearchForm, request).cleaned_data["q"]
    found = [(each, address(each)) for each in suggestions.suggest(question)]
    if request.GET.get("format") != "json":
        return render(request, "parts/suggestions.html", {"found": found})
    names, kinds = [each.name for each, _ in found], [each.detail or each.kind[:-1] for each, _ in found]
    addresses = [request.build_absolute_uri(address) for _, address in found]
    return JsonResponse(
        [question, names, kinds, addresses], safe=False, content_type="application/x-suggestions+json"
    )


@require_safe
@cache_control(public=True, max_age=86_400)
def description(request: HttpRequest) -> HttpResponse:
    """The OpenSearch description, with which a browser makes the site one of its search engines."""
    context = {"root": request.build_absolute_uri("/").rstrip("/")}
    kind = "application/opensearchdescription+xml"
    return render(request, "opensearch.xml", context, content_type=kind)


def address(found: Suggestion) -> str:
    """Where the suggested thing has its page."""
    if found.kind is Kind.BOARDS:
        return reverse("board", args=found.slugs)
    return reverse(PAGES[found.kind], args=found.slugs)


def _filters(narrowed: Narrowed) -> dict[str, str]:
    """What the address says of the filters."""
    asked_for = {
        "year": str(narrowed.year or ""),
        "metric": narrowed.metric.name if narrowed.metric else "",
        "benchmark": narrowed.benchmark.name if narrowed.benchmark else "",
        "number": narrowed.number,
    }
    return {name: value for name, value in asked_for.items() if value}


def _found(question: str, form: SearchForm, kinds: list[Kind]) -> dict[Kind, Page[Any]]:
    kind, narrowed = form.kind_chosen, form.narrowed
    if kind:
        return {kind: _of_kind(question, kind, narrowed, cursor=form.cursor, size=queries.PAGE)}
    sizes = {each: GLANCE.get(each, GLANCE_OF_NAMES) for each in kinds}
    return {each: _of_kind(question, each, narrowed, cursor=None, size=size) for each, size in sizes.items()}


def _of_kind(question: str, kind: Kind, narrowed: Narrowed, *, cursor: Cursor | None, size: int) -> Page[Any]:
    if kind is Kind.PAPERS:
        return queries.papers(question, narrowed=narrowed, cursor=cursor, size=size)
    if kind is Kind.CLAIMS:
        return queries.claims(question, narrowed=narrowed, cursor=cursor, size=size)
    if kind is Kind.BOARDS:
        return queries.boards(question, narrowed=narrowed, cursor=cursor, size=size)
    return queries.things(question, kind=kind, cursor=cursor, size=size)
