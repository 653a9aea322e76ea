"""Who is signed in, as far as the limits of their session and their second step allow."""

import ipaddress
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from leaderboard.queries import second_factor
from leaderboard.queries.sessions import BEGAN, PROGRAM, SEEN

NOTED = 60
"""Seconds between two notes that a session is still in use."""

MAX_PROGRAM = 200


class SignedInMiddleware:
    """Makes `request.user` nobody while a second step lacks, and once a session of staff is over.

    Like Django's own, it asks nothing before somebody looks at `request.user`, so that public pages stay
    the same for all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to the request."""
        given = request.user
        request.user = SimpleLazyObject(lambda: _who(request, given))  # type: ignore[assignment]
        return self.get_response(request)


def halfway(request: HttpRequest) -> Any:
    """The account whose password was given and whose second step lacks; None where there is none such."""
    return None if request.user.is_authenticated else getattr(request, "halfway", None)


def begin(request: HttpRequest) -> None:
    """Notes in a fresh session when it began, and with what program."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())
    request.session[PROGRAM] = request.headers.get("User-Agent", "")[:MAX_PROGRAM]


def address_of(request: HttpRequest) -> str:
    """The address that asks: as many proxies are believed as the settings say (`PROXIES`)."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.REST_FRAMEWORK["NUM_PROXIES"]
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    told = passed[-min(proxies, len(passed))] if proxies else direct
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return direct


def _who(request: HttpRequest, given: Any) -> Any:
    if not given.is_authenticated:
        return given
    if given.is_staff and _is_over(request):
        request.session.flush()
        return AnonymousUser()
    if not given.is_verified() and second_factor.wanted_of(given):
        request.halfway = given  # type: ignore[attr-defined]
        return AnonymousUser()
    _note(request)
    return given


def _is_over(request: HttpRequest) -> bool:
    now = time.time()
    began, seen = (request.session.get(name, now) for name in (BEGAN, SEEN))
    return bool(
        now - began > settings.STAFF_AGE.total_seconds() or now - seen > settings.STAFF_IDLE.total_seconds()
    )


def _note(request: HttpRequest) -> None:
    if BEGAN not in request.session:
        begin(request)
    elif time.time() - request.session[SEEN] > NOTED:
        request.session[SEEN] = int(time.time())
