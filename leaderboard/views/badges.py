"""Badges: where a system stands on a board, as a picture and as the numbers for shields.io."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from leaderboard.domain.lines import line
from leaderboard.queries import badges as queries
from leaderboard.queries import boards, redirects
from leaderboard.queries.badges import Place

FRESH = 300
"""Seconds for which a copy is good enough."""

MOST = 60
"""Characters of a label."""

NOT_RANKED, NO_BOARD = "not ranked", "no such board"
UNKNOWN = "Claimboard"
FIRST, FORMER, FURTHER, NEUTRAL = "1f5b31", "0a566b", "4b4c4f", "6a6a6a"
"""Colours that white letters can be read on: of the first, of the ten next, of the others, of no rank."""


@dataclass(frozen=True, slots=True)
class Badge:
    """Two words beside each other; `color` is that of the second, in hexadecimal digits."""

    label: str
    message: str
    color: str

    @property
    def words(self) -> str:
        """All that the badge says."""
        return f"{self.label}: {self.message}"

    @property
    def left(self) -> int:
        """The width of the first part."""
        return width(self.label)

    @property
    def right(self) -> int:
        """The width of the second part."""
        return width(self.message)


@require_safe
def svg(request: HttpRequest, benchmark: str, metric: str, system: str) -> HttpResponse:
    """The badge as a picture."""
    text = render_to_string("badge.svg", {"badge": badge(benchmark, metric=metric, system=system)})
    response = HttpResponse(text, content_type="image/svg+xml; charset=utf-8")
    patch_cache_control(response, public=True, max_age=FRESH)
    return response


@require_safe
def shield(request: HttpRequest, benchmark: str, metric: str, system: str) -> HttpResponse:
    """The badge as shields.io reads it (https://shields.io/badges/endpoint-badge)."""
    found = badge(benchmark, metric=metric, system=system)
    schema = {"schemaVersion": 1, "label": found.label, "message": found.message, "color": found.color}
    response = JsonResponse(schema, headers={"Access-Control-Allow-Origin": "*"})
    patch_cache_control(response, public=True, max_age=FRESH)
    return response


def badge(benchmark: str, *, metric: str, system: str) -> Badge:
    """What can be said of the system on the board; that it is not ranked, or that there is no such board.

    The answer to an address that names nothing is a badge too: a broken picture would say less.
    """
    found = boards.find(benchmark, metric=metric)
    standing = queries.standing(found, system=system) if found else None
    if standing is None and (moved := _moved(benchmark, metric, system)):
        return badge(moved["benchmark"], metric=moved["metric"], system=moved["system"])
    if found is None:
        return Badge(UNKNOWN, NO_BOARD, NEUTRAL)
    label = line(f"{found.benchmark.name} {found.metric.name}", most=MOST) or UNKNOWN
    if standing is None:
        return Badge(label, NOT_RANKED, NEUTRAL)
    return Badge(label, f"#{standing.rank}" + " (tied)" * standing.shared, _color(standing))


def _moved(benchmark: str, metric: str, system: str) -> dict[str, str]:
    """Today's slugs, where one of them leads elsewhere; nothing where none does."""
    named = {"benchmark": benchmark, "metric": metric, "system": system}
    moved = redirects.now(named.items())
    led_on = {kind: moved.get((kind, slug)) or slug for kind, slug in named.items()}
    return led_on if led_on != named else {}


def width(words: str) -> int:
    """Units that the words take in 11-unit sans-serif letters, roughly; the picture fits them to it."""
    wide = sum(
        11.0 if ord(each) > 0x2E80 else 7.6 if each.isupper() or each in "mw#%" else 6.2 for each in words
    )
    return round(wide) + 12


def _color(standing: Place) -> str:
    if standing.rank == 1:
        return FIRST
    return FORMER if standing.rank <= 10 else FURTHER
