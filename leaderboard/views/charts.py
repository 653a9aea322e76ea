"""The geometry of the chart of records: where points, lines and labels stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from leaderboard.queries.progress import Point
from leaderboard.views.axes import LABELS, Tick, axis, scale

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 12, 28
FEWEST = 3
"""Points below which a chart says no more than the table."""

MANY = 40
"""Points above which only records are links, so that the keyboard gets through."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the chart at its place; `linked` where it leads to its claim."""

    x: float
    y: float
    point: Point
    linked: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of `WIDTH` by `HEIGHT`; `line` is the path of the record over time."""

    dots: tuple[Dot, ...]
    line: str
    days: tuple[Tick, ...]
    values: tuple[Tick, ...]
    logarithmic: bool
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def chart(points: Sequence[Point]) -> Chart | None:
    """The drawing of points given by date; None for too few of them or a single day."""
    if len(points) < FEWEST or points[0].day == points[-1].day:
        return None
    values = axis([point.value for point in points], start=HEIGHT - BOTTOM - 8, end=TOP + 8)
    across = scale([float(p.day.toordinal()) for p in points], LEFT + 8, WIDTH - RIGHT - 8)
    dots = tuple(
        Dot(
            x=across(point.day.toordinal()),
            y=place,
            point=point,
            linked=point.record or len(points) <= MANY,
        )
        for point, place in zip(points, values.places, strict=True)
    )
    return Chart(
        dots=dots,
        line=_steps([dot for dot in dots if dot.point.record]),
        days=tuple(
            Tick(across(day.toordinal()), words) for day, words in _days(points[0].day, points[-1].day)
        ),
        values=values.ticks,
        logarithmic=values.logarithmic,
    )


def _steps(records: Sequence[Dot]) -> str:
    """A record holds until the next one: along, then up or down to it, and on to the edge."""
    if not records:
        return ""
    path = f"M{records[0].x} {records[0].y}"
    path += "".join(f"H{dot.x}V{dot.y}" for dot in records[1:])
    return f"{path}H{WIDTH - RIGHT}"


def _days(first: date, last: date) -> list[tuple[date, str]]:
    """Beginnings of years, or of months where the whole is shorter than that."""
    years = [date(year, 1, 1) for year in range(first.year, last.year + 1)]
    inside = [day for day in years if first <= day <= last]
    if len(inside) > 1:
        return [(day, str(day.year)) for day in inside[:: 1 + len(inside) // LABELS]]
    ends = dict.fromkeys((first, last))
    return [(day, day.isoformat()) for day in ends]
