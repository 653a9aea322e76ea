"""What pages say about themselves to machines: canonical address, feeds, structured data."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from jinja2 import pass_context
from jinja2.runtime import Context

from leaderboard.domain.lines import line
from leaderboard.models import Paper
from leaderboard.queries.boards import Board
from leaderboard.queries.efficiency import Board as EfficiencyBoard
from leaderboard.queries.efficiency import View as EfficiencyView
from leaderboard.views import addresses, boards, efficiency, formats

SCHEMA = "https://schema.org"
MOST_AUTHORS = 100
Described = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same as the page, or what is new on it, in another format."""

    type: str
    title: str
    address: str


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read, and where the list of all pages is."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /search/", "Allow: /", ""]
    lines.append("Sitemap: " + addresses.page(request, "sitemap"))
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@pass_context
def canonical(context: Context) -> str | None:
    """The page's one address; None for pages that only say what went wrong."""
    request, board, view = context.get("request"), context.get("board"), context.get("view")
    if request is None or "status" in context:
        return None
    return addresses.canonical(request, defaults=_defaults(board, view))


@pass_context
def alternates(context: Context) -> list[Alternate]:
    """The feeds that belong to the page, and the page in other formats."""
    found = []
    board, paper = context.get("board"), context.get("paper")
    if isinstance(board, Board):
        found += _of_board(board, getattr(context.get("view"), "address", ""))
    if isinstance(board, EfficiencyBoard):
        found += _of_family(board, getattr(context.get("asked"), "address", ""))
    if isinstance(paper, Paper):
        found.append(Alternate("application/x-bibtex", "BibTeX", reverse("cite", args=[paper.uid])))
    return [
        *found,
        Alternate(_ATOM, "Newest claims", reverse("feed of claims")),
        Alternate(_ATOM, "Newest records", reverse("feed of records")),
    ]


@pass_context
def structured(context: Context) -> list[Described]:
    """What the page is about, in the words of schema.org; nothing for pages that are about nothing."""
    request = context.get("request")
    if request is None or "status" in context or request.resolver_match is None:
        return []
    describe = _DESCRIBED.get(request.resolver_match.url_name)
    found = describe(request, context) if describe else []
    return [{"@context": SCHEMA} | each for each in found]


def _defaults(board: object, view: object) -> dict[str, str]:
    """What the address of a board need not say."""
    if isinstance(view, EfficiencyView):
        return efficiency.defaults(view)
    if not (isinstance(board, Board) and isinstance(view, boards.View)):
        return {}
    return {"tab": boards.first_tab(board).value, "sort": replace(view, sort=boards.own_sort(view.tab)).order}


def _of_board(board: Board, query: str) -> list[Alternate]:
    names = (board.benchmark.slug, board.metric.slug)
    return [
        Alternate(_ATOM, "New on this board", reverse("feed of board", args=names)),
        Alternate(_ATOM, "New records of this board", reverse("feed of board records", args=names)),
        Alternate(_ATOM, "Changes of this board", reverse("feed of board changes", args=names)),
        Alternate("text/csv", "This table as CSV", reverse("table.csv", args=names) + query),
        Alternate("application/json", "This table as JSON", reverse("table.json", args=names) + query),
    ]


def _of_family(board: EfficiencyBoard, query: str) -> list[Alternate]:
    family = board.family.value
    return [
        Alternate(_ATOM, "New on this board", reverse("feed of efficiency", args=[family])),
        Alternate("text/csv", "This table as CSV", reverse("efficiency.csv", args=[family]) + query),
        Alternate(
            "application/json", "This table as JSON", reverse("efficiency.json", args=[family]) + query
        ),
    ]


def _site(request: HttpRequest, context: Context) -> list[Described]:
    home = addresses.page(request, "home")
    search = addresses.page(request, "search") + "?q={words}"
    site = {"@type": "WebSite", "@id": home + "#site", "name": "Claimboard", "url": home} | {
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=words",
        }
    }
    data = _dataset(
        name="Claimboard: results that papers report in their abstracts",
        words="Numbers that papers report in their abstracts: value, unit, kind, metric, benchmark and "
        "system of each, with the characters of the abstract that it was read from.",
        address=home,
    )
    return [site, data | {"@id": home + "#data"}]


def _board(request: HttpRequest, context: Context) -> list[Described]:
    board = context.get("board")
    if not isinstance(board, Board):
        return []
    slugs = (board.benchmark.slug, board.metric.slug)
    benchmark, metric = line(board.benchmark.name), line(board.metric.name)
    data = _dataset(
        name=f"{benchmark}: {metric}",
        words=f"{board.total} claims that papers make in their abstracts about {metric} on {benchmark}, each "
        "with the characters of the abstract that it was read from.",
        address=addresses.page(request, "board", *slugs),
    )
    measured = {"@type": "PropertyValue", "name": metric}
    data["variableMeasured"] = measured | ({"unitText": board.metric.unit} if board.metric.unit else {})
    data["isPartOf"] = {"@id": addresses.page(request, "home") + "#data"}
    data["distribution"] = [
        {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": addresses.page(request, name, *slugs)}
        for kind, name in (("text/csv", "table.csv"), ("application/json", "table.json"))
    ]
    above = [("Boards", addresses.page(request, "boards"))]
    if task := board.benchmark.task:
        above.append((line(task.name), addresses.page(request, "task", task.slug)))
    above.append((benchmark, addresses.page(request, "benchmark", board.benchmark.slug)))
    return [data, _crumbs([*above, (metric, addresses.page(request, "board", *slugs))])]


def _family(request: HttpRequest, context: Context) -> list[Described]:
    board, title = context.get("board"), context.get("title")
    if not isinstance(board, EfficiencyBoard):
        return []
    address = addresses.page(request, "efficiency-board", board.family.value)
    data = _dataset(
        name=f"Efficiency: {title}",
        words=f"{board.total} claims that papers make in their abstracts about {str(title).lower()}, as "
        "times better than the baseline, each with the characters of the abstract that it was read from.",
        address=address,
    )
    data["isPartOf"] = {"@id": addresses.page(request, "home") + "#data"}
    data["distribution"] = [
        {
            "@type": "DataDownload",
            "encodingFormat": kind,
            "contentUrl": addresses.page(request, name, board.family.value),
        }
        for kind, name in (("text/csv", "efficiency.csv"), ("application/json", "efficiency.json"))
    ]
    return [data, _crumbs([("Efficiency", addresses.page(request, "efficiency")), (str(title), address)])]


def _paper(request: HttpRequest, context: Context) -> list[Described]:
    paper = context.get("paper")
    if not isinstance(paper, Paper):
        return []
    address = addresses.page(request, "paper", paper.uid)
    same = [formats.arxiv_address(paper.arxiv_id)] if paper.arxiv_id else []
    same += [formats.doi_address(paper.doi)] if paper.doi else []
    same += [paper.url] if formats.is_web(paper.url) else []
    people = [{"@type": "Person", "name": line(name)} for name in paper.authors[:MOST_AUTHORS] if line(name)]
    known = {
        "headline": line(paper.title, most=200),
        "name": line(paper.title),
        "author": people,
        "datePublished": paper.published_on.isoformat() if paper.published_on else "",
        "identifier": _identifiers(paper),
        "sameAs": same,
    }
    article = {"@type": "ScholarlyArticle", "url": address} | {name: it for name, it in known.items() if it}
    above = [("Papers", addresses.page(request, "papers"))]
    return [article, _crumbs([*above, (line(formats.title(paper), most=200), address)])]


def _identifiers(paper: Paper) -> list[Described]:
    given = (("arXiv", paper.arxiv_id), ("DOI", paper.doi))
    return [{"@type": "PropertyValue", "propertyID": kind, "value": value} for kind, value in given if value]


def _thing(kind: str) -> Callable[[HttpRequest, Context], list[Described]]:
    """The path to the page of a system, benchmark, metric or task."""

    def describe(request: HttpRequest, context: Context) -> list[Described]:
        thing = context.get(kind) or getattr(context.get("page"), kind, None)
        if thing is None:
            return []
        plural = (kind.capitalize() + "s", addresses.page(request, kind + "s"))
        return [_crumbs([plural, (line(thing.name), addresses.page(request, kind, thing.slug))])]

    return describe


def _dataset(*, name: str, words: str, address: str) -> Described:
    return {
        "@type": "Dataset",
        "name": name,
        "description": words,
        "url": address,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": "Claimboard"},
    }


def _crumbs(steps: list[tuple[str, str]]) -> Described:
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": address}
        for place, (name, address) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


_ATOM = "application/atom+xml"
_DESCRIBED: dict[str | None, Callable[[HttpRequest, Context], list[Described]]] = {
    "home": _site,
    "board": _board,
    "efficiency-board": _family,
    "paper": _paper,
    **{kind: _thing(kind) for kind in ("system", "benchmark", "metric", "task")},
}
GLOBALS: dict[str, Any] = {"alternates": alternates, "canonical": canonical, "structured": structured}
