"""Pages of systems, benchmarks, metrics and tasks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from leaderboard.forms import PageForm, SystemForm
from leaderboard.queries import catalogue
from leaderboard.queries import things as queries
from leaderboard.queries.things import Kind
from leaderboard.views.pages import asked, page_of

BOARDS = 200
"""Boards that a benchmark's or metric's page lists; the list of all boards has the rest."""


@require_safe
@page_of
def listed(request: HttpRequest, kind: Kind) -> HttpResponse:
    """All systems, benchmarks, metrics or tasks that claims mention, those with most claims first."""
    form = asked(PageForm, request)
    return render(request, "things.html", {"kind": kind, "things": queries.listed(kind, form.cursor)})


@require_safe
@page_of
def system(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything said about a system: its own numbers, and those of others compared with it."""
    form = asked(SystemForm, request)
    found = queries.system(slug)
    if found is None:
        raise Http404("There is no such system.")
    part = form.part_chosen
    claims = queries.system_claims(found.system, part=part, cursor=form.cursor)
    return render(request, "system.html", {"page": found, "part": part, "claims": claims})


@require_safe
@page_of
def benchmark(request: HttpRequest, slug: str) -> HttpResponse:
    """What a benchmark is, its boards, and its claims whose metric is not known."""
    form = asked(PageForm, request)
    found = queries.benchmark(slug)
    if found is None:
        raise Http404("There is no such benchmark.")
    context = {
        "page": found,
        "boards": catalogue.boards(benchmark=found.benchmark.pk, size=BOARDS),
        "claims": queries.claims_without_metric(found.benchmark, form.cursor),
    }
    return render(request, "benchmark.html", context)


@require_safe
@page_of
def metric(request: HttpRequest, slug: str) -> HttpResponse:
    """What a metric is, its boards, and its claims that name no benchmark."""
    form = asked(PageForm, request)
    found = queries.metric(slug)
    if found is None:
        raise Http404("There is no such metric.")
    context = {
        "page": found,
        "boards": catalogue.boards(metric=found.metric.pk, size=BOARDS),
        "claims": queries.claims_without_benchmark(found.metric, form.cursor),
    }
    return render(request, "metric.html", context)


@require_safe
@page_of
def task(request: HttpRequest, slug: str) -> HttpResponse:
    """What a task is, and the boards of its benchmarks."""
    form = asked(PageForm, request)
    found = queries.task(slug)
    if found is None:
        raise Http404("There is no such task.")
    boards = catalogue.boards(task=found.pk, cursor=form.cursor)
    return render(request, "task.html", {"task": found, "boards": boards})
