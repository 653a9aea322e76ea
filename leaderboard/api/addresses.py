"""Whole addresses of what a response names, made from one pattern each and not looked up for every row."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from rest_framework.request import Request

_NIL = UUID(int=0)
_WORD = "x"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses on the host that was asked: of the API itself, and of the site's pages."""

    root: str
    site: str

    @classmethod
    def of(cls, request: Request) -> "Addresses":
        """Those for the answer to this request; pages stand on SITE_URL if the site has one."""
        root = request.build_absolute_uri("/").removesuffix("/")
        return cls(root, settings.SITE_URL.rstrip("/") or root)

    def claim(self, uid: Any) -> str:
        """A claim, here."""
        return f"{self.root}{_path('api:claim', _NIL)}{uid}/"

    def claim_page(self, uid: Any) -> str:
        """A claim's place on the site, which does not change."""
        return f"{self.site}{_path('claim', _NIL)}{uid}/"

    def paper(self, uid: Any) -> str:
        """A paper, here."""
        return f"{self.root}{_path('api:paper', _NIL)}{uid}/"

    def paper_page(self, uid: Any) -> str:
        """A paper's page."""
        return f"{self.site}{_path('paper', _NIL)}{uid}/"

    def board(self, benchmark: str, metric: str) -> str:
        """A board, here."""
        return self.root + reverse("api:board", args=[benchmark, metric])

    def thing(self, kind: str, slug: str) -> str:
        """A system, benchmark, metric or task, here; `kind` in the plural."""
        return f"{self.root}{_path('api:' + kind.removesuffix('s'), _WORD)}{slug}/"

    def thing_page(self, kind: str, slug: str) -> str:
        """The page of a system, benchmark, metric or task."""
        return f"{self.site}{_path(kind.removesuffix('s'), _WORD)}{slug}/"

    def page(self, name: str, *args: Any) -> str:
        """An address here by its name."""
        return self.root + reverse(name, args=args or None)


@lru_cache(maxsize=32)
def _path(name: str, placeholder: Any) -> str:
    """The path of an address without its last part, the one that names the row."""
    return reverse(name, args=[placeholder]).removesuffix(f"{placeholder}/")
