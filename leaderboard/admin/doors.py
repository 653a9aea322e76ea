"""The curators' own screens: who may enter them, and which of them somebody is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from leaderboard.domain.roles import PERMISSIONS, Role

DECIDING = "leaderboard.change_claim"


@dataclass(frozen=True, slots=True)
class Door:
    """A screen: where it is, what it is called, what it is for, and what one needs to enter."""

    path: str
    name: str
    about: str
    permission: str


DOORS = (
    Door("/admin/queue/", "Queue", "One claim after the other, the most valuable decision first.", DECIDING),
    Door("/admin/bulk/", "Bulk", "Many claims at once, after a look at a sample of them.", DECIDING),
    Door("/admin/names/", "Names", "Unknown names, spellings, merging and renaming.", DECIDING),
    Door("/admin/proposals/", "Proposals", "What readers, contributors and authors say is wrong.", DECIDING),
    Door("/admin/papers/", "Papers", "Add, correct, merge and retract papers.", "leaderboard.change_paper"),
    Door("/admin/batches/", "Batches", "Long work: how far it is, cancel it, take it back.", DECIDING),
    Door("/admin/policy/", "Policy", "What is accepted without anybody looking at it.", DECIDING),
    Door("/admin/numbers/", "Numbers", "Precision, agreement and pace of the curation.", DECIDING),
    Door("/admin/engines/", "Engines", "A new version of the engine beside the current one.", DECIDING),
    Door(
        "/admin/auth/user/", "Accounts", "Who may sign in, and as what; lost passwords.", "auth.change_user"
    ),
)
"""In the order in which a curator meets them; those that this site does not have are shown to nobody."""


def needs(
    permission: str,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A view inside the admin: the sign-in for strangers, a refusal for staff without the permission."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def allowed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perm(permission):
                raise PermissionDenied(_for_whom(permission))
            response = view(request, *args, **kwargs)
            if request.method == "GET" and response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                return _to_the_screen(request)
            return response

        guarded: Callable[..., HttpResponseBase] = admin.site.admin_view(allowed)

        @wraps(view)
        def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and not admin.site.has_permission(request):
                messages.warning(
                    request, "Nothing was saved: you were not signed in any more when you sent it."
                )
            return guarded(request, *args, **kwargs)

        return entered

    return decorate


def _for_whom(permission: str) -> str:
    """Which roles have the permission, as a sentence."""
    roles = [f"{role}s" for role in Role if permission in PERMISSIONS[role]]
    return f"This is for {' and '.join(roles or ['superusers'])}."


def _to_the_screen(request: HttpRequest) -> HttpResponseBase:
    """The screen that the address belongs to, for who was sent through the sign-in by a click."""
    messages.warning(request, "Please choose it once more.")
    paths = (door.path for door in DOORS if request.path.startswith(door.path))
    return redirect(next(paths, "admin:index"))


def open_to(account: Any) -> list[Door]:
    """The screens that are there and that the account may enter."""
    return [door for door in DOORS if account.has_perm(door.permission) and _is_there(door.path)]


def _is_there(path: str) -> bool:
    """Whether the address is a screen's own; the admin itself catches all others, without a name."""
    try:
        return resolve(path).url_name is not None
    except Resolver404:
        return False
