"""What the OpenAPI schema says of every address alike: the errors, and how rows may lack fields."""

from collections.abc import Callable, Sequence
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from leaderboard.api import descriptions
from leaderboard.api.problems import CONTENT_TYPE

READ_ERRORS = {
    400: "A parameter is unknown or cannot be used; `errors` says which one and why.",
    401: "The token is unknown, expired or revoked.",
    404: "There is no such thing.",
    410: "What had this address was no name of anything, as a curator decided; `detail` says so.",
    405: "The address has no such method; `Allow` names those that it has.",
    406: "No such format.",
    429: "Too many requests; `Retry-After` says in how many seconds there will be room again.",
    500: "Something broke on our side.",
    503: "The database is away for the moment.",
}
WRITE_ERRORS = {
    **READ_ERRORS,
    403: "The token has another scope.",
    409: "Another request with this key is being answered right now.",
    413: "The body is larger than what is read.",
    415: "Only JSON is read.",
    422: "The key was used before with another body.",
}
PROBLEM = OpenApiExample(
    "unknown parameter",
    value={
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "benchmrk: Unknown parameter; did you mean benchmark?",
        "instance": "/api/v1/claims/",
        "errors": [{"name": "benchmrk", "detail": "Unknown parameter; did you mean benchmark?"}],
    },
    response_only=True,
    status_codes=["400"],
    media_type=CONTENT_TYPE,
)


def described(
    shape: Any,
    *,
    asks: Any = None,
    body: Any = None,
    status: int = 200,
    tag: str,
    name: str,
    examples: Sequence[OpenApiExample] = (),
    headers: Sequence[OpenApiParameter] = (),
) -> Callable[[Any], Any]:
    """The decorator of a method: what it takes and gives, besides the errors that all have in common."""
    errors = READ_ERRORS if body is None else WRITE_ERRORS
    problems = {
        (code, CONTENT_TYPE): OpenApiResponse(descriptions.Problem, description=words)
        for code, words in errors.items()
    }
    good = {(status, "application/json"): shape}
    return extend_schema(
        operation_id=name,
        tags=[tag],
        parameters=[*([asks] if asks and asks().fields else []), *headers],
        request=body,
        responses={**good, **problems},
        examples=[PROBLEM, *examples],
    )


NEEDS_TOKEN = ("submit_papers", "get_job", "list_alerts", "make_alert", "get_alert", "stop_alert")

SPARSE = (
    *("OneClaim", "OnePaper", "BoardLine", "BoardRow", "LeanRow", "SystemThing", "BenchmarkThing"),
    *("MetricThing", "TaskThing", "Dispute", "SearchResult", "EfficiencyRow", "Change", "PaperWithClaims"),
)
"""Rows of lists, which hold no more than what `fields` asks for."""


def rows_are_sparse(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """The schema, in which no field of a list's rows has to be there: `fields` may leave any of them out."""
    for name in SPARSE:
        result["components"]["schemas"].get(name, {}).pop("required", None)
    return result


def tokens_where_needed(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """The schema, in which `NEEDS_TOKEN` alone needs a token, which may be shown everywhere."""
    for path in result["paths"].values():
        for operation in path.values():
            needed = operation["operationId"] in NEEDS_TOKEN
            operation["security"] = [{"token": []}] if needed else [{}, {"token": []}]
    return result


def ours_alone(endpoints: list[Any], **_: Any) -> list[Any]:
    """The addresses of this API; the wire of another one is described where it comes from."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Tokens in the schema."""

    target_class = "leaderboard.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """`Authorization: Bearer cb_...`."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token that its owner made at /account/tokens/. Reading needs none.",
        }
