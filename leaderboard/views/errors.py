"""Pages for what went wrong; only the one for what is not there asks the database, and does without it."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from leaderboard.forms import MAX_QUERY
from leaderboard.queries import people
from leaderboard.queries.suggestions import Suggestion, suggest
from leaderboard.views.search import address

NEAREST = 4
"""Names that are suggested for each part of an address that leads nowhere."""

RETRY = 30
"""Seconds after which it is worth asking again while the database is away."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who asks for what is not open to them."""

    name: str
    roles: tuple[str, ...]
    staff: bool


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the address asks for something that makes no sense; says what."""
    return _page(request, 400, title="This address makes no sense here", words=str(exception))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not allowed; says for whom it is, and as whom somebody asked."""
    words = str(exception) if exception.args and isinstance(exception.args[0], str) else ""
    return _page(request, 403, title="This is not open to you", words=words, account=_account(request))


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form of before somebody signed in or out, or from a browser without cookies."""
    return _page(request, 403, title="This page was too old", words="", too_old=True)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing here; offers the nearest names, and a search for the words of the address."""
    words = str(exception) if exception.args and isinstance(exception.args[0], str) else ""
    return _page(
        request, 404, title="There is nothing at this address", words=words, near=_near(request.path)
    )


def gone(request: HttpRequest, words: str) -> HttpResponse:
    """410: there was something here, and the words say why there is nothing any more."""
    return _page(request, 410, title="There is nothing at this address any more", words=words)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; 503 while the database cannot be reached."""
    if isinstance(sys.exc_info()[1], OperationalError):
        away = _page(request, 503, title="Back in a moment", words="")
        away["Retry-After"] = str(RETRY)
        return away
    return _page(request, 500, title="Something broke on our side", words="")


def _account(request: HttpRequest) -> Account | None:
    """Who asks; None where nobody is signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return Account(user.get_username(), people.roles_of(user), staff=user.is_staff)


def _near(path: str) -> list[tuple[Suggestion, str]]:
    """Things whose names are like the parts of the address, with where they are."""
    parts = [part.replace("-", " ")[:MAX_QUERY] for part in path.split("/") if part]
    try:
        found = [each for part in parts[1:3] for each in suggest(part, most=NEAREST)]
    except DatabaseError:
        return []
    return [(each, address(each)) for each in dict.fromkeys(found)]


def _page(
    request: HttpRequest,
    status: int,
    *,
    title: str,
    words: str,
    near: Sequence[tuple[Suggestion, str]] = (),
    account: Account | None = None,
    too_old: bool = False,
) -> HttpResponse:
    context = {
        "account": account,
        "too_old": too_old,
        "status": status,
        "title": title,
        "words": words,
        "path": request.path,
        "guess": _guess(request.path),
        "near": near,
    }
    return render(request, "error.html", context, status=status)


def _guess(path: str) -> str:
    """The words of an address's last part, for a search."""
    parts = [part for part in path.split("/") if part]
    return parts[-1].replace("-", " ").replace("_", " ")[:MAX_QUERY] if parts else ""
