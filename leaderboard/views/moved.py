"""Addresses that are nothing's any more lead to what they name today: pages, feeds, files and API alike.

Those of words that a curator took from the names are gone: 410, with a sentence that says why.
"""

from collections.abc import Callable, Mapping, Sequence

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.urls import NoReverseMatch, ResolverMatch, reverse

from leaderboard.queries import redirects
from leaderboard.views import errors

KEPT = 3_600
"""Seconds that a browser may remember the new address; a merge can be taken back."""

_PATHS = {"benchmark": "benchmark", "metric": "metric", "system": "system", "dataset": "benchmark"}
_QUERIES = {
    **dict.fromkeys(("benchmark", "on"), "benchmark"),
    **dict.fromkeys(("metric", "x", "y"), "metric"),
    **dict.fromkeys(("system", "systems", "baseline"), "system"),
    "task": "task",
}
_SLUGS = {"boards of benchmark": "benchmark", **{kind: kind for kind in (*_PATHS.values(), "task")}}
"""What `slug` is in the address of this name."""


class MovedMiddleware:
    """Where there is nothing, looks whether there was something that has another address now, or is gone.

    Slugs in capitals lead to the same in small letters. Costs one query, and only where there is nothing;
    another one where something is gone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to the request, or the address that answers it, or why nothing does any more."""
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        match = request.resolver_match
        return response if match is None else _led_on(request, match) or _gone(request, match, response)


def _led_on(request: HttpRequest, match: ResolverMatch) -> HttpResponse | None:
    path = _named_in_path(match)
    query = [
        (_QUERIES[name], slug)
        for name in request.GET
        if name in _QUERIES
        for slug in request.GET.getlist(name)
    ]
    wanted = [(kind, slug) for kind, slug in [*path.values(), *query] if slug]
    moved = redirects.now(wanted) if wanted else {}
    if not any(moved.values()):
        moved = _lowered([*path.values()])
    if not moved:
        return None
    address = _path(match, request.path, {name: moved.get(place) or place[1] for name, place in path.items()})
    asked = _query(request.GET, moved)
    found = HttpResponsePermanentRedirect(address + (f"?{asked}" if asked else ""))
    found["Cache-Control"] = f"max-age={KEPT}"
    return found


def _lowered(parts: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str | None]:
    """The parts of the address with capitals in small letters, as all slugs are, if they name things then."""
    capital = [(kind, slug) for kind, slug in parts if slug != slug.lower()]
    if not capital or not redirects.exist((kind, slug.lower()) for kind, slug in capital):
        return {}
    return {(kind, slug): slug.lower() for kind, slug in capital}


def _gone(request: HttpRequest, match: ResolverMatch, response: HttpResponse) -> HttpResponse:
    """The answer as it is, unless a part of the address was no name of anything: then 410, and why."""
    places = _named_in_path(match).values()
    found = next(filter(None, (redirects.unnamed(kind, slug) for kind, slug in places)), None)
    if found is None:
        return response
    why = f": {found.reason.rstrip('.')}" if found.reason else ""
    words = (
        f"“{found.source_name}” was listed as a {found.kind} until {found.at:%Y-%m-%d}, when a curator "
        f"decided that it is no name of one{why}. What papers claim is still on their pages."
    )
    data = getattr(response, "data", None)
    if not isinstance(data, dict):
        return errors.gone(request, words)
    said = {"title": "Gone", "status": 410, "detail": words, "error": words, "message": words}
    data.update({name: value for name, value in said.items() if name in data})
    response.status_code = 410
    response.content = response.rendered_content  # type: ignore[attr-defined] # of the API's own class
    return response


def _named_in_path(match: ResolverMatch) -> dict[str, tuple[str, str]]:
    """Kind and slug of each part of the address that names a thing."""
    kinds = dict(_PATHS)
    if match.namespace == "pwc":  # there, a metric is a column of one table
        kinds = {"dataset": "benchmark", "task": "task"}
    elif match.url_name in _SLUGS:
        kinds["slug"] = _SLUGS[match.url_name]
    parts = {name: value for name, value in match.kwargs.items() if isinstance(value, str)}
    return {name: (kinds[name], value) for name, value in parts.items() if name in kinds}


def _path(match: ResolverMatch, path: str, parts: Mapping[str, str]) -> str:
    try:
        return reverse(match.view_name, kwargs={**match.kwargs, **parts})
    except NoReverseMatch:  # an address without a name of its own
        old = {match.kwargs[name]: slug for name, slug in parts.items()}
        return "/".join(old.get(part, part) for part in path.split("/"))


def _query(given: QueryDict, moved: Mapping[tuple[str, str], str | None]) -> str:
    asked = given.copy()
    for name in given:
        if name in _QUERIES:
            slugs = [moved.get((_QUERIES[name], slug)) or slug for slug in given.getlist(name)]
            asked.setlist(name, slugs)
    return asked.urlencode()
