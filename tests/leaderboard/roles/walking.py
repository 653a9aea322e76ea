"""All addresses of the site, as its URL patterns say them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

UID = "00000000-0000-0000-0000-000000000000"
WRITING = ("post", "put", "patch", "delete")
_DUMMIES = {"uuid": UID, "int": "1", "slug": "nothing", "str": "nothing", "path": "1"}


@dataclass(frozen=True, slots=True)
class Address:
    """A pattern of addresses: its route, and the methods besides reading that its view class has."""

    route: str
    writes: tuple[str, ...]

    @property
    def path(self) -> str:
        """An address of the pattern that leads to nothing in particular."""
        plain = re.sub(r"<(?:(\w+):)?\w+>", lambda found: _DUMMIES[found[1] or "str"], self.route)
        return "/" + plain


def addresses() -> list[Address]:
    """Every address, in the order of the patterns; those that catch what is nowhere are left out."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: Any, before: str) -> Iterator[Address]:
    for pattern in patterns:
        route = before + str(pattern.pattern).removeprefix("^").removesuffix(r"\Z")
        if isinstance(pattern, URLPattern):
            if "(?" not in route and not route.endswith("<path:path>"):
                yield Address(route, _writes(pattern.callback))
        else:
            yield from _walk(pattern.url_patterns, route)


def _writes(view: Any) -> tuple[str, ...]:
    made = getattr(view, "cls", None)
    return tuple(method for method in WRITING if hasattr(made, method))
