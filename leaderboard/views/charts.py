"""The geometry of the chart of records: where points, lines and labels stand."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from leaderboard.queries.progress import Point
from leaderboard.views.formats import number

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 12, 28
FEWEST = 3
"""Points below which a chart says no more than the table."""

LOGARITHMIC = 50
"""The largest over the smallest value from which steps are equal in ratio, not in size."""

MANY = 40
"""Points above which only records are links, so that the keyboard gets through."""

LABELS = 8


@dataclass(frozen=True, slots=True)
class Tick:
    """A label of an axis and its place along it."""

    at: float
    words: str


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
    values = [float(point.value) for point in points]
    logarithmic = min(values) > 0 and max(values) / min(values) >= LOGARITHMIC
    across = _scale([float(p.day.toordinal()) for p in points], LEFT + 8, WIDTH - RIGHT - 8)
    up = _scale([_turned(v, logarithmic=logarithmic) for v in values], HEIGHT - BOTTOM - 8, TOP + 8)
    dots = tuple(
        Dot(
            x=across(point.day.toordinal()),
            y=up(_turned(value, logarithmic=logarithmic)),
            point=point,
            linked=point.record or len(points) <= MANY,
        )
        for point, value in zip(points, values, strict=True)
    )
    return Chart(
        dots=dots,
        line=_steps([dot for dot in dots if dot.point.record]),
        days=tuple(
            Tick(across(day.toordinal()), words) for day, words in _days(points[0].day, points[-1].day)
        ),
        values=tuple(
            Tick(up(_turned(value, logarithmic=logarithmic)), number(Decimal(repr(value)).normalize()))
            for value in _round_values(min(values), max(values), logarithmic=logarithmic)
        ),
        logarithmic=logarithmic,
    )


def _turned(value: float, *, logarithmic: bool) -> float:
    return math.log10(value) if logarithmic else value


def _scale(values: Sequence[float], start: float, end: float) -> Callable[[float], float]:
    """From values to places between `start` and `end`; all in the middle where they are all the same."""
    low, span = min(values), max(values) - min(values)
    if not span:
        return lambda value: round((start + end) / 2, 1)
    return lambda value: round(start + (value - low) / span * (end - start), 1)


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


def _round_values(low: float, high: float, *, logarithmic: bool) -> list[float]:
    """Round values between the two, few enough to label."""
    if logarithmic:
        powers = range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)
        return [float(f"1e{power}") for power in powers][:: 1 + len(powers) // LABELS]
    if low == high:
        return [low]
    rough = (high - low) / 4
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough)
    first = math.ceil(low / step)
    found = [round(index * step, 10) for index in range(first, first + 8) if index * step <= high]
    return found or [low, high]
