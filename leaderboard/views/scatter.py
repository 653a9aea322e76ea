"""The geometry of the picture of two metrics: where points, the line of the front and labels stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from leaderboard.queries.pareto import Point
from leaderboard.views.axes import Axis, axis

WIDTH, HEIGHT = 720, 430
LEFT, RIGHT, TOP, BOTTOM = 92, 16, 14, 58
MARGIN = 10
"""Between the outermost points and the frame."""

MANY = 40
"""Points above which only those on the front are links, so that the keyboard gets through."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the picture at its place; `linked` where it leads to its claim."""

    x: float
    y: float
    point: Point
    linked: bool


@dataclass(frozen=True, slots=True)
class Scatter:
    """A drawing of `width` by `height`; `line` is the path along the front, empty where there is none."""

    dots: tuple[Dot, ...]
    line: str
    across: Axis
    up: Axis
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def scatter(points: Sequence[Point]) -> Scatter | None:
    """The drawing of the points, those on the front last, so that nothing covers them; None for none."""
    if not points:
        return None
    drawn = sorted(points, key=lambda point: point.best)
    across = axis(
        [_value(point.x.scaled) for point in drawn], start=LEFT + MARGIN, end=WIDTH - RIGHT - MARGIN
    )
    up = axis([_value(point.y.scaled) for point in drawn], start=HEIGHT - BOTTOM - MARGIN, end=TOP + MARGIN)
    dots = tuple(
        Dot(x, y, point, linked=point.best or len(drawn) <= MANY)
        for point, x, y in zip(drawn, across.places, up.places, strict=True)
    )
    return Scatter(dots, _line([dot for dot in dots if dot.point.best]), across, up)


def _line(front: Sequence[Dot]) -> str:
    """Straight from point to point, from left to right; equal points count once."""
    places = sorted({(dot.x, dot.y) for dot in front})
    return "M" + "L".join(f"{x} {y}" for x, y in places) if len(places) > 1 else ""


def _value(scaled: Decimal | None) -> Decimal:
    return scaled if scaled is not None else Decimal(0)
