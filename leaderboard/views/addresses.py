"""Addresses as the outside needs them: whole, with a host, and one for everything that shows the same."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from jinja2 import pass_context
from jinja2.runtime import Context

from leaderboard.forms import BoardForm, ContradictionForm, EfficiencyForm, SearchForm, SystemForm

MARKS = frozenset({"after", "before"})
"""Parameters that choose a page of a list; all of them are one list."""

ASKED: dict[str, type[Form]] = {
    "board": BoardForm,
    "contradictions": ContradictionForm,
    "efficiency-board": EfficiencyForm,
    "search": SearchForm,
    "system": SystemForm,
}
"""What the address of a page may ask for; of a page that is not here, everything but marks is kept."""

_PLAIN = re.compile(r"[-\w]+", re.ASCII)
"""What slugs and uids are made of, none of which an address has to quote."""

DEFAULTS: dict[str, dict[str, str]] = {"system": {"part": "own"}}


def path(name: str, *args: str | UUID) -> str:
    """The path of the page of this name, reversed once for all pages that differ in slugs and uids alone.

    A page of rows holds hundreds of them, and reversing costs ten times what filling in does.
    """
    parts = [str(arg) for arg in args]
    if not all(map(_PLAIN.fullmatch, parts)):
        return reverse(name, args=parts)
    return _shape(name, tuple(map(type, args))).format(*parts)


@lru_cache(maxsize=1_000)
def _shape(name: str, kinds: tuple[type, ...]) -> str:
    """The path of the page with a place for each argument."""
    marks = [UUID(int=n) if kind is UUID else f"place-{n}-" for n, kind in enumerate(kinds)]
    shape = reverse(name, args=marks or None)
    for n, mark in enumerate(marks):
        shape = shape.replace(str(mark), f"{{{n}}}")
    return shape


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
