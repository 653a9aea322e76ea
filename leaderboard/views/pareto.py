"""Two metrics that the same papers report, as a picture."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from leaderboard.forms import ParetoForm
from leaderboard.models import Benchmark, Metric
from leaderboard.queries import pareto as queries
from leaderboard.queries.claims import Name
from leaderboard.queries.pareto import Together
from leaderboard.views.pages import asked
from leaderboard.views.scatter import scatter

LISTED = 24
"""Pairs of metrics that are offered where none is chosen."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Two metrics that occur together, of how many systems, and where their picture is."""

    pair: Together
    address: str


@require_safe
def pareto(request: HttpRequest) -> HttpResponse:
    """The picture of metrics `x` and `y`, everywhere or on one benchmark; without them, a choice."""
    form = asked(ParetoForm, request)
    x, y = _metric(form.asked("x")), _metric(form.asked("y"))
    on = _benchmark(form.asked("benchmark"))
    picture = queries.picture(x, y, on=on) if x and y and x != y else None
    pairs = queries.together(x if y is None else None)
    context = {
        "x": x,
        "y": y,
        "benchmark": on,
        "same": x is not None and x == y,
        "picture": picture,
        "drawing": scatter(picture.points) if picture else None,
        "benchmarks": _benchmarks(picture),
        "metrics": _metrics(pairs, x, y),
        "offers": [_offer(pair) for pair in pairs[:LISTED]],
        "swapped": _address(y.slug, x.slug, on.slug if on else "") if x and y else "",
    }
    return render(request, "pareto.html", context)


def _metric(slug: str) -> Metric | None:
    """The metric that is asked for; None where none is."""
    if not slug:
        return None
    found = queries.metric(slug)
    if found is None:
        raise Http404(f"There is no metric “{slug}”.")
    return found


def _benchmark(slug: str) -> Benchmark | None:
    """The benchmark that is asked for; None where none is."""
    if not slug:
        return None
    found = queries.benchmark(slug)
    if found is None:
        raise Http404(f"There is no benchmark “{slug}”.")
    return found


def _benchmarks(picture: queries.Picture | None) -> list[Name]:
    """The benchmarks that the points are of, each once."""
    named = [point.benchmark for point in picture.points] if picture else []
    return sorted({name for name in named if name and name.slug}, key=lambda name: name.text.casefold())


def _metrics(pairs: list[Together], x: Metric | None, y: Metric | None) -> list[Name]:
    """The metrics that occur with another one, and those that are chosen, by name."""
    names = {name for pair in pairs for name in (pair.one, pair.other)}
    names |= {Name(each.name, each.slug) for each in (x, y) if each}
    return sorted(names, key=lambda name: (name.text.casefold(), name.slug or ""))


def _offer(pair: Together) -> Offer:
    return Offer(pair, _address(pair.one.slug or "", pair.other.slug or "", ""))


def _address(x: str, y: str, benchmark: str) -> str:
    given = {"x": x, "y": y, "benchmark": benchmark}
    return "?" + urlencode({name: value for name, value in given.items() if value})
