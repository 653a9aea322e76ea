"""What every address of the API has: limits on size and rate, conditional requests, pages of lists."""

from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from leaderboard.api.parameters import ListParameters
from leaderboard.api.problems import TooLargeError
from leaderboard.api.rendering import ProblemRenderer
from leaderboard.queries.keysets import CursorError, Page

Row = TypeVar("Row")
READS = ("GET", "HEAD")


class Resource(APIView):
    """An address of the API; `largest` is the number of bytes of a body that is read."""

    largest = 10_000
    write_scope: str | None = None
    read_throttle = "read"
    write_throttle = "write"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuses what is too large before anything of it is read."""
        super().initial(request, *args, **kwargs)
        length = request.META.get("CONTENT_LENGTH") or 0
        if int(length) > self.largest:
            raise TooLargeError(
                f"The body has {int(length):,} bytes; at most {self.largest:,} are read. Send it in parts."
            )

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        """The response with its limits, which turns into a 304 where the asker has it already."""
        final = super().finalize_response(request, response, *args, **kwargs)
        standing = getattr(getattr(request, "_request", None), "api_standing", None)
        for name, value in standing.headers.items() if standing else ():
            final[name] = value
        if request.method in READS and isinstance(final, Response) and final.status_code == 200:
            final.add_post_render_callback(_conditional(request))
        return final


def _conditional(request: Request) -> Callable[[Response], HttpResponseBase | None]:
    """What gives a rendered response its ETag, and answers 304 where the asker has the same."""

    def answer(response: Response) -> HttpResponseBase | None:
        if isinstance(response.accepted_renderer, ProblemRenderer):
            etag = response.get("ETag") or f'"{blake2b(response.content, digest_size=16).hexdigest()}"'
            response["ETag"] = etag
            changed = getattr(response, "last_modified", None)
            if changed is not None:
                response["Last-Modified"] = http_date(changed)
            asked = request._request
            theirs = asked.headers.get("If-Modified-Since")
            if theirs and (changed is None or theirs != http_date(changed)):
                changed = None  # what was taken back is older than a copy from before: see views.feeds
            return get_conditional_response(asked, etag=etag, last_modified=changed, response=response)
        return None

    return answer


def dated(response: Response, changed: int | None) -> Response:
    """The response, which says when what it shows changed last (seconds since 1970; None: not known)."""
    response.last_modified = changed  # type: ignore[attr-defined]
    return response


def listed(
    request: Request,
    asked: ListParameters,
    read: Callable[[], Page[Row]],
    shape: Callable[[Row], dict[str, Any]],
    *,
    count: Callable[[str], int | None] | None = None,
) -> Response:
    """One page of a list: how many there are if that was asked for, its neighbours, its rows."""
    found = page_of(read)
    body: dict[str, Any] = {}
    if asked.counted and count is not None:
        body["count"] = count(asked.counted)
    body["next"] = _address(request, after=found.after)
    body["previous"] = _address(request, before=found.before)
    body["results"] = sparse(asked, map(shape, found.rows))
    return Response(body)


def page_of(read: Callable[[], Page[Row]]) -> Page[Row]:
    """The page that is read, or a validation error for a mark that fits no list."""
    try:
        return read()
    except CursorError as error:
        raise ValidationError({"after": str(error)}) from error


def sparse(asked: ListParameters, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the fields that were asked for, all of them where none were named."""
    wanted = asked.fields_wanted
    if wanted is None:
        return list(rows)
    return [{name: row[name] for name in wanted if name in row} for row in rows]


def _address(request: Request, **mark: str | None) -> str | None:
    side, place = next(iter(mark.items()))
    if place is None:
        return None
    kept = {name: value for name, value in request.query_params.items() if name not in ("after", "before")}
    return str(request.build_absolute_uri(f"{request.path}?{urlencode(kept | {side: place})}"))
