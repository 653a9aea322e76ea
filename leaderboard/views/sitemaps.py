"""The list of all pages for search engines: an index, and parts that are written while they are read."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from leaderboard.queries import sitemaps as queries
from leaderboard.queries.sitemaps import After, Place
from leaderboard.views import addresses

XML = "application/xml; charset=utf-8"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The parts of the sitemap."""
    found = [
        reverse("sitemap of boards", args=[each.benchmark, each.metric]) for each in queries.board_parts()
    ]
    for kind in queries.KINDS:
        found += [reverse("sitemap part", args=[kind, part]) for part in range(queries.parts(kind))]
    lines = [f"<sitemap><loc>{escape(addresses.absolute(request, path))}</loc></sitemap>" for path in found]
    text = f"{HEAD}<sitemapindex {SPACE}>\n" + "\n".join(lines) + "\n</sitemapindex>\n"
    return HttpResponse(text, content_type=XML)


@require_safe
def part(request: HttpRequest, kind: str, number: int) -> StreamingHttpResponse:
    """The papers, systems, benchmarks, metrics or tasks of one part."""
    if kind not in queries.KINDS or number >= queries.parts(kind):
        raise Http404("There is no such part of the sitemap.")
    name = "efficiency-board" if kind == "efficiency" else kind[:-1]
    return _streamed(request, ((name, place) for place in queries.places(kind, part=number)))


@require_safe
def boards(request: HttpRequest, benchmark: int, metric: int) -> StreamingHttpResponse:
    """The boards behind a pair of ids."""
    found = queries.boards(After(benchmark, metric))
    return _streamed(request, (("board", place) for place in found))


_Page = tuple[str, Place]


def _streamed(request: HttpRequest, pages: Iterable[_Page]) -> StreamingHttpResponse:
    return StreamingHttpResponse(_lines(request, pages), content_type=XML)


def _lines(request: HttpRequest, pages: Iterable[_Page]) -> Iterator[str]:
    root = addresses.root(request)
    yield f"{HEAD}<urlset {SPACE}>\n"
    for name, place in pages:
        parts = [place.name, place.second] if place.second else [place.name]
        address = escape(root + reverse(name, args=parts))
        changed = f"<lastmod>{place.changed.isoformat(timespec='seconds')}</lastmod>" if place.changed else ""
        yield f"<url><loc>{address}</loc>{changed}</url>\n"
    yield "</urlset>\n"
