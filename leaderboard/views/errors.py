"""Pages for what went wrong; none of them touches the database."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from leaderboard.forms import MAX_QUERY


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the address asks for something that makes no sense; says what."""
    return _page(request, 400, title="This address makes no sense here", words=str(exception))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not allowed."""
    return _page(request, 403, title="This is not open to you", words="")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing here; offers a search for the words of the address."""
    words = str(exception) if exception.args and isinstance(exception.args[0], str) else ""
    return _page(request, 404, title="There is nothing at this address", words=words)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return _page(request, 500, title="Something broke on our side", words="")


def _page(request: HttpRequest, status: int, *, title: str, words: str) -> HttpResponse:
    context = {
        "status": status,
        "title": title,
        "words": words,
        "path": request.path,
        "guess": _guess(request.path),
    }
    return render(request, "error.html", context | {"guess": _guess(request.path)}, status=status)


def _guess(path: str) -> str:
    """The words of an address's last part, for a search."""
    parts = [part for part in path.split("/") if part]
    return parts[-1].replace("-", " ").replace("_", " ")[:MAX_QUERY] if parts else ""
