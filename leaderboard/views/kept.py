"""Pages of boards as they were rendered before, for as long as the board's version is the same."""

import gzip
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import cast

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

SECONDS = 3_600
"""How long a page is kept at most."""

View = Callable[..., HttpResponse]


def by_version(version: Callable[..., str | None]) -> Callable[[View], View]:
    """The view of a board, whose page of one address and version is rendered once, and packed once.

    `version` is asked with what the address names; a board that changed and is not settled yet has none, and
    is rendered anew for everybody.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, **named: str) -> HttpResponse:
            now = None if settings.DEBUG else version(**named)
            if now is None:
                return view(request, **named)
            key = _key(request, now)
            packed = cache.get(key)
            if packed is None:
                response = view(request, **named)
                packed = gzip.compress(response.content, compresslevel=6, mtime=0)
                cache.set(key, packed, SECONDS)
            return _unpacked(request, key, cast(bytes, packed))

        return answer

    return decorate


def _key(request: HttpRequest, version: str) -> str:
    """The address, host and day stand in the page itself: in links, and in how to cite it."""
    parts = (request.build_absolute_uri(), version, timezone.localdate().isoformat())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _unpacked(request: HttpRequest, key: str, packed: bytes) -> HttpResponse:
    """The page, packed as it is kept for all who can unpack it; not modified for those who have it."""
    takes = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if takes else gzip.decompress(packed))
    if takes:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = f'W/"{key}"'
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Accept-Encoding"])
    return cast(HttpResponse, get_conditional_response(request, etag=response["ETag"], response=response))
