"""Errors as problem documents (RFC 9457): what is wrong, where, and what to do."""

import logging
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

from django.db import InterfaceError, OperationalError
from rapidfuzz import process
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

CONTENT_TYPE = "application/problem+json"
FIRST_ERROR = 400
NEAR = 60
"""Likeness (0 to 100) from which a known name is offered for an unknown one."""

LONGEST_NAME = 80
RETRY = 30
"""Seconds after which it is worth asking again while the database is away."""

logger = logging.getLogger("django.request")


class TooLargeError(APIException):
    """More was sent than is read."""

    status_code = 413
    default_detail = "More was sent than is read here."


class MismatchError(APIException):
    """A key that was used before came back with something else."""

    status_code = 422
    default_detail = "This key was used before for something else."


def handle(error: Exception, context: dict[str, Any]) -> Response:
    """The answer to an error that a view raised, a problem document whatever it was."""
    response = exception_handler(error, context)
    if response is None:
        response = _ours(error, path=context["request"].path)
    details = response.data
    response.data = {
        "type": "about:blank",
        "title": HTTPStatus(response.status_code).phrase,
        "status": response.status_code,
        "detail": _detail(details),
        "instance": context["request"].path,
    }
    if isinstance(error, ValidationError):
        response.data["errors"] = list(_errors(details))
    return response


def refuse_unknown(given: Iterable[str], *, known: Iterable[str], what: str = "parameter") -> None:
    """Raises ValidationError for a name that is not known, offering the nearest one that is."""
    names = sorted(known)
    for name in given:
        if name not in names:
            raise ValidationError({name[:LONGEST_NAME]: f"Unknown {what}; {nearest(name, names)}"})


def nearest(name: str, known: list[str]) -> str:
    """Words that offer the nearest known name, or all of them."""
    near = process.extractOne(name[:LONGEST_NAME], known, score_cutoff=NEAR)
    return f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}."


def _ours(error: Exception, *, path: str) -> Response:
    """The answer to what is not the asker's fault; the log has all of it, the answer nothing."""
    logger.error("Internal Server Error: %s", path, exc_info=error)
    if isinstance(error, (OperationalError, InterfaceError)):
        away = {
            "detail": "The database cannot be reached at the moment; nothing was lost. Ask again shortly."
        }
        return Response(away, status=503, headers={"Retry-After": str(RETRY)})
    broken = {
        "detail": "Something broke on our side; it is written down. Nothing was changed by this request."
    }
    return Response(broken, status=500)


def _detail(data: Any) -> str:
    if isinstance(data, dict) and set(data) == {"detail"}:
        return str(data["detail"])
    if isinstance(data, dict):
        return " ".join(f"{name}: {_detail(value)}" for name, value in data.items())
    if isinstance(data, list):
        return " ".join(_detail(value) for value in data)
    return str(data)


def _errors(data: Any, name: str = "") -> Iterator[dict[str, str]]:
    """What is wrong with each field or parameter, by its path; "" for the request as a whole."""
    if isinstance(data, dict):
        for key, value in data.items():
            part = "" if key == "non_field_errors" else str(key)
            yield from _errors(value, f"{name}.{part}" if name and part else name or part)
    elif isinstance(data, list):
        for value in data:
            yield from _errors(value, name)
    else:
        yield {"name": name, "detail": str(data)}
