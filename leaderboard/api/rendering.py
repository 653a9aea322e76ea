"""Answers as JSON: plain dicts written by orjson, without an object for every row."""

from decimal import Decimal
from typing import Any

import orjson
from rest_framework.renderers import JSONRenderer

from leaderboard.api.problems import CONTENT_TYPE, FIRST_ERROR

OPTIONS = orjson.OPT_UTC_Z


class ProblemRenderer(JSONRenderer):
    """JSON, with errors under the media type of problem documents; decimals keep their digits as strings."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        """The document; the response's media type says whether it is a problem."""
        response = (renderer_context or {}).get("response")
        if (
            response is not None
            and response.accepted_renderer is self
            and response.status_code >= FIRST_ERROR
        ):
            response["Content-Type"] = CONTENT_TYPE
        if data is None:
            return b""
        return orjson.dumps(data, default=plain, option=OPTIONS)


def plain(value: Any) -> Any:
    """What orjson does not know of itself: decimals, lazy words, and the containers of DRF."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict):
        return dict(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return list(value)
    return str(value)
