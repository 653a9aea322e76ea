"""Addresses as the outside needs them: whole, with a host, and one for everything that shows the same."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from jinja2 import pass_context
from jinja2.runtime import Context

from leaderboard.forms import BoardForm, ContradictionForm, SearchForm, SystemForm

MARKS = frozenset({"after", "before"})
"""Parameters that choose a page of a list; all of them are one list."""

ASKED: dict[str, type[Form]] = {
    "board": BoardForm,
    "contradictions": ContradictionForm,
    "search": SearchForm,
    "system": SystemForm,
}
"""What the address of a page may ask for; of a page that is not here, everything but marks is kept."""

DEFAULTS: dict[str, dict[str, str]] = {"system": {"part": "own"}}


def absolute(request: HttpRequest, path: str) -> str:
    """The whole address of a path: on SITE_URL if the site has one, else on the host that was asked."""
    return settings.SITE_URL.rstrip("/") + path if settings.SITE_URL else request.build_absolute_uri(path)


def root(request: HttpRequest) -> str:
    """What stands before the path of every address; to be asked once for many of them."""
    return absolute(request, "/").removesuffix("/")


def page(request: HttpRequest, name: str, *args: Any) -> str:
    """The whole address of the page of this name."""
    return absolute(request, reverse(name, args=args or None))


@pass_context
def absolute_page(context: Context, name: str, *args: Any) -> str:
    """The whole address of the page of this name, for templates."""
    return page(context["request"], name, *args)


def canonical(request: HttpRequest, *, defaults: Mapping[str, str] | None = None) -> str | None:
    """The one address of what the request shows, without page marks and defaults; None for no page."""
    match = request.resolver_match
    if match is None:
        return None
    name = match.url_name or ""
    left_out = DEFAULTS.get(name, {}) | dict(defaults or {})
    known = list(ASKED[name].base_fields) if name in ASKED else sorted(request.GET)
    asked = [(each, value) for each in known if each not in MARKS for value in request.GET.getlist(each)]
    kept = [(each, value) for each, value in asked if value and value != left_out.get(each)]
    return absolute(request, request.path + ("?" + urlencode(kept) if kept else ""))


GLOBALS: dict[str, Any] = {"absolute": absolute_page}
