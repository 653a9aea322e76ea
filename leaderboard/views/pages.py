"""What views share: the answer to a page that was asked for in a way that makes no sense."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, BadRequest
from django.http import HttpRequest, HttpResponse

from leaderboard.queries.keysets import CursorError

P = ParamSpec("P")
F = TypeVar("F", bound=forms.Form)


def page_of(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, with a page mark that fits no list answered as a bad request."""

    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except CursorError as error:
            raise BadRequest(str(error)) from error

    return answer


def asked(form: type[F], request: HttpRequest) -> F:
    """The form with what the address asks for; a bad request that names the first error otherwise."""
    filled = form(request.GET)
    if not filled.is_valid():
        field, messages = next(iter(filled.errors.get_json_data().items()))
        where = "" if field == NON_FIELD_ERRORS else f"“{field}”: "
        raise BadRequest(where + messages[0]["message"])
    return filled
