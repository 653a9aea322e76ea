"""Errors as problem documents (RFC 9457): what is wrong, where, and what to do."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from rapidfuzz import process
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler

CONTENT_TYPE = "application/problem+json"
FIRST_ERROR = 400
NEAR = 60
"""Likeness (0 to 100) from which a known name is offered for an unknown one."""


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error that a view raised; None leaves it to the server's own error page."""
    response = exception_handler(error, context)
    if response is None:
        return None
    response.data = {
        "type": "about:blank",
        "title": HTTPStatus(response.status_code).phrase,
        "status": response.status_code,
        "detail": _detail(response.data),
        "instance": context["request"].path,
    }
    return response


class ProblemRenderer(JSONRenderer):
    """JSON, with errors under the media type of problem documents."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        """The document; the response's media type says whether it is a problem."""
        response = (renderer_context or {}).get("response")
        if response and response.accepted_renderer is self and response.status_code >= FIRST_ERROR:
            response["Content-Type"] = CONTENT_TYPE
        return bytes(super().render(data, accepted_media_type, renderer_context))


def refuse_unknown(given: Mapping[str, Any], *, known: list[str]) -> None:
    """Raises ValidationError for a parameter that is not known, naming the nearest one that is."""
    for name in given:
        if name not in known:
            near = process.extractOne(name, known, score_cutoff=NEAR)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(known))}."
            raise ValidationError({name[:80]: f"Unknown parameter; {hint}"})


def _detail(data: Any) -> str:
    if isinstance(data, dict) and set(data) == {"detail"}:
        return str(data["detail"])
    if isinstance(data, dict):
        return " ".join(f"{name}: {_detail(value)}" for name, value in data.items())
    if isinstance(data, list):
        return " ".join(_detail(value) for value in data)
    return str(data)
