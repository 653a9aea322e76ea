"""How the wire talks: pages by number, errors with the words that its client shows, numbers as written."""

import codecs
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import RequestDataTooBig
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotFound, ParseError, ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from leaderboard.actions.decisions import ConflictError, RefusedError
from leaderboard.api import problems
from leaderboard.queries.windows import MOST_ROWS, Slice, Window

PAGE, MOST_ITEMS = 50, 1_000
MAX_BODY = 5 * 1024 * 1024
MAX_QUESTION = 500
LIMITS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-RateLimit-Retry")

Row = TypeVar("Row")
Thing = TypeVar("Thing")


class Conflict(APIException):
    """Somebody else's decision, or something still in use."""

    status_code = 409
    default_detail = "This cannot be done as things stand."


class TooLarge(APIException):
    """A body that is not read."""

    status_code = 413
    default_detail = f"The body is larger than {MAX_BODY >> 20} MB; post the table in parts."


class WireParser(JSONParser):
    """JSON whose numbers keep their digits; NaN and infinities are no numbers."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """The body; raises ParseError where it is not JSON, TooLarge where it is too long."""
        try:
            raw = stream.read(MAX_BODY + 1)
            if len(raw) > MAX_BODY:
                raise TooLarge
            text = codecs.decode(raw, "utf-8")
            return json.loads(text, parse_float=Decimal, parse_constant=_refuse)
        except RequestDataTooBig as error:
            raise TooLarge from error
        except (ValueError, RecursionError) as error:
            raise ParseError(f"The body is not JSON: {str(error)[:200]}") from error


class WireView(APIView):
    """What all views of the wire share."""

    parser_classes = (WireParser,)
    renderer_classes = (JSONRenderer,)
    write_scope = "evaluations"
    read_throttle = "read"
    write_throttle = "write"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuses ids that no row can have, before anything is asked of the database."""
        super().initial(request, *args, **kwargs)
        if any("\0" in str(given) for given in kwargs.values()):
            raise NotFound("There is nothing at this address: an id holds a NUL.")

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], Response | None]:
        """What answers errors."""
        return handle

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """The response; its client fails on limits that are not all there, so then none is."""
        final = super().finalize_response(request, response, *args, **kwargs)
        standing = getattr(getattr(request, "_request", None), "api_standing", None)
        for name, value in standing.headers.items() if standing else ():
            final[name] = value
        if not all(final.has_header(name) for name in LIMITS):
            for name in LIMITS:
                final.headers.pop(name, None)
        return final


class Asked(serializers.Serializer[Any]):
    """Which page of a list, and what its rows must hold."""

    page = serializers.IntegerField(default=1, min_value=1)
    items_per_page = serializers.IntegerField(default=PAGE, min_value=1, max_value=MOST_ITEMS)

    def __init__(self, request: Request, *filters: str) -> None:
        super().__init__(data=request.query_params.dict())
        for name in filters:
            self.fields[name] = serializers.CharField(
                required=False, allow_blank=True, max_length=MAX_QUESTION
            )
        problems.refuse_unknown(request.query_params, known=list(self.fields))
        self.is_valid(raise_exception=True)

    @property
    def at(self) -> Window:
        """The page."""
        window = Window(self.validated_data["page"], self.validated_data["items_per_page"])
        if window.last > MOST_ROWS + MOST_ITEMS:
            raise ValidationError(
                {"page": f"Pages end after {MOST_ROWS:,} rows here; /api/v1/ lists everything, by cursors."}
            )
        return window

    @property
    def filters(self) -> dict[str, str]:
        """What was asked for besides the page."""
        paging = ("page", "items_per_page")
        return {name: text for name, text in self.validated_data.items() if name not in paging and text}


def paged(request: Request, asked: Asked, found: Slice[Row], *, shape: Callable[[Row], Any]) -> Response:
    """The page as the wire has it; beyond the last page there is nothing."""
    at = asked.at
    if at.page > 1 and at.first >= found.count:
        raise NotFound(f"Page {at.page} is beyond the last one; there are {found.count} rows.")
    return Response(
        {
            "count": found.count,
            "next": _address(request, at.page + 1) if at.last < found.count else None,
            "previous": _address(request, at.page - 1) if at.page > 1 else None,
            "results": [shape(row) for row in found.rows],
        }
    )


def body(request: Request, form: type[serializers.Serializer[Any]], *, given_only: bool = False) -> Any:
    """The checked body; with `given_only`, fields that are null or missing are left out."""
    data = request.data
    if not isinstance(data, Mapping):
        raise ValidationError("The body must be a JSON object.")
    if given_only:
        data = {name: value for name, value in data.items() if value is not None}
    checked = form(data=data, partial=given_only)
    checked.is_valid(raise_exception=True)
    return checked.validated_data


def there(found: Thing | None, what: str) -> Thing:
    """What was found; raises NotFound where it is None."""
    if found is None:
        raise NotFound(f"There is no such {what}.")
    return found


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error: a problem document that also says `error` and `message`, which clients show."""
    if isinstance(error, RefusedError):
        error = ValidationError(str(error))
    elif isinstance(error, ConflictError):
        error = Conflict(str(error))
    response = problems.handle(error, context)
    if response is not None and isinstance(response.data, dict):
        response.data |= {"error": response.data["detail"], "message": response.data["detail"]}
    return response


def _address(request: Request, page: int) -> str:
    query = urlencode({**request.query_params.dict(), "page": page})
    return str(request.build_absolute_uri(f"{request.path}?{query}"))


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not a number in JSON")
